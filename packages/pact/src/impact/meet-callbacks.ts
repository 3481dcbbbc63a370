import { isObject } from '../pact/json.ts';
import type { HttpInteraction, Json } from '../pact/pact.ts';
import type { ComparedMessage } from './compared-message.ts';
import type { ComparedOperation } from './compared-operation.ts';
import { bodyValue, headersOf } from './contract-parts.ts';
import type { Met } from './join-contract.ts';

/** Who calls an operation and gives the address of a callback waits for it: that it no longer comes, or goes elsewhere, hits them. */
export function meetCallbacks(
  messages: readonly ComparedMessage[],
  { old, new: current }: ComparedOperation,
  interaction: HttpInteraction,
): Met[] {
  if (current === undefined || interaction.response.status >= 400) return [];
  return messages.flatMap(({ callback, changes }) => {
    if (callback?.operation !== old.operation.pointer) return [];
    const given = isGiven(callback.address, interaction);
    if (given === false) return [];
    const hits = changes.filter(({ change: { rule } }) => /^callback-(?:removed|address-changed)$/.test(rule));
    return hits.map(
      ({ change }): Met => ({
        ...{ change, part: `callback ${callback.name}`, field: '' },
        ...(given === undefined && { because: 'the contract does not say whether the partner takes the callback' }),
      }),
    );
  });
}

/** Whether the request has what the expression of a callback asks of it; undefined where it asks nothing of the request. */
function isGiven(address: string | undefined, { request }: HttpInteraction): boolean | undefined {
  const [, source, rest = ''] = /\$request\.(body|query|header)([#.][^}]*)?/.exec(address ?? '') ?? [];
  const name = rest.slice(1);
  if (source === 'query') return Object.hasOwn(request.query, name);
  if (source === 'header') return headersOf(request).has(name.toLowerCase());
  return source === 'body' ? isIn(bodyValue(request.body), name) : undefined;
}

function isIn(body: Json | undefined, pointer: string): boolean {
  let current = body;
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    current = Array.isArray(current) ? current[Number(name)] : isObject(current) ? current[name] : undefined;
  }
  return current !== undefined && current !== null;
}
