import { isObject } from '../pact/json.ts';
import type { Json, MessageInteraction } from '../pact/pact.ts';
import type { AboutMessage, ComparedMessage } from './compared-message.ts';
import { messagePartText } from './compared-message.ts';
import type { PartChange } from './compared-operation.ts';
import { bodyValue } from './contract-parts.ts';
import type { Met } from './join-contract.ts';
import { walkChanges } from './list-differences.ts';
import { severityOf } from './rules.table.ts';
import type { SchemaNode } from './schema-node.ts';
import { walkValue } from './walk-value.ts';

/** Which changes of a webhook or callback a message of a contract meets. Contracts say what is read of it, not what is answered to it. */
export function meetMessages(
  { changes, nodes, callback }: ComparedMessage,
  message: MessageInteraction,
  changed: ReadonlySet<SchemaNode>,
  called: ReadonlySet<string>,
): Met[] {
  const met = changes.flatMap((each) =>
    meetChange(each, message, callback !== undefined && called.has(callback.operation)),
  );
  const payloads = nodes.filter(({ about }) => about.kind === 'payload-type');
  const type = message.contents?.contentType ?? 'application/json';
  const payload =
    payloads.find(({ about }) => isOfType(about, type)) ?? payloads.find(({ about }) => isOfType(about, JSON_TYPE));
  for (const { about, node } of nodes) {
    const part = messagePartText(about);
    const value = valueFor(about, node === payload?.node, message);
    if (value !== undefined)
      walkValue(node, value, 'response', changed, (change, field) => met.push({ change, part, field, isRead: true }));
    if (!about.kind.startsWith('answer')) continue;
    walkChanges(node, changed, (change, field) => {
      if (severityOf(change.rule) === 'breaking') met.push({ change, part, field, because: NOT_ANSWERED });
    });
  }
  return met;
}

const JSON_TYPE = 'application/json';
const NOT_ANSWERED = 'the contract does not say what the partner answers';

const isOfType = (about: AboutMessage, type: string): boolean => about.kind === 'payload-type' && about.type === type;

/** What the contract reads there; undefined where it reads nothing. */
function valueFor(
  about: AboutMessage,
  isPayload: boolean,
  { contents, metadata }: MessageInteraction,
): Json | undefined {
  if (isPayload) return bodyValue(contents);
  return about.kind === 'parameter' ? fieldNamed(metadata, about.name) : undefined;
}

const fieldNamed = (metadata: MessageInteraction['metadata'], name: string): Json | undefined =>
  Object.entries(metadata).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

function meetChange(
  { change, about }: PartChange<AboutMessage>,
  message: MessageInteraction,
  isCaller: boolean,
): Met[] {
  const met: Met = { change, part: messagePartText(about), field: '' };
  switch (about.kind) {
    case 'message':
      return [met];
    case 'address':
      // The request that gives the address says it better.
      return isCaller ? [] : [{ ...met, because: 'the contract does not say where the partner gives its address' }];
    case 'payload':
      return message.contents === undefined ? [] : [{ ...met, isRead: true }];
    case 'payload-type':
      return isOfType(about, message.contents?.contentType ?? '') || /-added$/.test(change.rule) ? [met] : [];
    case 'parameter':
      if (fieldNamed(message.metadata, about.name) !== undefined) return [{ ...met, isRead: true }];
      return [{ ...met, because: 'the contract does not say which header fields the partner reads' }].filter(
        isBreaking,
      );
    default:
      return [{ ...met, because: NOT_ANSWERED }].filter(isBreaking);
  }
}

const isBreaking = ({ change: { rule } }: Met): boolean => severityOf(rule) === 'breaking';

/**
 * What a message of a contract is about: said outright in its metadata or payload, else by a word of its description; the longest
 * name wins, webhooks before callbacks, and callbacks of operations that the contract calls before others of the same name.
 */
export function messagesNamed(
  messages: readonly ComparedMessage[],
  { description, metadata, contents }: MessageInteraction,
  called: ReadonlySet<string>,
): readonly ComparedMessage[] {
  const payload = contents !== undefined && 'json' in contents.content ? contents.content.json : undefined;
  const values = [...Object.values(metadata), ...(isObject(payload) ? Object.values(payload) : [])];
  const words = description.split(/[^\w.:/-]+/).map((word) => word.replace(/[.:]$/, ''));
  const names = [...new Set(messages.flatMap((each) => each.names))].toSorted(
    (one, other) => other.length - one.length,
  );
  const name = names.find((each) => values.includes(each)) ?? names.find((each) => words.includes(each));
  const named = messages.filter((each) => name !== undefined && each.names.includes(name));
  const webhooks = named.filter(({ callback }) => callback === undefined);
  const own = named.filter(({ callback }) => callback !== undefined && called.has(callback.operation));
  return [webhooks, own, named].find(({ length }) => length > 0) ?? [];
}
