/** The engine's public API: documents in, answers out. */

export { type Secrets, systemSecrets } from './chance/secrets.ts';
export { type CheckReport, checkDocument } from './check-document.ts';
export { createEngine, type Engine } from './engine.ts';
export { type CatalogueEntry, catalogue, type ErrorCode, StuntError } from './errors.ts';
export type { Answer, Exchange, HttpRequest, RequestHeaders, Source, Violation } from './exchange.ts';
export { describeKinds, type KindDescription } from './fault/describe-kinds.ts';
export type { RuleInput, When, Where } from './fault/rule.ts';
export type { Fixture } from './fixture.ts';
export { handle } from './handle.ts';
export type {
  Handler,
  HandlerBook,
  HandlerRequest,
  HandlerResult,
  HandlerState,
  Handlers,
} from './handler.ts';
export { loadDocument } from './load/load-document.ts';
export type { OperationStats, SandboxStats, Stats } from './metrics/stats.ts';
export type { ApiDocument, DocumentFormat, Finding, Operation, Severity } from './operation.ts';
export type { EngineOptions, GivenFault, GivenLimits } from './options.ts';
export type { JournalEntry } from './record/journal.ts';
export { failureWords } from './redact/failure-words.ts';
export type { AuthMode, NewSandbox, SandboxRecord } from './sandbox.ts';
export type { ReachableSandbox } from './sandbox-services.ts';
export { parseScenario, placeIn } from './scenario/parse-scenario.ts';
export type { RunStatus, Scenario } from './scenario/scenario.ts';
export { type SecurityReport, securityReport } from './security-report.ts';
export { type RunningServer, type ServerOptions, startServer } from './server.ts';
export { describeState, type ResourceDescription } from './state/describe-state.ts';
export { readFixtures } from './state/fixtures/read-fixtures.ts';
export { loadHandlers } from './state/handlers/load-handlers.ts';
export { type Clock, systemClock } from './time/clock.ts';
export { parseDuration, printDuration } from './time/duration.ts';
export type { TlsOptions } from './tls/certificates.ts';
export { createSendDelivery, type SendDelivery } from './webhook/send-delivery.ts';
export { addressKind } from './webhook/target/address-kind.ts';
export { createTargetRules, type TargetRules } from './webhook/target/target-rules.ts';
export type { SignedDelivery, WebhookSettings } from './webhook/webhook.ts';
