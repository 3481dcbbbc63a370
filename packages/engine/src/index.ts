/** The engine's public API: documents in, answers out. */
export { type CheckReport, checkDocument } from './check-document.ts';
export { createEngine, type Engine } from './engine.ts';
export { type CatalogueEntry, catalogue, type ErrorCode, StuntError } from './errors.ts';
export type { Answer, Exchange, HttpRequest, RequestHeaders, Source, Violation } from './exchange.ts';
export { handle } from './handle.ts';
export { loadDocument } from './load/load-document.ts';
export type { ApiDocument, DocumentFormat, Finding, Operation, Severity } from './operation.ts';
export type { EngineOptions } from './options.ts';
export type { JournalEntry } from './record/journal.ts';
export { type RunningServer, type ServerOptions, startServer } from './server.ts';
export type { TlsOptions } from './tls/certificates.ts';
