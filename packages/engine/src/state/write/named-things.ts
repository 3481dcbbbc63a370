import { isValid } from '../../schema/check.ts';
import { isObject, type JsonObject, type JsonSchema } from '../../schema/json-schema.ts';
import type { Schemas } from '../../schema/schemas.ts';
import { propertySchemas } from '../infer/properties.ts';
import { pageLike } from './page-like.ts';

/**
 * What requests say otherwise than answers show it: `assignees: ['ada']` where each assignee is an object with a `login`, an array where
 * answers have an object. The thing that the document shows gets the name that was sent; what fits in no way is left out. Never
 * touches what answers can show as it was sent.
 */
export function compileNamedThings(
  schemas: Schemas,
  schema: JsonSchema,
): (written: JsonObject, base: JsonObject) => JsonObject {
  const fits = (name: string, value: unknown): boolean =>
    propertySchemas(schemas, schema, name).every((property) => isValid(schemas, property, value));
  return (written, base) => {
    let told = written;
    for (const name of Object.keys(written)) {
      const shown = base[name];
      if (typeof shown !== 'object' || shown === null) continue;
      const value = written[name];
      if (!isText(value) && Array.isArray(value) === Array.isArray(shown) && !isListOfNames(value, shown)) continue;
      if (fits(name, value)) continue;
      const { [name]: _, ...others } = told;
      const thing = asShown(value, shown);
      told = thing === undefined ? others : { ...others, [name]: thing };
    }
    return told;
  };
}

const isText = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';
const isListOfNames = (value: unknown, shown: unknown): boolean =>
  Array.isArray(value) && value.some(isText) && Array.isArray(shown) && isObject(shown[0]);

function asShown(value: unknown, shown: unknown): unknown {
  if (isText(value) && isObject(shown)) return named(value, shown);
  const page = pageLike(shown);
  const [first] = page?.items ?? (Array.isArray(shown) ? shown : []);
  if (!Array.isArray(value) || !isObject(first)) return undefined;
  const things = value.map((each) =>
    isText(each) ? named(each, first) : page !== undefined && isObject(each) ? filled(each, first) : each,
  );
  return things.includes(undefined) ? undefined : page === undefined ? things : page.with(things);
}

/** What was sent of a thing, in one that is shown: `{ price: 'p1' }` where a price is an object. */
function filled(sent: JsonObject, shown: JsonObject): JsonObject {
  const members = Object.entries(sent).map(([name, value]) => {
    const before = shown[name];
    return [name, isText(value) && isObject(before) ? (named(value, before) ?? before) : value];
  });
  return { ...shown, ...Object.fromEntries(members) };
}

const WORDS = ['login', 'username', 'slug', 'ref', 'name', 'key', 'code', 'email', 'id'];
const NUMBERS = ['number', 'id'];

function named(value: string | number, shown: JsonObject): JsonObject | undefined {
  const names = typeof value === 'string' ? WORDS : NUMBERS;
  const member = names.find((name) => typeof shown[name] === typeof value);
  return member === undefined ? undefined : { ...shown, [member]: value };
}
