import { type DocumentSide, isTree, operationPart, type Part, partAt, partsIn } from './document-side.ts';
import {
  type BodyPart,
  type OperationParts,
  type ParameterPart,
  parametersOf,
  type ResponsePart,
  readBody,
  readParameter,
  readResponses,
} from './read-operation.ts';
import { escapeToken } from './schema-view.ts';

/**
 * A request that the provider makes of itself: a webhook, or a callback of an operation. Directions are turned round: its body and
 * parameters are read by partners, as answers are, and what partners answer is read by the provider, as requests are.
 */
export interface MessageParts {
  readonly name: string;
  readonly operationId: string | undefined;
  /** Upper case. */
  readonly method: string;
  /** The expression that says where a callback goes: `{$request.body#/callbackUrl}`. */
  readonly address: string | undefined;
  readonly part: Part;
  /** By `in name`, header names in lower case. */
  readonly parameters: ReadonlyMap<string, ParameterPart>;
  readonly body: BodyPart | undefined;
  /** What partners answer, by status. */
  readonly answers: ReadonlyMap<string, ResponsePart>;
}

/** By name: under one there may be several methods. */
export function webhooksOf(side: DocumentSide): ReadonlyMap<string, readonly MessageParts[]> {
  const all = side.document.webhooks.map(({ name, method, pointer }) =>
    readMessage(side, partAt(side, pointer) ?? { tree: {}, pointer }, { name, method, address: undefined }),
  );
  return Map.groupBy(all, ({ name }) => name);
}

/** By name: one may go to several addresses, and by several methods. */
export function callbacksOf(
  side: DocumentSide,
  { operation }: Pick<OperationParts, 'operation'>,
): ReadonlyMap<string, readonly MessageParts[]> {
  if (!operation.hasCallbacks) return new Map();
  const callbacks = [...partsIn(side, operationPart(side, operation), 'callbacks')];
  return new Map(callbacks.map(([name, callback]) => [name, messagesIn(side, name, callback)]));
}

function messagesIn(side: DocumentSide, name: string, callback: Part): MessageParts[] {
  return Object.keys(callback.tree).flatMap((address) => {
    const item = address.startsWith('x-') ? undefined : partAt(side, `${callback.pointer}/${escapeToken(address)}`);
    return METHODS.flatMap((method) => {
      const part = isTree(item?.tree[method]) ? partAt(side, `${item?.pointer}/${method}`) : undefined;
      return part === undefined ? [] : [readMessage(side, part, { name, method: method.toUpperCase(), address })];
    });
  });
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

function readMessage(
  side: DocumentSide,
  part: Part,
  named: Pick<MessageParts, 'name' | 'method' | 'address'>,
): MessageParts {
  const parameters = [...parametersOf(side, part)].map(
    ([key, each]) => [key, readParameter(side, each, 'response')] as const,
  );
  const { operationId } = part.tree;
  return {
    ...named,
    part,
    operationId: typeof operationId === 'string' ? operationId : undefined,
    parameters: new Map(parameters),
    body: readBody(side, part, 'response'),
    answers: readResponses(side, part, 'request'),
  };
}
