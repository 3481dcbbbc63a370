import type { Random } from '../../chance/random.ts';
import type { IdFormat } from '../resource.ts';

/** Makes ids as the document writes them. `Random` is seeded: ids are no secrets. */
export function newId(
  format: Exclude<IdFormat, { kind: 'sampled' }>,
  random: Random,
  counted: number,
): string | number {
  switch (format.kind) {
    case 'integer':
      return format.text ? String(counted) : counted;
    case 'uuid':
      return uuid(random);
    case 'prefixed':
      return format.prefix + letters(random, format.alphabet, format.length);
  }
}

function letters(random: Random, alphabet: string, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += alphabet.charAt(Math.floor(random.next() * alphabet.length));
  return text;
}

/** Version 4 (RFC 9562 5.4). */
function uuid(random: Random): string {
  const hex = letters(random, '0123456789abcdef', 32);
  const variant = '89ab'[Math.floor(random.next() * 4)] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
