import type { PathParameters } from '../exchange.ts';
import { check } from '../schema/check.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import type { Schemas } from '../schema/schemas.ts';

/**
 * Writes what the client sent into a generated body: path parameters and the fields of its own body, under the same names.
 * A value that the schema does not allow in that place is left as it was generated.
 */
export function echo(
  schemas: Schemas,
  schema: JsonSchema,
  generated: unknown,
  params: PathParameters,
  sent: unknown,
): unknown {
  if (!isRecord(generated)) return generated;
  const [envelope, ...others] = Object.keys(generated);
  const inner = envelope === undefined || others.length > 0 ? undefined : generated[envelope];
  // `{ user: { … } }`: the names are those of what is inside, in requests as in answers.
  if (envelope !== undefined && isRecord(inner)) {
    const within = isRecord(sent) && isRecord(sent[envelope]) ? sent[envelope] : sent;
    const isWell = (value: unknown): boolean => check(schemas, schema, { [envelope]: value }).length === 0;
    const whole = within !== sent && isRecord(within) && isWell(within) ? within : inner;
    return { [envelope]: echoed(whole, params, within, isWell) };
  }
  return echoed(generated, params, sent, (value) => check(schemas, schema, value).length === 0);
}

function echoed(
  generated: Readonly<Record<string, unknown>>,
  params: PathParameters,
  sent: unknown,
  isWell: (value: unknown) => boolean,
): unknown {
  const body = { ...generated };
  const put = (name: string, value: unknown): boolean => {
    if (!Object.hasOwn(body, name)) return false;
    const before = body[name];
    body[name] = value;
    if (isWell(body)) return true;
    body[name] = before;
    return false;
  };
  if (isRecord(sent)) for (const [name, value] of Object.entries(sent)) put(name, value);
  const entries = Object.entries(params);
  for (const [index, [name, raw]] of entries.entries()) {
    // The last parameter names the resource itself, whatever the template calls it.
    const names = index === entries.length - 1 ? [name, 'id'] : [name];
    for (const candidate of readings(raw)) if (names.some((target) => put(target, candidate))) break;
  }
  return body;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of a path segment as a string and, where it is one, as a number: the schema decides which fits. */
function readings(raw: string): unknown[] {
  let text = raw;
  try {
    text = decodeURIComponent(raw);
  } catch {
    // A malformed escape stays as it was sent.
  }
  return /^-?\d{1,15}(\.\d+)?$/.test(text) ? [text, Number(text)] : [text];
}
