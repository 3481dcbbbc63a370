import type { Faker } from '@faker-js/faker';
import { fitText } from './fit-text.ts';
import { type Flat, pointerOfKeyword } from './flat.ts';
import { nameOf } from './name.ts';
import { numberByName } from './number-by-name.ts';
import type { Unsatisfiable } from './part.ts';
import type { At, Pass, Shape } from './pass.ts';
import { generatorPattern } from './pattern.ts';
import { rangeOf, snap } from './range.ts';
import { sizedTexts } from './sized-text.ts';
import { isIdentifier, successor, textsFor } from './text.ts';

type Fits = (value: unknown) => boolean;

/** The shape of a string, number, boolean or null: the document's own example first, then what name and format suggest. */
export function scalarShape(pass: Pass, flat: Flat, type: string, at: At, fits: Fits): Shape | Unsatisfiable {
  if (type === 'null') return { const: null };
  const example = exampleOf(flat, type, at, fits);
  if (type === 'boolean') return typeof example === 'boolean' ? { const: example } : booleanShape(at);
  if (type === 'string') return stringShape(pass, flat, at, fits, example);
  return numberShape(pass, flat, type, at, fits, example);
}

/** Placeholders of document generators say nothing. */
const EMPTY: readonly unknown[] = ['', 'string', 'String', null, undefined];

function exampleOf(flat: Flat, type: string, at: At, fits: Fits): unknown {
  const own = flat.parts.flatMap(({ schema }) => [...(schema.examples ?? []), schema.default]);
  const wanted = type === 'integer' ? 'number' : type;
  return [...own, ...at.hints].find((value) => typeof value === wanted && !EMPTY.includes(value) && fits(value));
}

const OFTEN_FALSE =
  /^(is |has )?(deleted|archived|disabled|locked|suspended|blocked|banned|hidden|draft|test|expired|cancelled|canceled|revoked|more|error|failed|fork|bot|truncated|refunded|disputed|next page|previous page)$/;

function booleanShape(at: At): Shape {
  return OFTEN_FALSE.test(nameOf(at.name)) ? { const: false } : { type: 'boolean' };
}

function leafShape(pass: Pass, type: string, keywords: Shape, draw: (faker: Faker, n: number) => unknown): Shape {
  pass.leaves.push({ draw });
  return { type, ...keywords, faker: { leaf: [pass.leaves.length - 1] } };
}

function stringShape(pass: Pass, flat: Flat, at: At, fits: Fits, example: unknown): Shape | Unsatisfiable {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, format, pattern } = flat;
  if (minLength > maxLength) return { unsatisfiable: pointerOfKeyword(flat, 'minLength') };
  const isId = isIdentifier(at.name, format);
  if (typeof example === 'string' && !isId) return { const: example };
  const readable = pattern === undefined ? undefined : generatorPattern(pattern, minLength, maxLength);
  const draw = (faker: Faker, n: number): unknown => {
    if (typeof example === 'string' && n === 0) return example;
    const following = typeof example === 'string' ? successor(example, n) : undefined;
    if (following !== undefined && fits(following)) return following;
    const where = { name: at.name, owners: at.owners, format, maxLength };
    for (const text of textsFor(faker, where, readable, isId)) {
      if (fits(text)) return text;
      const fitted =
        pattern === undefined && format === undefined ? fitText(text, minLength, maxLength, faker) : undefined;
      if (fitted !== undefined && fits(fitted)) return fitted;
    }
    for (const text of sizedTexts(format, minLength, maxLength)) if (fits(text)) return text;
    return example;
  };
  const bounds = { ...(minLength > 0 ? { minLength } : {}), ...(maxLength < 100_000 ? { maxLength } : {}) };
  return leafShape(pass, 'string', { ...bounds, ...(readable === undefined ? {} : { pattern: readable }) }, draw);
}

function numberShape(
  pass: Pass,
  flat: Flat,
  type: string,
  at: At,
  fits: Fits,
  example: unknown,
): Shape | Unsatisfiable {
  const range = rangeOf(flat, type === 'integer');
  if (range === undefined)
    return { unsatisfiable: pointerOfKeyword(flat, flat.minimum === undefined ? 'exclusiveMinimum' : 'minimum') };
  if (typeof example === 'number' && !isIdentifier(at.name, undefined)) return { const: example };
  const draw = (faker: Faker, n: number): unknown => {
    if (typeof example === 'number') {
      if (n === 0 || !fits(example + n)) return example;
      return example + n;
    }
    const epoch = flat.parts.some(
      ({ schema }) =>
        schema.format === 'unix-time' || /\bepoch\b|unix (time|timestamp)/i.test(schema.description ?? ''),
    );
    const wish = numberByName(faker, { name: at.name, owners: at.owners, integer: type === 'integer', epoch });
    for (let attempt = 0; attempt < 4; attempt++) {
      const value = snap(attempt === 0 ? wish : wish + faker.number.int(1000), range);
      if (fits(value)) return value;
    }
    return [range.low, range.high, 0, 1].find(fits) ?? snap(wish, range);
  };
  return leafShape(pass, type, {}, draw);
}
