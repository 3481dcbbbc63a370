import { canonicalText } from '../../pact/canonical-text.ts';
import { isObject } from '../../pact/json.ts';
import type { Json, JsonObject } from '../../pact/pact.ts';
import { interactionId } from '../../pact/pact-identity.ts';

/** How two contents of a pact differ, in lines that begin with `+`, `-` or `~`; empty where they do not. */
export function diffPacts(before: JsonObject, after: JsonObject): string {
  const [old, now] = [named(before), named(after)];
  const lines: string[] = [];
  for (const [name, interaction] of old) {
    const same = now.get(name);
    if (same === undefined) lines.push(`- ${name}`);
    else if (interactionId(same) !== interactionId(interaction))
      lines.push(`~ ${name}`, ...changes(interaction, same, ''));
  }
  for (const name of now.keys()) if (!old.has(name)) lines.push(`+ ${name}`);
  return lines.join('\n');
}

function named(pact: JsonObject): ReadonlyMap<string, Json> {
  const lists = [pact.interactions, pact.messages].flatMap((list) => (Array.isArray(list) ? list : []));
  return new Map(lists.map((each: Json) => [nameOf(each), each]));
}

function nameOf(interaction: Json): string {
  if (!isObject(interaction)) return canonicalText(interaction);
  const { description, providerStates, providerState } = interaction;
  const states = providerStates ?? providerState ?? null;
  return `${String(description)}${states === null || canonicalText(states) === '[]' ? '' : ` ${canonicalText(states)}`}`;
}

const IDENTIFIERS = new Set(['_id', 'key', 'comments']);

function changes(before: Json, after: Json, pointer: string): string[] {
  if (canonicalText(before) === canonicalText(after)) return [];
  if (!isObject(before) || !isObject(after))
    return [`    - ${pointer}: ${canonicalText(before)}`, `    + ${pointer}: ${canonicalText(after)}`];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !IDENTIFIERS.has(name))
    .flatMap((name) => {
      const [old, now] = [before[name], after[name]];
      const below = `${pointer}/${name}`;
      if (old === undefined) return [`    + ${below}: ${canonicalText(now ?? null)}`];
      if (now === undefined) return [`    - ${below}: ${canonicalText(old)}`];
      return changes(old, now, below);
    });
}
