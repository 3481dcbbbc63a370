import type { ListView, OperationView } from './fault/fault-kind.ts';
import type { Operation } from './operation.ts';
import { responseOfStatus } from './respond/choose-response.ts';
import type { Responder } from './respond/responder.ts';
import type { Schemas } from './schema/schemas.ts';
import { listPlace } from './state/infer/list-facts.ts';
import { paginationOf } from './state/infer/pagination-facts.ts';
import { successBody } from './state/infer/properties.ts';

/** What faults may ask of an operation, answered by its responder. The sampler has to be loaded before. */
export function operationView(operation: Operation, schemas: Schemas, responder: Responder): OperationView {
  const { responses } = operation.model();
  let known: { readonly list: ListView | undefined } | undefined;
  return {
    schemas,
    errorStatuses: responses.map(({ code }) => Number(code)).filter((status) => status >= 400),
    responseSchema(status, mediaType) {
      const contents = responseOfStatus(responses, status)?.response.contents ?? [];
      const wanted = essence(mediaType);
      const content =
        contents.find((one) => essence(one.mediaType) === wanted) ??
        contents.find((one) => one.mediaType.includes('*') && covers(essence(one.mediaType), wanted));
      return content?.schema;
    },
    list() {
      known ??= { list: listView(operation, schemas) };
      return known.list;
    },
    describedAnswer(status) {
      if (responseOfStatus(responses, status) === undefined) return undefined;
      const ask = { accept: undefined, preferences: { code: status }, params: {}, body: undefined };
      const responded = responder.respond(ask);
      return responded instanceof Promise || responded.kind === 'refused' ? undefined : responded.answer;
    },
  };
}

function listView(operation: Operation, schemas: Schemas): ListView | undefined {
  const body = operation.method === 'GET' ? successBody(operation, schemas) : undefined;
  const place = body && listPlace(schemas, body, undefined, 'id');
  if (body === undefined || place === undefined) return undefined;
  const { property } = place;
  return { property, pagination: paginationOf(operation.model(), schemas, body, property) };
}

/** Without parameters: `application/json; charset=utf-8` is `application/json`. */
const essence = (mediaType: string): string => (mediaType.split(';')[0] ?? '').trim().toLowerCase();

const covers = (range: string, mediaType: string): boolean =>
  range === '*/*' || mediaType.startsWith(range.slice(0, range.indexOf('*')));
