import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { widgetSizes } from '../bench/widget-sizes.ts';

/** Bytes of brotli. A change that needs more has to say so here. */
const BOUNDS = { loader: 1_600, first: 13_500, interface: 18_450 };

describe('the built widget', () => {
  test.each(Object.entries(BOUNDS))('%s stays within %i bytes', (part, bound) => {
    expect(widgetSizes()[part as keyof typeof BOUNDS].brotli).toBeLessThanOrEqual(bound);
  });

  test('the parts of Preact and of the signals that nobody uses are not in it', () => {
    const code = globSync('dist/widget/interface-*.js')
      .map((file) => readFileSync(file, 'utf8'))
      .join('');
    expect(code).toContain('Cycle detected');
    expect(code).not.toMatch(/componentDidMount|getDerivedState|contextType|cssText|dangerously/);
    // One read for computed signals would be a third.
    expect(code.split('Cycle detected')).toHaveLength(3);
  });
});
