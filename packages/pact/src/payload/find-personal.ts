import { type PersonalKind, personalKinds } from './personal-data.table.ts';

/** Tells whether a field looks like data about a person. Guesses by name and format; never looks at values. */
export function personalKind(name: string, format: string | undefined, declared: unknown): PersonalKind | undefined {
  if (declared === false) return undefined;
  if (typeof declared === 'string' && isKind(declared)) return declared;
  const names = spellings(name);
  for (const kind of kinds) {
    const { formats, name: pattern } = personalKinds[kind];
    if (formats.some((each) => each === format) || names.some((each) => pattern.test(each))) return kind;
  }
  return declared === true || typeof declared === 'string' ? 'personal' : undefined;
}

const isKind = (text: string): text is PersonalKind => Object.hasOwn(personalKinds, text);
const kinds = Object.keys(personalKinds).filter(isKind);

/** As it is, and with its words apart: `taxId` is `tax_Id`. */
const spellings = (name: string): string[] => [name, name.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')];
