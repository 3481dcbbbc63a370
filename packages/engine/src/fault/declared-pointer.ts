import type { Answer } from '../exchange.ts';
import { declaredPath } from '../schema/declared-path.ts';
import { pointerOf, pointerTokens } from '../schema/pointer.ts';
import { headerOf } from './answer-parts.ts';
import type { OperationView } from './fault-kind.ts';

/**
 * A place in an answer as the journal may have it: in the names of the document, `*` for an index and for every other name.
 * What an answer holds may have come from a client.
 */
export function declaredPointer(
  pointer: string,
  answer: Answer | undefined,
  operation: OperationView | undefined,
): string {
  const path = pointerTokens(pointer);
  const mediaType = answer && headerOf(answer, 'Content-Type');
  if (answer === undefined || operation === undefined || mediaType === undefined) return pointerOf(path.map(() => '*'));
  const [essence = ''] = mediaType.split(';');
  const schema =
    operation.responseSchema(answer.status, mediaType) ?? operation.responseSchema(answer.status, essence.trim());
  return pointerOf(declaredPath(operation.schemas, schema, path));
}
