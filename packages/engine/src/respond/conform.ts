import type { IHttpOperationResponse } from '@stoplight/types';
import type { Answer } from '../exchange.ts';
import { repair } from '../schema/repair.ts';
import type { Sampler } from '../schema/sample.ts';
import type { Schemas } from '../schema/schemas.ts';
import { responseOfStatus } from './choose-response.ts';
import { isJson } from './serialise.ts';

/** Holds an answer that was made elsewhere to the document: a JSON body that violates its schema is repaired, all else stays. */
export function conform(
  responses: readonly IHttpOperationResponse[],
  schemas: Schemas,
  answer: Answer,
  sample: Sampler,
): Answer {
  const mediaType = headerOf(answer, 'content-type');
  const contents = responseOfStatus(responses, answer.status)?.response.contents ?? [];
  const schema = contents.find((content) => content.mediaType === mediaType)?.schema;
  if (answer.body === undefined || mediaType === undefined || schema === undefined || !isJson(mediaType)) return answer;
  const repaired = repair(schemas, schemas.normalise(schema), JSON.parse(Buffer.from(answer.body).toString()), {
    seed: 1,
    sample,
  });
  if ('unsatisfiable' in repaired || repaired.changes.length === 0) return answer;
  const body = Buffer.from(JSON.stringify(repaired.value));
  const headers = answer.headers.map((text, index) =>
    index % 2 === 1 && answer.headers[index - 1]?.toLowerCase() === 'content-length' ? String(body.length) : text,
  );
  return { ...answer, headers, body };
}

function headerOf(answer: Answer, name: string): string | undefined {
  const index = answer.headers.findIndex((text, at) => at % 2 === 0 && text.toLowerCase() === name);
  return index === -1 ? undefined : answer.headers[index + 1];
}
