/**
 * Values as a person's data look, each of which exists once: what is found again says what it is and where it was put. Found
 * in any spelling that a program would give them: as they are, in other case, percent-encoded, in base64, in hex.
 */
export interface Canary {
  readonly place: string;
  readonly kind: (typeof KINDS)[number];
  /** As a person would write it. */
  readonly text: string;
  /** The part that no encoding of addresses changes. */
  readonly core: string;
}

export const KINDS = ['name', 'email', 'phone', 'token', 'card', 'iban'] as const;

export interface Canaries {
  /** One of each kind. */
  of(place: string): readonly Canary[];
  /** `kind in place` of each that is in the text. */
  find(text: string): string[];
  readonly planted: readonly Canary[];
}

export function createCanaries(): Canaries {
  const planted: Canary[] = [];
  const needles: { readonly label: string; readonly lower: readonly string[]; readonly exact: readonly string[] }[] =
    [];
  let places = 0;
  return {
    planted,
    of(place) {
      const number = String(++places).padStart(3, '0');
      const made = KINDS.map((kind, at) => canary(place, kind, number, at));
      planted.push(...made);
      needles.push(...made.map(needleOf));
      return made;
    },
    find(text) {
      const lower = text.toLowerCase();
      return needles
        .filter(
          (needle) =>
            needle.lower.some((word) => lower.includes(word)) || needle.exact.some((word) => text.includes(word)),
        )
        .map(({ label }) => label);
    },
  };
}

function canary(place: string, kind: Canary['kind'], number: string, at: number): Canary {
  const word = `zq${number}x${kind.slice(0, 2)}vj`;
  const digits = `7${number}${at}931${number}7`;
  switch (kind) {
    case 'name':
      return { place, kind, core: word, text: `Ada ${word.slice(0, 1).toUpperCase()}${word.slice(1)}` };
    case 'email':
      return { place, kind, core: word, text: `ada.${word}@example.org` };
    case 'phone':
      return { place, kind, core: digits, text: `+49${digits}` };
    case 'token':
      return { place, kind, core: word, text: `sk_live_${word}F0` };
    case 'card':
      return { place, kind, core: digits, text: `4111${digits}` };
    case 'iban':
      return { place, kind, core: digits, text: `DE44${digits}000000` };
  }
}

function needleOf({ place, kind, core }: Canary) {
  const inBase64 = [0, 1, 2].map((before) => {
    const text = Buffer.from(`${' '.repeat(before)}${core}`).toString('base64url');
    // Its first and last characters also hold bits of what stands around it.
    return text.slice(before === 0 ? 0 : before + 1, -2);
  });
  return { label: `${kind} in ${place}`, lower: [core, Buffer.from(core).toString('hex')], exact: inBase64 };
}

/** Only letters, digits and dashes of it: for places that take nothing else. */
export const slug = ({ text }: Canary): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '');

export const encoded = ({ text }: Canary): string => encodeURIComponent(text);
