import type { JsonSchema, Schemas } from '@stuntdouble/engine';
import { type Making, schemaOf, shownIn, textOf } from './making.ts';
import { and, byRegex, type Rule, textRegexOf } from './matcher.ts';
import { essenceOf, fieldOf } from './recorded-exchange.ts';
import { itemOf, literalsOf, partsOf, propertyOf, typesOf } from './schema-parts.ts';

/** The declared query parameters and header fields of a request, with stand-ins. What the document does not declare is left out. */
export interface Texts {
  readonly values: Record<string, string[]>;
  readonly rules: Record<string, Rule>;
}

/** Fields that only one run knows a right value of, or that belong to the client's library. */
const VOLATILE = /^(?:if-(?:none-)?match|if-(?:un)?modified-since|if-range|range|prefer|traceparent|tracestate|date)$/i;

export function queryOf(making: Making): Texts & { features: string[] } {
  const values: Record<string, string[]> = {};
  const rules: Record<string, Rule> = {};
  const features = new Set<string>();
  const declared = making.operation.model().request?.query ?? [];
  const asked = new URLSearchParams(making.exchange.request.target.split('?')[1] ?? '');
  asked.sort();
  for (const [sentName, sent] of asked) {
    const [, base = '', inner] = /^([^[]*)(?:\[([^\]]*)\])?$/.exec(sentName) ?? [];
    const parameter = declared.find(({ name }) => name === sentName || name === base);
    if (parameter === undefined) continue;
    const whole = schemaOf(making, parameter.schema);
    const schema = innerSchema(making.requestSchemas, whole, parameter.name === sentName ? undefined : inner);
    if (schema === undefined) continue;
    const parts = partsOf(making.requestSchemas, schema, sent);
    const shown = textOf(making, sent, schema, {
      place: `query ${sentName}`,
      name: base,
      examples: sentName === parameter.name ? shownIn(parameter.examples) : [],
    });
    values[sentName] = [...(values[sentName] ?? []), shown];
    const regex = textRegexOf(parts);
    rules[sentName] = regex === undefined ? and({ match: 'type' }) : byRegex(regex);
    // Another choice of a list is another question.
    features.add(literalsOf(parts) ? `${sentName}=${shown}` : sentName);
  }
  return { values, rules, features: [...features].toSorted() };
}

/** Of `filter[state]` the property, of `ids` and `ids[]` the item, else the parameter's own; undefined where nothing declares it. */
function innerSchema(schemas: Schemas, whole: JsonSchema, inner: string | undefined): JsonSchema | undefined {
  const parts = partsOf(schemas, whole, null);
  if (inner) return propertyOf(schemas, parts, inner);
  return typesOf(parts)?.has('array') ? (itemOf(schemas, parts, 0) ?? true) : whole;
}

export function headersOf(making: Making): Texts & { etag: string | undefined } {
  const values: Record<string, string[]> = {};
  const rules: Record<string, Rule> = {};
  const { operation, exchange } = making;
  let etag: string | undefined;
  for (const { name, schema: given, required, examples } of operation.model().request?.headers ?? []) {
    const sent = fieldOf(exchange.request.headers, name);
    if (sent === undefined || /^(?:authorization|content-type|accept)$/i.test(name)) continue;
    const isCondition = conditionOf(making) === name.toLowerCase();
    if (VOLATILE.test(name) && !required && !isCondition) continue;
    const schema = schemaOf(making, given);
    const regex = textRegexOf(partsOf(making.requestSchemas, schema, sent));
    values[name] = [textOf(making, sent, schema, { place: `header ${name}`, name, examples: shownIn(examples) })];
    rules[name] = regex === undefined ? and({ match: 'type' }) : byRegex(regex);
    if (isCondition) etag = values[name]?.[0];
  }
  const accepted = acceptOf(making);
  if (accepted !== undefined) values.Accept = [accepted];
  return { values, rules, etag };
}

/** The condition that the answer met: what it names is the ETag that the item has. */
function conditionOf({ exchange, isOfItem }: Making): string | undefined {
  const { status } = exchange.answer;
  if (!isOfItem) return undefined;
  return status === 304 ? 'if-none-match' : status < 300 ? 'if-match' : undefined;
}

/** The media type of the answer, where the client asked for it by name. */
function acceptOf({ exchange }: Making): string | undefined {
  const asked = fieldOf(exchange.request.headers, 'accept')?.split(',').map(essenceOf) ?? [];
  const answered = essenceOf(fieldOf(exchange.answer.headers, 'content-type') ?? '');
  return answered !== '' && asked.includes(answered) ? answered : undefined;
}
