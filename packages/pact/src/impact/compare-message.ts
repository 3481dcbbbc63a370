import type { Schemas } from '@stuntdouble/engine';
import { compareContents, responseFor } from './compare-bodies.ts';
import { isList } from './compare-parameters.ts';
import type { AboutMessage, ComparedMessage, MessageNode } from './compared-message.ts';
import type { PartChange } from './compared-operation.ts';
import type { MessageParts } from './read-message.ts';
import type { ParameterPart, ResponsePart } from './read-operation.ts';
import type { RuleId } from './rules.table.ts';
import type { SchemaGraph } from './schema-graph.ts';
import { viewOf } from './schema-view.ts';

/**
 * What changed in one webhook or callback. What the provider sends is read by partners: a field less breaks. What partners answer
 * is read by the provider: more that is required breaks.
 */

export interface Graphs {
  readonly request: SchemaGraph;
  readonly response: SchemaGraph;
  /** Of the new document, in the direction of requests. */
  readonly answered: Schemas;
}

type Found = Pick<ComparedMessage, 'changes' | 'nodes'>;
type Pointers = { readonly old: string; readonly new: string };

export function compareMessage(old: MessageParts, current: MessageParts, graphs: Graphs): Found {
  const found = [
    compareBody(old, current, graphs),
    compareFields(old, current, graphs),
    compareAnswers(old, current, graphs),
  ];
  return {
    changes: [...compareHead(old, current), ...found.flatMap(({ changes }) => changes)],
    nodes: found.flatMap(({ nodes }) => nodes),
  };
}

const changeOf = (about: AboutMessage, rule: RuleId, message: string, at: Pointers): PartChange<AboutMessage> => ({
  change: { ...at, rule, message },
  about,
});

const placesOf = (old: MessageParts, current: MessageParts): Pointers => ({
  old: old.part.pointer,
  new: current.part.pointer,
});

function compareHead(old: MessageParts, current: MessageParts): PartChange<AboutMessage>[] {
  const at = placesOf(old, current);
  const changes: PartChange<AboutMessage>[] = [];
  if (old.method !== current.method) {
    const message = `${old.name} was sent by ${old.method}, is sent by ${current.method}`;
    changes.push(changeOf({ kind: 'message' }, 'message-method-changed', message, at));
  }
  if (old.address !== current.address) {
    const message = `${old.name} was sent to ${old.address}, is sent to ${current.address}`;
    changes.push(changeOf({ kind: 'address' }, 'callback-address-changed', message, at));
  }
  return changes;
}

function compareBody(old: MessageParts, current: MessageParts, { response: graph }: Graphs): Found {
  const [one, other] = [old.body, current.body];
  const places = placesOf(old, current);
  const at = { old: one?.pointer ?? places.old, new: other?.pointer ?? places.new };
  const tell = (rule: RuleId, message: string) => [changeOf({ kind: 'payload' }, rule, message, at)];
  if (one === undefined)
    return { changes: other === undefined ? [] : tell('message-body-added', 'it has a body'), nodes: [] };
  if (other === undefined) return { changes: tell('message-body-removed', 'it has no body any more'), nodes: [] };
  const about = (type: string): AboutMessage => ({ kind: 'payload-type', type });
  const { changes, nodes } = compareContents(one, other, graph, about, 'message');
  const presence = [
    ...(one.required && !other.required ? tell('message-body-became-optional', 'it may have no body') : []),
    ...(!one.required && other.required ? tell('message-body-became-required', 'it always has a body') : []),
  ];
  return {
    changes: [...presence, ...changes],
    nodes: [...nodes].map(([type, node]) => ({ about: about(type), node })),
  };
}

/** Header fields and parameters: those that every message had are relied on. */
function compareFields(old: MessageParts, current: MessageParts, { response: graph }: Graphs): Found {
  const places = placesOf(old, current);
  const changes: PartChange<AboutMessage>[] = [];
  const nodes: MessageNode[] = [];
  for (const [key, one] of old.parameters) {
    const about = aboutField(one);
    const other = current.parameters.get(key);
    const at = { old: one.pointer, new: other?.pointer ?? places.new };
    const add = (rule: RuleId, message: string) => changes.push(changeOf(about, rule, message, at));
    if (other === undefined) {
      add(one.required ? 'message-required-parameter-removed' : 'message-parameter-removed', 'it is gone');
      continue;
    }
    if (one.places.length > 0 && other.places.length > 0)
      nodes.push({ about, node: graph.node(one.places, other.places) });
    if (one.required && !other.required) add('message-parameter-became-optional', 'it was required, is optional');
    if (!one.required && other.required) add('message-parameter-became-required', 'it was optional, is required');
    if (one.style !== other.style && [one, other].every(isList))
      add('message-parameter-style-changed', `it was ${one.style}, is ${other.style}`);
  }
  for (const [key, other] of current.parameters)
    if (!old.parameters.has(key))
      changes.push(
        changeOf(aboutField(other), 'message-parameter-added', 'it is new', { old: places.old, new: other.pointer }),
      );
  return { changes, nodes };
}

const aboutField = ({ in: place, name }: ParameterPart): AboutMessage => ({ kind: 'parameter', in: place, name });

function compareAnswers(old: MessageParts, current: MessageParts, graphs: Graphs): Found {
  const places = placesOf(old, current);
  const found: Found[] = [];
  const status = (how: 'added' | 'removed', code: string, at: Pointers) => {
    const rule: RuleId = /^[23]/.test(code) ? `answer-success-status-${how}` : `answer-status-${how}`;
    const message = `the answer ${code} is ${how === 'added' ? 'new' : 'gone'}`;
    found.push({ changes: [changeOf({ kind: 'answer', status: code }, rule, message, at)], nodes: [] });
  };
  for (const [code, answer] of old.answers) {
    const other = responseFor(current.answers, code);
    if (other === undefined) status('removed', code, { old: answer.pointer, new: places.new });
    else found.push(compareAnswer(code, answer, other, graphs));
  }
  for (const [code, answer] of current.answers)
    if (responseFor(old.answers, code) === undefined) status('added', code, { old: places.old, new: answer.pointer });
  return { changes: found.flatMap(({ changes }) => changes), nodes: found.flatMap(({ nodes }) => nodes) };
}

function compareAnswer(status: string, old: ResponsePart, current: ResponsePart, graphs: Graphs): Found {
  const at = { old: old.pointer, new: current.pointer };
  const tell = (rule: RuleId, message: string) => changeOf({ kind: 'answer', status }, rule, message, at);
  const headers = compareAnswerHeaders(status, old, current, graphs);
  if (old.contents.size > 0 && current.contents.size === 0)
    return { ...headers, changes: [...headers.changes, tell('answer-body-removed', 'it needs no body any more')] };
  if (old.contents.size === 0 && current.contents.size > 0) {
    const fields = requiredFields(current, graphs.answered);
    const rule = fields.length > 0 ? 'answer-required-body-added' : 'answer-body-added';
    const message =
      fields.length > 0 ? `it has to have a body with ${fields.join(', ')}` : 'it is described with a body';
    return { ...headers, changes: [...headers.changes, tell(rule, message)] };
  }
  const about = (type: string): AboutMessage => ({ kind: 'answer-type', status, type });
  const { changes, nodes } = compareContents(old, current, graphs.request, about, 'request');
  return {
    changes: [...headers.changes, ...changes],
    nodes: [...headers.nodes, ...[...nodes].map(([type, node]) => ({ about: about(type), node }))],
  };
}

/** What a body must have whatever its media type. Documents cannot say that an answer needs a body: only its fields can. */
function requiredFields({ contents }: ResponsePart, schemas: Schemas): string[] {
  const each = [...contents.values()].map(({ places }) => [...viewOf(places, schemas).required]);
  return (each[0] ?? []).filter((name) => each.every((names) => names.includes(name)));
}

function compareAnswerHeaders(status: string, old: ResponsePart, current: ResponsePart, graphs: Graphs): Found {
  const changes: PartChange<AboutMessage>[] = [];
  const nodes: MessageNode[] = [];
  for (const name of new Set([...old.headers.keys(), ...current.headers.keys()])) {
    const about: AboutMessage = { kind: 'answer-header', status, name };
    const [one, other] = [old.headers.get(name), current.headers.get(name)];
    const at = { old: one?.pointer ?? old.pointer, new: other?.pointer ?? current.pointer };
    const add = (rule: RuleId, message: string) => changes.push(changeOf(about, rule, message, at));
    if (other === undefined) add('answer-header-removed', 'it is gone');
    else if (one === undefined)
      add(
        other.required ? 'answer-required-header-added' : 'answer-header-added',
        `it is new${other.required ? ' and required' : ''}`,
      );
    else {
      if (one.places.length > 0 && other.places.length > 0)
        nodes.push({ about, node: graphs.request.node(one.places, other.places) });
      if (!one.required && other.required) add('answer-header-became-required', 'it was optional, is required');
      if (one.required && !other.required) add('answer-header-became-optional', 'it was required, is optional');
    }
  }
  return { changes, nodes };
}
