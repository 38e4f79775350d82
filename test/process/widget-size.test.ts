import { describe, expect, test } from 'vitest';
import { widgetSizes } from '../bench/widget-sizes.ts';

/** Bytes of brotli: `first` is all that `initial` in the manifest names but the loader. A change that needs more has to say so here. */
const BOUNDS = { loader: 1_570, first: 12_680, interface: 24_880 };

describe('the built widget', () => {
  test.each(Object.entries(BOUNDS))('%s stays within %i bytes', (part, bound) => {
    expect(widgetSizes()[part as keyof typeof BOUNDS].brotli).toBeLessThanOrEqual(bound);
  });
});
