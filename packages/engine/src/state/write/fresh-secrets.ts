import type { Secrets } from '../../chance/secrets.ts';
import { isValid } from '../../schema/check.ts';
import type { JsonObject } from '../../schema/json-schema.ts';
import { plainName } from '../../webhook/event-name.ts';
import type { StateContext } from '../context.ts';
import type { ItemPlace } from '../infer/infer-facts.ts';
import { propertySchemas } from '../infer/properties.ts';
import type { PropertyFacts } from '../resource.ts';

/**
 * What the answer to a creation shows that has to be known to nobody else: the signing secret of a webhook subscription. Each
 * item gets its own, in place of the document's example; never one that its schema does not allow. Undefined where it shows none.
 */
export function compileFreshSecrets(
  place: ItemPlace | undefined,
  writable: ReadonlyMap<string, PropertyFacts>,
  { responseSchemas, secrets }: StateContext,
): (written: JsonObject) => JsonObject | undefined {
  const names = [...(place?.properties.values() ?? [])]
    .filter(({ name, types, required, readOnly }) => {
      const isShown = readOnly || required || !writable.has(name);
      return isShown && types.has('string') && SECRET.test(plainName(name));
    })
    .map(({ name }) => name);
  if (place === undefined || names.length === 0) return () => undefined;
  const schemas = names.map((name) => propertySchemas(responseSchemas, place.schema, name));
  return (written) => {
    const fresh: Record<string, unknown> = {};
    for (const [at, name] of names.entries()) {
      if (typeof written[name] === 'string') continue;
      const own = candidates(secrets).slice(/client/i.test(name) ? 1 : 0);
      const allowed = own.find((secret) => schemas[at]?.every((schema) => isValid(responseSchemas, schema, secret)));
      if (allowed !== undefined) fresh[name] = allowed;
    }
    return fresh;
  };
}

const SECRET = /^(signing|webhook|client)?secret$|^signingkey$/;

/** As Standard Webhooks has it, then plain ones. */
function candidates(secrets: Secrets): string[] {
  const bytes = Buffer.from(secrets.token(24), 'base64url');
  return [`whsec_${bytes.toString('base64')}`, bytes.toString('hex'), bytes.toString('base64url')];
}
