import { afterEach, expect, test, vi } from 'vitest';
import { closeWidget, inside, openWidget } from './support/open-widget.ts';

vi.mock('../../widget/reveal/start-reveal.tsx', () => {
  throw new TypeError('Failed to fetch');
});

afterEach(closeWidget);

test('a reveal that cannot be fetched says so beside its button, and can be pressed again', async () => {
  const { element } = await openWidget();
  const panel = inside(element);
  const button = panel.getByRole('button', { name: 'Reveal: $15 gift card' });
  for (const press of ['first', 'second']) {
    button.click();
    expect(panel.queryByRole('alert'), press).toBeNull();
    const said = await vi.waitFor(() => panel.getByRole('alert'));
    expect(said.textContent).toBe('This part of the page can’t be reached right now.');
    expect(said.parentElement?.contains(button)).toBe(true);
  }
});
