import { isObject } from '../schema/json-schema.ts';
import type { IsSecretName } from './secret-names.ts';

/** Takes secrets out of header fields, targets and bodies, by their names. What it cannot read by names it leaves out as a whole. */

export const REDACTED = '[redacted]';

/** A flat list of names and values, as answers have it. */
export const redactFields = (fields: readonly string[], isSecret: IsSecretName): string[] =>
  fields.map((text, at) => (at % 2 === 1 && isSecret(fields[at - 1] ?? '') ? REDACTED : text));

/** The path stays as it was asked; of the query the values of secrets go. */
export function redactTarget(target: string, isSecret: IsSecretName): string {
  const at = target.indexOf('?');
  return at === -1 ? target : target.slice(0, at + 1) + redactForm(target.slice(at + 1), isSecret);
}

/** JSON and forms; of all else, and of what is no JSON although it says so, only how much there was. */
export function redactBody(body: Uint8Array, mediaType: string | undefined, isSecret: IsSecretName): string {
  const [essence = ''] = (mediaType ?? '').toLowerCase().split(';');
  const type = essence.trim();
  if (body.length === 0) return '';
  if (body.length > LONGEST) return leftOut(body);
  if (type === 'application/x-www-form-urlencoded') return redactForm(Buffer.from(body).toString(), isSecret);
  return /^application\/(?:[\w.-]+\+)?json$/.test(type) ? redactJson(body, isSecret) : leftOut(body);
}

const LONGEST = 256 * 1024;
const leftOut = ({ length }: Uint8Array): string => `[${length} bytes]`;

function redactJson(body: Uint8Array, isSecret: IsSecretName): string {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString());
    return JSON.stringify(value, (name, member: unknown) => {
      // What stands below a secret name goes with it; an empty one is no secret.
      if (name !== '' && isSecret(name) && member !== null && member !== '') return REDACTED;
      return namedPair(member, isSecret) ?? member;
    });
  } catch {
    return leftOut(body);
  }
}

/** `{"name": "password", "value": "x"}`: the name is a value here. */
function namedPair(member: unknown, isSecret: IsSecretName): unknown {
  if (!isObject(member) || !('value' in member)) return undefined;
  const name = member.name ?? member.key;
  return typeof name === 'string' && isSecret(name) ? { ...member, value: REDACTED } : undefined;
}

const redactForm = (form: string, isSecret: IsSecretName): string =>
  form
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at !== -1 && isSecret(decoded(pair.slice(0, at))) ? `${pair.slice(0, at)}=${REDACTED}` : pair;
    })
    .join('&');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
