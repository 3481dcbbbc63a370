import type { IHttpOperation } from '@stoplight/types';

/** One operation of a document as it is indexed at load: cheap names only. What costs is behind `model()` and in the plan. */
export interface Operation {
  /** The operationId, or `GET /orders/{id}` where the document gives none. */
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  /** The path template as the document writes it, without the base path. */
  readonly template: string;
  /** JSON pointer of the operation in its document, without `#`: `/paths/~1orders/get`. */
  readonly pointer: string;
  readonly tags: readonly string[];
  readonly summary: string | undefined;
  readonly deprecated: boolean;
  /** Whether the operation calls the client back; prism-http does that. */
  readonly hasCallbacks?: boolean;
  /** The operation in the model of http-spec, `$ref`s of schemas kept; transformed on the first call, then remembered. */
  model(): IHttpOperation;
}

/** How a description writes schemas: decides what `nullable`, `exclusiveMinimum: true` and siblings of `$ref` mean. */
export type SchemaDialect = 'oas2' | 'oas3.0' | 'json-schema';

export type DocumentFormat = 'openapi-2.0' | 'openapi-3.0' | 'openapi-3.1' | 'openapi-3.2' | 'postman-2';

export interface Webhook {
  readonly name: string;
  readonly method: string;
  readonly pointer: string;
}

export interface SecuritySchemeSummary {
  readonly name: string;
  /** `apiKey in header X-Api-Key`, `http bearer`, `oauth2`, … */
  readonly kind: string;
}

/** A loaded description: read, bundled and indexed; nothing compiled. */
export interface ApiDocument {
  /** Short name for messages: the file's name, or what `stunt.yaml` calls it. */
  readonly name: string;
  /** Path or URL it was read from. */
  readonly source: string;
  /** Everything that was read for it, paths absolute, the document itself first. */
  readonly files: readonly string[];
  readonly format: DocumentFormat;
  readonly dialect: SchemaDialect;
  readonly title: string;
  readonly version: string;
  /** The document with everything external bundled in; `$ref`s are local pointers into it. Never changed after load. */
  readonly root: unknown;
  /** Paths under which the operations are served beside the bare one: `/v1`. Never ends in `/`. */
  readonly basePaths: readonly string[];
  readonly operations: readonly Operation[];
  readonly webhooks: readonly Webhook[];
  readonly mediaTypes: readonly string[];
  readonly securitySchemes: readonly SecuritySchemeSummary[];
  readonly findings: readonly Finding[];
}

export type Severity = 'error' | 'warning' | 'info';

/** Something the operator should know about a document. `error` means that some answer or request cannot be right. */
export interface Finding {
  readonly severity: Severity;
  /** Words in upper case, listed in docs/errors.md: `SPEC_REF_UNRESOLVED`. */
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** JSON pointer into `file`, without `#`. */
  readonly pointer?: string;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
}
