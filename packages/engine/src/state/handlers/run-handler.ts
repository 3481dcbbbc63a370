import type { Answer } from '../../exchange.ts';
import type { Handler, HandlerBook, HandlerResult } from '../../handler.ts';
import { fieldValue, isFieldName } from '../../header/field-value.ts';
import type { Operation } from '../../operation.ts';
import { failureWords } from '../../redact/failure-words.ts';
import { schemaOf } from '../../respond/body-source.ts';
import { chooseContent, responseOfStatus } from '../../respond/choose-response.ts';
import type { Responded, Responder } from '../../respond/responder.ts';
import { isJson } from '../../respond/serialise.ts';
import { check } from '../../schema/check.ts';
import { pointerOf } from '../../schema/pointer.ts';
import { loadSampler } from '../../schema/sample.ts';
import type { Schemas } from '../../schema/schemas.ts';
import type { Clock } from '../../time/clock.ts';
import type { DocumentState, StateCall, StateOperation } from '../state.ts';
import { HandlerFlaw } from './handler-flaw.ts';
import { handlerState } from './handler-state.ts';

export interface HandlerSettings {
  readonly book: HandlerBook;
  readonly schemas: Schemas;
  clockOf(sandbox: string): Clock;
  stateOf(): DocumentState | undefined;
  responderOf(operation: Operation): Responder;
  readonly onLog: (line: string, error?: unknown) => void;
}

/**
 * Asks the handler of an operation before anything else answers. What it says is held to the document as all answers are; what
 * goes wrong in it is a 500 that names file and operation, and nothing else of it.
 */
export function withHandler(
  operation: Operation,
  inner: StateOperation | undefined,
  settings: HandlerSettings,
): StateOperation {
  return {
    ...(inner?.hasEarlier && { hasEarlier: inner.hasEarlier }),
    answer(sandbox, request, values, ask, damage) {
      const found = settings.book.of(operation.id);
      if (found === undefined) return inner?.answer(sandbox, request, values, ask, damage);
      const call = { sandbox, request, values, ask, damage };
      const usual = async () =>
        (await inner?.answer(sandbox, request, values, ask, damage)) ?? settings.responderOf(operation).respond(ask);
      return run(operation, found.handler, call, settings)
        .then(
          (result) => (result === undefined ? usual() : answered(operation, result, call, settings.schemas)),
          (error: unknown) => failed(error),
        )
        .catch(failed);

      function failed(error: unknown): Responded {
        const reason = error instanceof HandlerFlaw ? error.message : 'it has thrown an error: the log says where';
        const detail = error instanceof HandlerFlaw ? reason : failureWords(error);
        settings.onLog(`handlers: ${operation.id} in ${found?.file} failed: ${detail}`, error);
        const refusal = { code: 'HANDLER_FAILED', file: found?.file ?? '', operation: operation.id, reason } as const;
        return { kind: 'refused', refusal };
      }
    },
  };
}

async function run(
  operation: Operation,
  handler: Handler,
  call: StateCall,
  { clockOf, stateOf }: HandlerSettings,
): Promise<HandlerResult | undefined> {
  await loadSampler();
  const { path: params, query, body } = call.values;
  return handler({
    params,
    query,
    headers: call.request.headers,
    body,
    state: handlerState(stateOf(), operation, call),
    clock: { now: () => clockOf(call.sandbox).now() },
    respond: (status: number, content?: unknown, headers?: Readonly<Record<string, string>>) => ({
      status,
      body: content,
      headers,
    }),
  });
}

function answered(operation: Operation, result: HandlerResult, call: StateCall, schemas: Schemas): Responded {
  const { status, headers = {}, body } = result;
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new HandlerFlaw(`status is ${JSON.stringify(status)}; allowed: 200 to 599`);
  const own: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (!isFieldName(name)) throw new HandlerFlaw(`${JSON.stringify(name)} is no name of a header field`);
    if (!/^(content-length|transfer-encoding|connection|stunt-source)$/i.test(name))
      own.push(name, fieldValue(String(value)));
  }
  const type = own[own.findIndex((name, at) => at % 2 === 0 && name.toLowerCase() === 'content-type') + 1];
  const named = own.some((name, at) => at % 2 === 0 && name.toLowerCase() === 'content-type') ? type : undefined;
  const sent = body === undefined || status === 204 || status === 304 ? undefined : contentOf(body);
  const described = responseOfStatus(operation.model().responses, status)?.response;
  const chosen = described && chooseContent(described, call.ask.accept);
  const content = chosen?.kind === 'content' ? chosen.content : undefined;
  if (sent?.isValue && content !== undefined && isJson(content.mediaType)) {
    const schema = schemaOf(content, schemas);
    const [flaw] = schema === undefined ? [] : check(schemas, schema, JSON.parse(Buffer.from(sent.bytes).toString()));
    if (flaw)
      throw new HandlerFlaw(
        `its body does not fit the schema of ${status}: ${pointerOf(flaw.path) || 'it'} ${flaw.message}`,
      );
  }
  const fallback = sent?.isValue && content && isJson(content.mediaType) ? content.mediaType : sent?.mediaType;
  const answer: Answer = {
    status,
    headers: [
      ...own,
      ...(sent && named === undefined ? ['Content-Type', fieldValue(fallback ?? '')] : []),
      ...(status === 204 || status === 304 ? [] : ['Content-Length', String(sent?.bytes.length ?? 0)]),
      ...['Stunt-Source', 'stored'],
    ],
    body: sent?.bytes,
    source: 'stored',
  };
  return { kind: 'answered', answer };
}

function contentOf(body: unknown): {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly isValue: boolean;
} {
  if (body instanceof Uint8Array) return { bytes: body, mediaType: 'application/octet-stream', isValue: false };
  if (typeof body === 'string')
    return { bytes: Buffer.from(body), mediaType: 'text/plain; charset=utf-8', isValue: false };
  const text: string | undefined = JSON.stringify(body);
  if (text === undefined)
    throw new HandlerFlaw(`its body is a ${typeof body}; allowed: what JSON can say, a text, bytes`);
  return { bytes: Buffer.from(text), mediaType: 'application/json', isValue: true };
}
