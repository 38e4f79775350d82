/** Cents as people write dollars: `2400` → `$24`, `2450` → `$24.50`. */
export function dollars(cents: number): string {
  const [whole, fraction] = (cents / 100).toFixed(2).split('.');
  return fraction === '00' ? `$${whole}` : `$${whole}.${fraction}`;
}
