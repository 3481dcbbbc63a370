import {
  type ApiDocument,
  contentPointer,
  createRouter,
  createSchemas,
  nearestMediaType,
  type Operation,
  parseMediaType,
  responseOfStatus,
} from '@stuntdouble/engine';
import { type Alternative, alternativesOf, type Place } from '../compare/alternatives.ts';
import { itemPlaces, placesOf } from '../compare/read-value.ts';
import type { HttpInteraction, Json, PactBody } from '../pact/pact.ts';

/** A field that an interaction uses, and all places where the document declares it, whichever alternative is meant. */
export interface UsedField {
  readonly part: 'request' | 'response';
  readonly path: readonly string[];
  readonly value: Json;
  readonly pointers: readonly string[];
  /** Whether the object around it is open on purpose: then nothing promises the field, and nothing denies it. */
  readonly isOpen: boolean;
}

export function operationOf(document: ApiDocument, { request }: HttpInteraction): Operation | undefined {
  const match = createRouter(document.operations, document.basePaths).match(request.method, request.path);
  return match.kind === 'matched' ? match.operation : undefined;
}

export function usedFields(
  document: ApiDocument,
  operation: Operation,
  { request, response }: HttpInteraction,
): UsedField[] {
  const model = operation.model();
  const answered = responseOfStatus(model.responses, response.status)?.response;
  const sent = contentFor(model.request?.body?.contents ?? [], request.body);
  const read = contentFor(answered?.contents ?? [], response.body);
  const found: UsedField[] = [];
  const collect = (part: UsedField['part'], schema: unknown, pointer: string, body: PactBody | undefined): void => {
    if (schema === undefined || !body || !('json' in body.content)) return;
    const schemas = createSchemas(document.root, document.dialect, part);
    const visit = (places: readonly Place[], value: Json, path: readonly string[]): void => {
      if (typeof value !== 'object' || value === null) return;
      const alternatives = alternativesOf(schemas, places, value);
      const conjuncts = alternatives.flat();
      // An alternative that declares nothing takes whatever is broken in another.
      const takesAny = (alternative: Alternative) => alternative.every(({ schema }) => schema.properties === undefined);
      if (!Array.isArray(value) && alternatives.length > 1 && alternatives.some(takesAny)) return;
      const isOpen = conjuncts.some(
        ({ schema: { additionalProperties } }) =>
          additionalProperties === true || typeof additionalProperties === 'object',
      );
      for (const [name, member] of Object.entries(value)) {
        const below = conjuncts.flatMap((conjunct) =>
          Array.isArray(value) ? itemPlaces(conjunct, Number(name), schemas) : placesOf(conjunct, name),
        );
        if (below.length === 0) continue;
        const pointers = [...new Set(below.map((place) => place.pointer))];
        if (!Array.isArray(value) && pointers.every((each) => /\/properties\/[^/]*$/.test(each)))
          found.push({ part, path: [...path, name], value: member, pointers, isOpen });
        visit(below, member, [...path, name]);
      }
    };
    visit([{ schema: schemas.normalise(schema), pointer }], body.content.json, []);
  };
  if (response.status < 400 && sent && document.dialect !== 'oas2')
    collect(
      'request',
      sent.schema,
      `${operation.pointer}/requestBody/content/${escaped(sent.mediaType)}/schema`,
      request.body,
    );
  if (answered && read)
    collect(
      'response',
      read.schema,
      `${contentPointer(operation.pointer, document.dialect, answered.code, read.mediaType)}/schema`,
      response.body,
    );
  return found;
}

export const escaped = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

function contentFor<T extends { readonly mediaType: string }>(
  contents: readonly T[],
  body: PactBody | undefined,
): T | undefined {
  const sent = parseMediaType(body?.contentType ?? '');
  return sent && nearestMediaType(sent, contents);
}
