import type { HttpInteraction, Json, PactBody, PactRequest, PactResponse } from '../pact/pact.ts';
import { responseFor } from './compare-bodies.ts';
import { type About, type ComparedOperation, partText } from './compared-operation.ts';
import { bodyValue, contentFor, contentTypes, headersOf, valueIn } from './contract-parts.ts';
import type { Met } from './join-contract.ts';
import { walkChanges } from './list-differences.ts';
import type { Direction, SchemaNode } from './schema-node.ts';
import { walkValue } from './walk-value.ts';

/** Which changes of schemas an interaction meets: with what it sends, and with what it reads. */
export function meetSchemas(
  operation: ComparedOperation,
  interaction: HttpInteraction,
  changed: ReadonlySet<SchemaNode>,
): Met[] {
  const met: Met[] = [];
  const walk = (node: SchemaNode | undefined, value: Json | undefined, about: About, direction: Direction): void => {
    if (node === undefined || value === undefined) return;
    walkValue(node, value, direction, changed, (change, field) =>
      met.push({ change, part: partText(about), field, isRead: direction === 'response' }),
    );
  };
  if (!expectsRefusal(interaction)) walkRequest(operation, interaction, walk);
  walkResponse(operation, interaction, walk);
  const unread = (body: PactBody | undefined, node: SchemaNode | undefined, about: About): void => {
    if (body === undefined || bodyValue(body) !== undefined || node === undefined) return;
    const because = `what the contract has as ${body.contentType ?? 'a body without a type'} is not read`;
    walkChanges(node, changed, (change, field) => met.push({ change, part: partText(about), field, because }));
  };
  const { request, response } = interaction;
  if (!expectsRefusal(interaction)) unread(request.body, ...bodyOf(operation, request));
  unread(response.body, ...answerOf(operation, response));
  return met;
}

type Walk = (node: SchemaNode | undefined, value: Json | undefined, about: About, direction: Direction) => void;

/** What is sent wrong on purpose says nothing of what is right. */
const expectsRefusal = ({ response: { status } }: HttpInteraction): boolean => status === 400 || status === 422;

type Body = readonly [SchemaNode | undefined, About];

function bodyOf({ bodies }: ComparedOperation, request: PactRequest): Body {
  const [type = ''] = contentTypes(request);
  return [contentFor(request, bodies), { kind: 'body-type', type }];
}

function answerOf({ responses }: ComparedOperation, response: PactResponse): Body {
  const status = String(response.status);
  const [type = ''] = contentTypes(response);
  const contents = responseFor(responses, status)?.contents;
  return [contents && contentFor(response, contents), { kind: 'response-type', status, type }];
}

function walkRequest(operation: ComparedOperation, { request }: HttpInteraction, walk: Walk): void {
  const { parameters } = operation;
  const [node, about] = bodyOf(operation, request);
  walk(node, bodyValue(request.body), about, 'request');
  const headers = headersOf(request);
  for (const [key, node] of parameters) {
    const [place = '', ...rest] = key.split(' ');
    const name = rest.join(' ');
    const values = place === 'query' ? (request.query[name] ?? request.query[`${name}[]`]) : headers.get(name);
    if (!['query', 'header'].includes(place) || values === undefined) continue;
    const isList = values.length > 1 || node.items.length > 0;
    const read = isList ? values.flatMap((value) => value.split(',')).map(valueIn) : valueIn(values[0] ?? '');
    walk(node, read, { kind: 'parameter', in: place, name }, 'request');
  }
}

function walkResponse(operation: ComparedOperation, { response }: HttpInteraction, walk: Walk): void {
  const status = String(response.status);
  const compared = responseFor(operation.responses, status);
  if (compared === undefined) return;
  const [node, about] = answerOf(operation, response);
  walk(node, bodyValue(response.body), about, 'response');
  for (const [name, values] of headersOf(response))
    walk(compared.headers.get(name), valueIn(values[0] ?? ''), { kind: 'header', status, name }, 'response');
}
