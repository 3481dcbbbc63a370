import type { About, ComparedResponse, PartChange } from './compared-operation.ts';
import type { Change } from './difference.ts';
import type { BodyPart, ContentPart, OperationParts, ResponsePart } from './read-operation.ts';
import type { RuleId } from './rules.table.ts';
import type { SchemaGraph } from './schema-graph.ts';
import type { SchemaNode } from './schema-node.ts';

/** What changed in request bodies and responses: whether they are there, and in which media types. */

export function compareBody(
  old: OperationParts,
  current: OperationParts,
  graph: SchemaGraph,
): { readonly changes: PartChange[]; readonly nodes: Map<string, SchemaNode> } {
  const [one, other] = [old.body, current.body];
  if (one === undefined || other === undefined) return { changes: bodyPresence(old, current), nodes: new Map() };
  const at = { old: one.pointer, new: other.pointer };
  const changes: PartChange[] = [];
  const add = (rule: RuleId, message: string) =>
    changes.push({ change: { ...at, rule, message }, about: { kind: 'body' } });
  if (!one.required && other.required) add('request-body-became-required', 'it was optional, is required');
  if (one.required && !other.required) add('request-body-became-optional', 'it was required, is optional');
  const contents = compareContents(one, other, graph, (type): About => ({ kind: 'body-type', type }), 'request');
  return { changes: [...changes, ...contents.changes], nodes: contents.nodes };
}

function bodyPresence(old: OperationParts, current: OperationParts): PartChange[] {
  const [one, other] = [old.body, current.body];
  const pointers = { old: one?.pointer ?? old.part.pointer, new: other?.pointer ?? current.part.pointer };
  if (one === undefined && other === undefined) return [];
  const change: Change =
    other === undefined
      ? { ...pointers, rule: 'request-body-removed', message: 'it is gone' }
      : {
          ...pointers,
          rule: other.required ? 'request-required-body-added' : 'request-body-added',
          message: `it is new${other.required ? ' and required' : ''}`,
        };
  return [{ change, about: { kind: 'body' } }];
}

type Contents = Pick<BodyPart, 'pointer' | 'contents'>;

export function compareContents<Part>(
  old: Contents,
  current: Contents,
  graph: SchemaGraph,
  about: (type: string) => Part,
  of: 'request' | 'response' | 'message',
): { readonly changes: PartChange<Part>[]; readonly nodes: Map<string, SchemaNode> } {
  const nodes = new Map<string, SchemaNode>();
  const changes: PartChange<Part>[] = [];
  for (const [type, content] of old.contents) {
    const other = contentFor(current, type);
    if (other === undefined) {
      const rest = [...current.contents.keys()].join(', ') || 'nothing';
      const change: Change = {
        rule: `${of}-media-type-removed`,
        message: `${type} is gone; there is ${rest}`,
        ...{ old: content.pointer, new: current.pointer },
      };
      changes.push({ change, about: about(type) });
    } else if (content.places.length > 0 && other.places.length > 0)
      nodes.set(type, graph.node(content.places, other.places));
  }
  for (const [type, content] of current.contents) {
    if (contentFor(old, type) !== undefined) continue;
    const change: Change = {
      rule: `${of}-media-type-added`,
      message: `${type} is new`,
      ...{ old: old.pointer, new: content.pointer },
    };
    changes.push({ change, about: about(type) });
  }
  return { changes, nodes };
}

const contentFor = ({ contents }: Contents, type: string): ContentPart | undefined =>
  contents.get(type) ?? contents.get(`${type.split('/')[0]}/*`) ?? contents.get('*/*');

export function compareResponses(
  old: OperationParts,
  current: OperationParts,
  graph: SchemaGraph,
): { readonly changes: PartChange[]; readonly responses: Map<string, ComparedResponse> } {
  const changes: PartChange[] = [];
  const responses = new Map<string, ComparedResponse>();
  for (const [status, response] of old.responses) {
    const other = responseFor(current.responses, status);
    if (other === undefined) {
      changes.push(statusChange('removed', status, response.pointer, current.part.pointer));
      continue;
    }
    const compared = compareResponse(status, response, other, graph);
    changes.push(...compared.changes);
    responses.set(status, compared.response);
  }
  for (const [status, response] of current.responses)
    if (responseFor(old.responses, status) === undefined)
      changes.push(statusChange('added', status, old.part.pointer, response.pointer));
  return { changes, responses };
}

/** The status itself, else its range, else the default. */
export function responseFor<Response>(responses: ReadonlyMap<string, Response>, status: string): Response | undefined {
  return responses.get(status) ?? responses.get(`${status[0]}XX`) ?? responses.get('default');
}

function statusChange(how: 'removed' | 'added', status: string, old: string, current: string): PartChange {
  const isSuccess = /^[23]/.test(status);
  const rule: RuleId = isSuccess ? `response-success-status-${how}` : `response-status-${how}`;
  const message = how === 'removed' ? `the response ${status} is gone` : `the response ${status} is new`;
  return { change: { rule, message, old, new: current }, about: { kind: 'response', status } };
}

function compareResponse(status: string, old: ResponsePart, current: ResponsePart, graph: SchemaGraph) {
  const about: About = { kind: 'response', status };
  const at = { old: old.pointer, new: current.pointer };
  const headers = compareHeaders(status, old, current, graph);
  if (old.contents.size > 0 && current.contents.size === 0) {
    const change: Change = { ...at, rule: 'response-body-removed', message: 'it has no body any more' };
    return {
      changes: [...headers.changes, { change, about }],
      response: { contents: new Map(), headers: headers.nodes },
    };
  }
  if (old.contents.size === 0 && current.contents.size > 0) {
    const change: Change = { ...at, rule: 'response-body-added', message: 'it has a body' };
    return {
      changes: [...headers.changes, { change, about }],
      response: { contents: new Map(), headers: headers.nodes },
    };
  }
  const of = (type: string): About => ({ kind: 'response-type', status, type });
  const { changes, nodes } = compareContents(old, current, graph, of, 'response');
  return { changes: [...headers.changes, ...changes], response: { contents: nodes, headers: headers.nodes } };
}

function compareHeaders(status: string, old: ResponsePart, current: ResponsePart, graph: SchemaGraph) {
  const changes: PartChange[] = [];
  const nodes = new Map<string, SchemaNode>();
  const add = (name: string, rule: RuleId, message: string, one: string, other: string) =>
    changes.push({ change: { rule, message, old: one, new: other }, about: { kind: 'header', status, name } });
  for (const [name, header] of old.headers) {
    const other = current.headers.get(name);
    if (other === undefined) {
      const rule = header.required ? 'response-required-header-removed' : 'response-header-removed';
      add(name, rule, 'it is gone', header.pointer, current.pointer);
      continue;
    }
    if (header.places.length > 0 && other.places.length > 0) nodes.set(name, graph.node(header.places, other.places));
    if (header.required && !other.required)
      add(name, 'response-header-became-optional', 'it was required, is optional', header.pointer, other.pointer);
  }
  for (const [name, header] of current.headers)
    if (!old.headers.has(name)) add(name, 'response-header-added', 'it is new', old.pointer, header.pointer);
  return { changes, nodes };
}
