import { responseOfStatus } from '@stuntdouble/engine';
import type { Json, JsonObject } from '../pact/pact.ts';
import { parseJson } from './json-value.ts';
import { type Making, shownIn } from './making.ts';
import { and, byRegex, type Rule, ruleJson, textRegexOf } from './matcher.ts';
import { projectBody } from './project-body.ts';
import { headerName } from './read-fields.ts';
import { essenceOf, fieldOf, isJsonType } from './recorded-exchange.ts';
import { partsOf } from './schema-parts.ts';

export interface ResponsePart {
  readonly json: JsonObject;
  readonly shape: string;
  /** As it was answered, and as it is shown. */
  readonly body: { readonly sent: Json; readonly shown: Json } | undefined;
}

/** Known to a run, or told by the body. */
const VOLATILE = /^(?:content-(?:type|length)|date|connection|set-cookie|stunt-.*)$/i;

/** The response half of an interaction: the status, documented fields, and of a JSON body what the consumer may rely on. */
export function responsePart(making: Making, reads: ((path: readonly string[]) => boolean) | undefined): ResponsePart {
  const { answer } = making.exchange;
  const described = responseOfStatus(making.operation.model().responses, answer.status)?.response;
  const type = essenceOf(fieldOf(answer.headers, 'content-type') ?? '');
  const headers: Record<string, string[]> = {};
  const rules: Record<string, Rule> = {};
  for (const { name, schema: given, required, examples } of described?.headers ?? []) {
    const sent = fieldOf(answer.headers, name);
    // As with properties: what may be missing counts where somebody says that it is read.
    const isRead = reads?.([headerName(name)]) ?? required === true;
    if (sent === undefined || VOLATILE.test(name) || !isRead) continue;
    const schema = given === undefined ? true : making.responseSchemas.normalise(given);
    const regex = textRegexOf(partsOf(making.responseSchemas, schema, sent));
    const at = { place: `answer ${name}`, name, examples: shownIn(examples) };
    const shown = making.standIns.of(sent, making.responseSchemas, schema, at);
    headers[name] = [String(shown)];
    rules[name] = regex === undefined ? and({ match: 'type' }) : byRegex(regex);
  }
  if (type !== '' && answer.body !== '') {
    headers['Content-Type'] = [type];
    rules['Content-Type'] = byRegex(`^${type.replace(/[.+*/-]/g, '\\$&')}(?:\\s*;.*)?$`);
  }
  const body = bodyOf(making, type, reads);
  return {
    json: {
      status: answer.status,
      ...(Object.keys(headers).length > 0 && { headers }),
      ...(body && { body: { content: body.shown, contentType: type, encoded: false } }),
      matchingRules: {
        header: Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, ruleJson(rule)])),
        ...(body && {
          body: Object.fromEntries(Object.entries(body.rules).map(([path, rule]) => [path, ruleJson(rule)])),
        }),
      },
    },
    shape: [...Object.keys(headers).toSorted(), body?.shape ?? type].join(' '),
    body,
  };
}

function bodyOf(making: Making, type: string, reads: ((path: readonly string[]) => boolean) | undefined) {
  const { operation, exchange, responseSchemas, standIns, documented } = making;
  if (!isJsonType(type) || exchange.answer.body === '') return undefined;
  const contents = responseOfStatus(operation.model().responses, exchange.answer.status)?.response.contents ?? [];
  const given = (contents.find(({ mediaType }) => essenceOf(mediaType) === type) ?? contents[0])?.schema;
  const schema = given === undefined ? true : responseSchemas.normalise(given);
  const sent = parseJson(exchange.answer.body);
  const projected = projectBody(sent, schema, {
    schemas: responseSchemas,
    standIns,
    documented,
    side: 'response',
    reads,
    place: 'answer',
  });
  return { sent, shown: projected.content, rules: projected.rules, shape: projected.shape };
}
