import type { Change } from './difference.ts';
import type { OperationParts } from './read-operation.ts';
import type { SchemaNode } from './schema-node.ts';

/** An operation of the old document beside that of the new one, part by part. */
export interface ComparedOperation {
  readonly old: OperationParts;
  /** Undefined where it is gone. */
  readonly new: OperationParts | undefined;
  readonly changes: readonly PartChange[];
  /** By `in name`. */
  readonly parameters: ReadonlyMap<string, SchemaNode>;
  /** By media type. */
  readonly bodies: ReadonlyMap<string, SchemaNode>;
  /** By status of the old document. */
  readonly responses: ReadonlyMap<string, ComparedResponse>;
}

export interface ComparedResponse {
  readonly contents: ReadonlyMap<string, SchemaNode>;
  readonly headers: ReadonlyMap<string, SchemaNode>;
}

/** A change of a part as such, not of a schema in it. */
export interface PartChange<Part = About> {
  readonly change: Change;
  readonly about: Part;
}

export type About =
  | { readonly kind: 'operation' }
  | { readonly kind: 'parameter'; readonly in: string; readonly name: string }
  | { readonly kind: 'body' }
  | { readonly kind: 'body-type'; readonly type: string }
  | { readonly kind: 'response'; readonly status: string }
  | { readonly kind: 'response-type'; readonly status: string; readonly type: string }
  | { readonly kind: 'header'; readonly status: string; readonly name: string }
  /** `target` is the pointer of the operation that it led to, in the old document. */
  | { readonly kind: 'link'; readonly status: string; readonly name: string; readonly target: string | undefined };

/** For a person: `query parameter page`, `response 200 application/json`. */
export function partText(about: About): string {
  switch (about.kind) {
    case 'operation':
      return '';
    case 'parameter':
      return `${about.in} parameter ${about.name}`;
    case 'body':
      return 'request body';
    case 'body-type':
      return `request body ${about.type}`;
    case 'response':
      return `response ${about.status}`;
    case 'response-type':
      return `response ${about.status} ${about.type}`;
    case 'header':
      return `response ${about.status} header ${about.name}`;
    case 'link':
      return `response ${about.status} link ${about.name}`;
  }
}
