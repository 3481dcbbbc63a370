/** The engine's public API: documents in, answers out. */
export { compileAdmission } from './admit/admission.ts';
export { nearestMediaType, parseMediaType } from './admit/body/media-type.ts';
export { compileSecurity } from './admit/security.ts';
export { hashOf, type Random, seededRandom } from './chance/random.ts';
export { type Secrets, systemSecrets } from './chance/secrets.ts';
export { type CheckReport, checkDocument } from './check-document.ts';
export { createEngine, type Engine } from './engine.ts';
export { type CatalogueEntry, catalogue, type ErrorCode, StuntError } from './errors.ts';
export {
  type Answer,
  type Exchange,
  type HttpRequest,
  type RequestHeaders,
  type Source,
  type Violation,
  violationWords,
} from './exchange.ts';
export { describeKinds, type KindDescription } from './fault/describe-kinds.ts';
export type { Rule, RuleInput, When, Where } from './fault/rule.ts';
export type { Fixture } from './fixture.ts';
export { handle } from './handle.ts';
export type { Handler, HandlerBook, HandlerRequest, HandlerResult, HandlerState, Handlers } from './handler.ts';
export { type DeclaredLimit, declaredLimits } from './limit/declared-limits.ts';
export { loadDocument } from './load/load-document.ts';
export { locate } from './load/locate.ts';
export { createRouter, type Router } from './match/router.ts';
export type { OperationStats, SandboxStats, Stats } from './metrics/stats.ts';
export type { ApiDocument, DocumentFormat, Finding, Operation, Severity } from './operation.ts';
export type { EngineOptions, GivenFault, GivenLimits } from './options.ts';
export type { CapturedExchange } from './record/capture.ts';
export type { JournalEntry } from './record/journal.ts';
export { failureWords } from './redact/failure-words.ts';
export { responseOfStatus } from './respond/choose-response.ts';
export { contentPointer } from './respond/content-pointer.ts';
export { type ReadXml, readXml, type XmlPlace } from './respond/read-xml.ts';
export type { AuthMode, NewSandbox, SandboxCredentials, SandboxRecord } from './sandbox.ts';
export type { ReachableSandbox } from './sandbox-services.ts';
export { parseScenario, placeIn } from './scenario/parse-scenario.ts';
export type { RunStatus, Scenario } from './scenario/scenario.ts';
export { check as checkValue, isValid } from './schema/check.ts';
export { discriminated } from './schema/discriminator.ts';
export { documentPointer } from './schema/document-pointer.ts';
export type { JsonSchema, SchemaObject } from './schema/json-schema.ts';
export { loadSampler, type Sampler } from './schema/sample.ts';
export { createSchemas, type Schemas } from './schema/schemas.ts';
export { type SecurityReport, securityReport } from './security-report.ts';
export { type ReservedPath, type RunningServer, type ServerOptions, startServer } from './server.ts';
export { nearestNames } from './spelling/nearest-name.ts';
export { readFixtures } from './state/fixtures/read-fixtures.ts';
export { loadHandlers } from './state/handlers/load-handlers.ts';
export { describeState, type ResourceDescription } from './state/infer/describe-state.ts';
export { indexPaths, type PathIndex } from './state/infer/path-index.ts';
export type { Resource } from './state/resource.ts';
export { type Clock, systemClock } from './time/clock.ts';
export { DURATION_FORM, parseDuration, printDuration } from './time/duration.ts';
export type { TlsOptions } from './tls/certificates.ts';
export { type LocalAuthority, localAuthority } from './tls/local-authority.ts';
export { createSendDelivery, type SendDelivery } from './webhook/send-delivery.ts';
export { addressKind } from './webhook/target/address-kind.ts';
export { createTargetRules, type TargetRules } from './webhook/target/target-rules.ts';
export type { SignedDelivery, WebhookSettings } from './webhook/webhook.ts';
