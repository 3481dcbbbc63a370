/** `billing_address.line1`, `billingAddressLine1` and `BILLING-ADDRESS-LINE1` read alike: `billing address line1`. */
const read = new Map<string, string>();

export function nameOf(name: string): string {
  let words = read.get(name);
  if (words === undefined) {
    words = name
      .replace(/([a-z\d])([A-Z])/g, '$1 $2')
      .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
      .replace(/[^\p{L}\d]+/gu, ' ')
      .trim()
      .toLowerCase();
    read.set(name, words);
  }
  return words;
}
