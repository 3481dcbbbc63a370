/**
 * The same words in the casing that the other half of the world uses: `orderId` and `order_id`, `order-id` as `orderId`; one word
 * gets a capital. Undefined where that changes nothing.
 */
export function otherCasing(name: string): string | undefined {
  const other = recased(name);
  return other === name || other === '' ? undefined : other;
}

function recased(name: string): string {
  if (/[a-z0-9][_-]+[a-z0-9]/i.test(name))
    return name.replaceAll(/([a-z0-9])[_-]+([a-z0-9])/gi, (_, end: string, start: string) => end + start.toUpperCase());
  if (/[a-z0-9][A-Z]/.test(name))
    return name.replaceAll(
      /([a-z0-9])([A-Z]+)/g,
      (_, end: string, capitals: string) => `${end}_${capitals.toLowerCase()}`,
    );
  const first = name.slice(0, 1);
  return (first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()) + name.slice(1);
}
