import type { ApiDocument, Operation } from '@stuntdouble/engine';
import { compareBody, compareResponses } from './compare-bodies.ts';
import { compareLimits } from './compare-limits.ts';
import { compareLinks } from './compare-links.ts';
import { type ComparedMessages, compareMessages } from './compare-messages.ts';
import { compareParameters } from './compare-parameters.ts';
import { compareSecurity } from './compare-security.ts';
import type { ComparedOperation, PartChange } from './compared-operation.ts';
import type { Change } from './difference.ts';
import { type DocumentSide, isDeprecated, sideOf } from './document-side.ts';
import { operationKey } from './operation-key.ts';
import { type OperationParts, readOperation } from './read-operation.ts';
import { createSchemaGraph, type SchemaGraph } from './schema-graph.ts';
import type { SchemaNode, Sides } from './schema-node.ts';

/** Two documents side by side: what is in both, what only one has, and all that changed. Changes neither; judges nothing. */
export interface ComparedDocuments {
  readonly old: ApiDocument;
  readonly new: ApiDocument;
  /** All of the old document, in its order. */
  readonly operations: readonly ComparedOperation[];
  readonly added: readonly Operation[];
  /** Webhooks and callbacks. */
  readonly messages: ComparedMessages;
  /** What holds for the whole document. */
  readonly changes: readonly Change[];
  /** Nodes that changed or lead to a change: nothing else is worth a visit. */
  readonly changed: ReadonlySet<SchemaNode>;
}

export function compareDocuments(old: ApiDocument, current: ApiDocument): ComparedDocuments {
  const [oldSide, newSide] = [sideOf(old), sideOf(current)];
  const graphs = { request: graphOf('request', oldSide, newSide), response: graphOf('response', oldSide, newSide) };
  const others = new Map(current.operations.map((operation) => [operationKey(operation), operation]));
  const compared = old.operations.map((operation): ComparedOperation => {
    const before = readOperation(oldSide, operation);
    const other = others.get(operationKey(operation));
    if (other === undefined) return removedOperation(before, current);
    others.delete(operationKey(operation));
    return compareOperation(oldSide, before, newSide, readOperation(newSide, other), graphs);
  });
  const messages = compareMessages(oldSide, newSide, compared, { ...graphs, answered: newSide.request });
  return {
    ...{ messages, old, new: current, operations: compared, added: [...others.values()] },
    changes: compareBasePaths(old, current),
    changed: new Set([...graphs.request.changed(), ...graphs.response.changed()]),
  };
}

function graphOf(direction: Sides['direction'], oldSide: DocumentSide, newSide: DocumentSide): SchemaGraph {
  return createSchemaGraph({
    direction,
    old: oldSide[direction],
    new: newSide[direction],
    isDeprecated: (side, place) => isDeprecated(side === 'old' ? oldSide : newSide, place),
  });
}

function compareOperation(
  oldSide: DocumentSide,
  old: OperationParts,
  newSide: DocumentSide,
  current: OperationParts,
  graphs: { readonly request: SchemaGraph; readonly response: SchemaGraph },
): ComparedOperation {
  const parameters = compareParameters(old, current, graphs.request);
  const body = compareBody(old, current, graphs.request);
  const { responses, changes } = compareResponses(old, current, graphs.response);
  return {
    ...{ old, new: current, responses },
    parameters: parameters.nodes,
    bodies: body.nodes,
    changes: [
      ...compareHead(old, current),
      ...compareSecurity(oldSide, old, newSide, current),
      ...compareLimits(oldSide, old, newSide, current),
      ...parameters.changes,
      ...body.changes,
      ...changes,
      ...compareLinks(oldSide, old, newSide, current),
    ],
  };
}

function compareHead({ operation: old }: OperationParts, { operation: current }: OperationParts): PartChange[] {
  const at = { old: old.pointer, new: current.pointer };
  const changes: Change[] = [];
  if (!old.deprecated && current.deprecated)
    changes.push({ ...at, rule: 'operation-deprecated', message: 'it is deprecated' });
  if (old.deprecated && !current.deprecated)
    changes.push({ ...at, rule: 'operation-no-longer-deprecated', message: 'it is no longer deprecated' });
  const isNamed = ({ id }: Operation) => !id.includes(' ');
  if (old.id !== current.id && isNamed(old) && isNamed(current))
    changes.push({ ...at, rule: 'operation-id-changed', message: `it was ${old.id}, is ${current.id}` });
  return changes.map((change) => ({ change, about: { kind: 'operation' } }));
}

function removedOperation(old: OperationParts, current: ApiDocument): ComparedOperation {
  const { operation } = old;
  const moved = current.operations.find(({ id }) => id === operation.id && !id.includes(' '));
  const was = operation.deprecated ? ', which was deprecated,' : '';
  const to = moved === undefined ? '' : `; ${moved.method} ${moved.template} has its operationId`;
  const change: Change = {
    rule: 'operation-removed',
    message: `${operation.method} ${operation.template}${was} is gone${to}`,
    old: operation.pointer,
    new: undefined,
    ...(moved !== undefined && { renamed: `${moved.method} ${moved.template}` }),
  };
  const about = { kind: 'operation' } as const;
  return {
    old,
    new: undefined,
    changes: [{ change, about }],
    parameters: new Map(),
    bodies: new Map(),
    responses: new Map(),
  };
}

function compareBasePaths(old: ApiDocument, current: ApiDocument): Change[] {
  const at = { old: placeOf(old), new: placeOf(current) };
  const [before, after] = [pathsOf(old), pathsOf(current)];
  const now = after.join(', ');
  return [
    ...before
      .filter((path) => !after.includes(path))
      .map(
        (path): Change => ({ ...at, rule: 'server-base-path-removed', message: `${path} is gone; there is ${now}` }),
      ),
    ...after
      .filter((path) => !before.includes(path))
      .map((path): Change => ({ ...at, rule: 'server-base-path-added', message: `${path} is new` })),
  ];
}

/** `/` is none for the document that serves, and a path like others for those who call. */
const pathsOf = ({ basePaths }: ApiDocument): readonly string[] => (basePaths.length > 0 ? basePaths : ['/']);

const placeOf = ({ format }: ApiDocument): string => (format === 'openapi-2.0' ? '/basePath' : '/servers');
