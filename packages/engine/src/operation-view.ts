import type { OperationView } from './fault/fault-kind.ts';
import type { Operation } from './operation.ts';
import { responseOfStatus } from './respond/choose-response.ts';
import type { Responder } from './respond/responder.ts';
import type { Schemas } from './schema/schemas.ts';

/** What faults may ask of an operation, answered by its responder. The sampler has to be loaded before. */
export function operationView(operation: Operation, schemas: Schemas, responder: Responder): OperationView {
  const { responses } = operation.model();
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
    describedAnswer(status) {
      if (responseOfStatus(responses, status) === undefined) return undefined;
      const ask = { accept: undefined, preferences: { code: status }, params: {}, body: undefined };
      const responded = responder.respond(ask);
      return responded instanceof Promise || responded.kind === 'refused' ? undefined : responded.answer;
    },
  };
}

/** Without parameters: `application/json; charset=utf-8` is `application/json`. */
const essence = (mediaType: string): string => (mediaType.split(';')[0] ?? '').trim().toLowerCase();

const covers = (range: string, mediaType: string): boolean =>
  range === '*/*' || mediaType.startsWith(range.slice(0, range.indexOf('*')));
