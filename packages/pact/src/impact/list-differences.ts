import { type ApiDocument, locate } from '@stuntdouble/engine';
import type { ComparedDocuments } from './compare-documents.ts';
import { messagePartText } from './compared-message.ts';
import { type About, type ComparedOperation, partText } from './compared-operation.ts';
import type { Change, Difference, Location, Use } from './difference.ts';
import { severityOf } from './rules.table.ts';
import type { SchemaNode } from './schema-node.ts';

/** All differences, each once, with every place that uses it: a schema that a hundred operations share changed once. */
export function listDifferences(compared: ComparedDocuments): Difference[] {
  const found = new Map<string, { readonly change: Change; readonly uses: Use[] }>();
  const add = (change: Change, use: Use): void => {
    const key = identityOf(change);
    const known = found.get(key) ?? { change, uses: [] };
    found.set(key, known);
    known.uses.push(use);
  };
  for (const change of compared.changes) add(change, nowhere);
  for (const operation of compared.operations) addOperation(operation, compared.changed, add);
  addMessages(compared, add);
  for (const { method, template, id, pointer } of compared.added) {
    const change: Change = {
      rule: 'operation-added',
      message: `${method} ${template} is new`,
      ...{ old: undefined, new: pointer },
    };
    add(change, { operation: `${method} ${template}`, operationId: id, part: '', field: '' });
  }
  return [...found.values()].map(({ change, uses }) => ({
    rule: change.rule,
    severity: severityOf(change.rule),
    message: change.message,
    old: locationOf(compared.old, change.old),
    new: locationOf(compared.new, change.new),
    ...(change.renamed !== undefined && { renamed: change.renamed }),
    uses,
  }));
}

const nowhere: Use = { operation: undefined, operationId: undefined, part: '', field: '' };

export const identityOf = ({ rule, old, new: current, message }: Change): string =>
  [rule, old ?? '', current ?? '', message].join('\n');

/** The same of a difference. */
export const differenceKey = ({ rule, old, new: current, message }: Difference): string =>
  identityOf({ rule, message, old: old?.pointer, new: current?.pointer });

type Add = (change: Change, use: Use) => void;

function addOperation(compared: ComparedOperation, changed: ReadonlySet<SchemaNode>, add: Add): void {
  const { method, template, id } = compared.old.operation;
  const use = (about: About, field: string): Use => ({
    ...{ operation: `${method} ${template}`, operationId: id },
    ...{ part: partText(about), field },
  });
  for (const { change, about } of compared.changes) add(change, use(about, ''));
  const walk = (node: SchemaNode, about: About) =>
    walkChanges(node, changed, (change, field) => add(change, use(about, field)));
  for (const [key, node] of compared.parameters) {
    const [place = '', ...name] = key.split(' ');
    walk(node, { kind: 'parameter', in: place, name: name.join(' ') });
  }
  for (const [type, node] of compared.bodies) walk(node, { kind: 'body-type', type });
  for (const [status, { contents, headers }] of compared.responses) {
    for (const [type, node] of contents) walk(node, { kind: 'response-type', status, type });
    for (const [name, node] of headers) walk(node, { kind: 'header', status, name });
  }
}

function addMessages({ messages: { messages, added }, changed }: ComparedDocuments, add: Add): void {
  const use = (operation: string, part: string, field: string): Use => ({
    ...{ operation, operationId: undefined, part, field },
  });
  for (const { label, changes, nodes } of messages) {
    for (const { change, about } of changes) add(change, use(label, messagePartText(about), ''));
    for (const { node, about } of nodes)
      walkChanges(node, changed, (change, field) => add(change, use(label, messagePartText(about), field)));
  }
  for (const { label, change } of added) add(change, use(label, '', ''));
}

/** Every changed node below once, by the first way that leads there: circles end. */
export function walkChanges(
  root: SchemaNode,
  changed: ReadonlySet<SchemaNode>,
  visit: (change: Change, field: string) => void,
): void {
  const seen = new Set<SchemaNode>();
  const queue: (readonly [SchemaNode, string])[] = [[root, '']];
  for (let index = 0; index < queue.length; index += 1) {
    const [node, field] = queue[index] ?? [root, ''];
    if (seen.has(node) || !changed.has(node)) continue;
    seen.add(node);
    for (const change of node.changes) visit(change, change.field === undefined ? field : below(field, change.field));
    for (const [name, child] of node.properties) queue.push([child, below(field, name)]);
    for (const child of node.items) queue.push([child, `${field}[]`]);
    for (const child of node.additional) queue.push([child, below(field, '*')]);
    for (const child of node.variants) queue.push([child, field]);
  }
}

export const below = (field: string, name: string): string => (field === '' ? name : `${field}.${name}`);

function locationOf(document: ApiDocument, pointer: string | undefined): Location | undefined {
  if (pointer === undefined) return undefined;
  const { file, line } = locate(document, pointer) ?? {};
  return { pointer, ...(file !== undefined && { file }), ...(line !== undefined && { line }) };
}
