import type { Faker } from '@faker-js/faker';
import { nameOf } from './name.ts';

/** Points in time around a fixed day, so that data is the same tomorrow: created before updated, expiry after both. */

export const REFERENCE = Date.UTC(2025, 5, 2, 9, 0, 0);

/** Days before (-) and after the reference, by what the field is about. */
const SPANS: readonly (readonly [RegExp, number, number])[] = [
  [/\b(birth|dob|born)/, -20_000, -7500],
  [
    /\b(creat\w*|register\w*|joined|signup|added|inserted|founded|opened|start\w*|begin|from|since|first|earliest)\b/,
    -400,
    -120,
  ],
  [/\b(expir\w*|due|end\w*|until|to|deadline|valid|renew\w*|next|scheduled|reset|arrival|delivery|latest)\b/, 30, 300],
  [/\b(updat\w*|modif\w*|chang\w*|edited|last|pushed|seen|used|synced|accessed)\b/, -60, -2],
];

/** Milliseconds since the epoch, whole seconds. */
export function instantFor(faker: Faker, name: string): number {
  const words = nameOf(name);
  const [, from, to] = SPANS.find(([expression]) => expression.test(words)) ?? [undefined, -110, -65];
  const at = REFERENCE + faker.number.int({ min: from * 86_400, max: to * 86_400 }) * 1000;
  return at - (at % 1000);
}

export function dateTimeFor(faker: Faker, name: string): string {
  return new Date(instantFor(faker, name)).toISOString().replace('.000Z', 'Z');
}
