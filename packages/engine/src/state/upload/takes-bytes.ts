import type { Operation } from '../../operation.ts';
import { usualResponse } from '../../respond/choose-response.ts';
import { isJson } from '../../respond/serialise.ts';

/** Which operations answer and take bytes, judged by their media types alone. */

/** Whether its answer is bytes and never JSON. */
export function answersBytes(operation: Operation): boolean {
  const contents = usualResponse(operation.model().responses)?.response.contents ?? [];
  return contents.length > 0 && contents.every(({ mediaType }) => !isStructured(mediaType));
}

export function takesBytes(operation: Operation): boolean {
  return mediaTypesOf(operation).some((mediaType) => isForm(mediaType) || !isStructured(mediaType));
}

/** Whether a form with files may come. */
export const takesForms = (operation: Operation): boolean => mediaTypesOf(operation).some(isForm);

const mediaTypesOf = (operation: Operation): readonly string[] =>
  (operation.model().request?.body?.contents ?? []).map(({ mediaType }) => mediaType);

const isForm = (mediaType: string): boolean => /^multipart\/form-data/i.test(mediaType);
const isStructured = (mediaType: string): boolean =>
  isJson(mediaType) || /x-www-form-urlencoded|^multipart\/|[+/]xml|^text\/html/i.test(mediaType);
