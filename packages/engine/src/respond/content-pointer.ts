import type { SchemaDialect } from '../operation.ts';
import { escapeToken } from '../schema/pointer.ts';

/** Where the content of a response stands in the document; OpenAPI 2 has its one schema in the response itself. */
export function contentPointer(operation: string, dialect: SchemaDialect, status: string, mediaType: string): string {
  const response = `${operation}/responses/${escapeToken(status)}`;
  return dialect === 'oas2' ? response : `${response}/content/${escapeToken(mediaType)}`;
}
