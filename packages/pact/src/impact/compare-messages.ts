import { compareMessage, type Graphs } from './compare-message.ts';
import type { ComparedMessage } from './compared-message.ts';
import type { Change } from './difference.ts';
import type { DocumentSide } from './document-side.ts';
import { callbacksOf, type MessageParts, webhooksOf } from './read-message.ts';
import type { OperationParts } from './read-operation.ts';

/** What two documents say the provider sends: webhooks, and callbacks of the operations that both have. */
export interface ComparedMessages {
  readonly messages: readonly ComparedMessage[];
  /** Of what only the new document has. */
  readonly added: readonly AddedMessage[];
}

export interface AddedMessage {
  readonly label: string;
  readonly change: Change;
}

export interface PairedOperation {
  readonly old: OperationParts;
  /** Undefined where it is gone, and its callbacks with it. */
  readonly new: OperationParts | undefined;
}

export function compareMessages(
  oldSide: DocumentSide,
  newSide: DocumentSide,
  operations: readonly PairedOperation[],
  graphs: Graphs,
): ComparedMessages {
  const groups = [
    ...groupsOf('webhook', webhooksOf(oldSide), webhooksOf(newSide), undefined),
    ...operations.flatMap(({ old, new: current }) =>
      groupsOf('callback', callbacksOf(oldSide, old), current ? callbacksOf(newSide, current) : new Map(), old),
    ),
  ];
  const all = groups.map((group) => compareGroup(group, graphs));
  return { messages: all.flatMap(({ messages }) => messages), added: all.flatMap(({ added }) => added) };
}

type Kind = 'webhook' | 'callback';

interface Group {
  readonly kind: Kind;
  readonly name: string;
  /** Of callbacks. */
  readonly owner: OperationParts | undefined;
  readonly old: readonly MessageParts[];
  readonly new: readonly MessageParts[];
}

type ByName = ReadonlyMap<string, readonly MessageParts[]>;

const groupsOf = (kind: Kind, old: ByName, current: ByName, owner: OperationParts | undefined): Group[] =>
  [...new Set([...old.keys(), ...current.keys()])].map((name) => ({
    ...{ kind, name, owner, old: old.get(name) ?? [], new: current.get(name) ?? [] },
  }));

function compareGroup({ kind, name, owner, old, new: current }: Group, graphs: Graphs) {
  const whose = owner === undefined ? '' : ` of ${owner.operation.method} ${owner.operation.template}`;
  const label = `${kind} ${name}${whose}`;
  const { pairs, removed, added } = pairMessages(old, current);
  const shownOf = (message: MessageParts) => `${name}${old.length + current.length > 2 ? ` (${message.method})` : ''}`;
  const described = (message: MessageParts) => ({
    label,
    names: [message.name, message.operationId].filter((each) => each !== undefined),
    callback: owner && { name, operation: owner.operation.pointer, address: message.address },
  });
  return {
    messages: [
      ...pairs.map(([one, other]): ComparedMessage => ({ ...described(one), ...compareMessage(one, other, graphs) })),
      ...removed.map((one): ComparedMessage => {
        const message = `${shownOf(one)} is gone`;
        const change: Change = { rule: `${kind}-removed`, message, old: one.part.pointer, new: undefined };
        return { ...described(one), changes: [{ change, about: { kind: 'message' } }], nodes: [] };
      }),
    ],
    added: added.map((other): AddedMessage => {
      const message = `${shownOf(other)} is new`;
      return { label, change: { rule: `${kind}-added`, message, old: undefined, new: other.part.pointer } };
    }),
  };
}

/** By address and method; where one is left on either side, it took the place of the other. */
function pairMessages(old: readonly MessageParts[], current: readonly MessageParts[]) {
  const pairs: (readonly [MessageParts, MessageParts])[] = [];
  const left = new Set(current);
  const removed: MessageParts[] = [];
  for (const one of old) {
    const other = [...left].find(({ address, method }) => address === one.address && method === one.method);
    if (other === undefined) removed.push(one);
    else pairs.push([one, other]);
    if (other !== undefined) left.delete(other);
  }
  const [one, other] = [removed[0], [...left][0]];
  if (removed.length !== 1 || left.size !== 1 || !one || !other) return { pairs, removed, added: [...left] };
  return { pairs: [...pairs, [one, other] as const], removed: [], added: [] };
}
