import type { Faker } from '@faker-js/faker';

/** Words cut or continued to a length; undefined where no word helps (a length in the millions). */
export function fitText(text: string, minLength: number, maxLength: number, faker: Faker): string | undefined {
  if (minLength > 1_000_000) return undefined;
  let fitted = text;
  while (fitted.length < minLength) fitted += fitted.length === 0 ? faker.lorem.word() : ` ${faker.lorem.word()}`;
  if (fitted.length <= maxLength) return fitted;
  const cut = fitted.slice(0, maxLength);
  // No blank at the end, unless the length asks for it.
  const trimmed = cut.trimEnd();
  return trimmed.length >= minLength ? trimmed : cut.replace(/\s$/, 'a');
}
