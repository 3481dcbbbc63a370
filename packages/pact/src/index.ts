/** Everything about contracts between consumers and providers. */
export { type ContractArchive, readArchive } from './broker/archive/archive.ts';
export { exportArchive } from './broker/archive/export-archive.ts';
export { type ImportReport, importArchive } from './broker/archive/import-archive.ts';
export { pactWithoutIds } from './broker/archive/without-ids.ts';
export { type BrokerClient, connectBroker } from './broker/broker-client.ts';
export type { Notice } from './broker/broker-failure.ts';
export { type BrokerSettings, brokerSettings } from './broker/broker-settings.ts';
export {
  askMatrix,
  type MatrixAnswer,
  type MatrixQuestion,
  type MatrixRow,
  type MatrixSelector,
} from './broker/can-i-deploy.ts';
export {
  type DeployedVersion,
  type Environment,
  environmentNamed,
  listEnvironments,
  recordDeployment,
  recordEnd,
  recordRelease,
  versionsIn,
} from './broker/deployments.ts';
export {
  type ListedPact,
  type ListedVersion,
  latestPactsOf,
  listLatestPacts,
  listPacticipants,
  listVersions,
  type Pacticipant,
  pactNamed,
} from './broker/list-contents.ts';
export { mergePacts } from './broker/merge-pacts.ts';
export {
  type BrokerPact,
  consumerVersionOf,
  pactIn,
  pactsAt,
  pactsForVerification,
} from './broker/pacts-for-verification.ts';
export {
  type ComparedPact,
  publishComparisons,
  publishedAs,
  publishProviderDocument,
} from './broker/publish-bidirectional.ts';
export { type Published, publishPacts } from './broker/publish-pacts.ts';
export { announceVersion, publishResults } from './broker/publish-results.ts';
export { comparePacts } from './compare/compare-pacts.ts';
export { documentHash } from './compare/document-hash.ts';
export type { CompareCode, ComparedInteraction, CompareFinding, Comparison } from './compare/finding.ts';
export { openDocument } from './compare/open-document.ts';
export { type PactCatalogueEntry, PactError, type PactErrorCode, pactCatalogue } from './errors.ts';
export { contractsFromBroker } from './impact/contracts-from-broker.ts';
export { contractsFromFiles, type DeployedContract } from './impact/deployed-contract.ts';
export type { Difference, Location, Use } from './impact/difference.ts';
export { type Impact, impactOf, openComparable } from './impact/impact.ts';
export type { PartnerFinding, PartnerImpact, Verdict } from './impact/partner-impact.ts';
export { type RuleId, rules, type Severity } from './impact/rules.table.ts';
export { matchRequest, type SentRequest } from './match/match-request.ts';
export type {
  HttpInteraction,
  Interaction,
  Json,
  JsonObject,
  MatchingRule,
  MatchingRules,
  MessageInteraction,
  Pact,
  PactBody,
  PactRequest,
  PactResponse,
  ProviderState,
} from './pact/pact.ts';
export { type PactFile, readPactFiles } from './pact/pact-files.ts';
export { pactOf, readPact } from './pact/read-pact.ts';
export type { OfferedField, OperationUse, PayloadReport, PersonalField } from './payload/payload-report.ts';
export { payloadUse, topmostUnused } from './payload/payload-use.ts';
export { checkProvider, type ProviderCheckOptions } from './provider-check/check-provider.ts';
export type { CheckedOperation, ProviderReport, SentCase } from './provider-check/provider-report.ts';
export { type LeftOutReason, leftOutReasons } from './record/leave-out.ts';
export { type ReadFields, readFields } from './record/read-fields.ts';
export { type Recording, type RecordOptions, recordPact } from './record/record-pact.ts';
export type { RecordedExchange } from './record/recorded-exchange.ts';
export { type WriteOptions, type Written, writeRecording } from './record/write-recording.ts';
export { type Administration, administer } from './registry/administer.ts';
export { type HandedAnswer, type HandedRequest, plainHeaders } from './registry/mount/handed-request.ts';
export { runRegistryWorker } from './registry/mount/run-registry-worker.ts';
export type { FromWorker, ToWorker, WorkerStart } from './registry/mount/worker-messages.ts';
export type { RetentionPlan, RetentionRules } from './registry/retention/retain.ts';
export { type RegistryOptions, type RunningRegistry, startRegistry } from './registry/start-registry.ts';
export type { Grant } from './registry/tokens/grant.ts';
export { type NeededState, neededStates } from './verify/needed-states.ts';
export { probeStates } from './verify/probe-states.ts';
export type {
  InteractionVerification,
  PactToVerify,
  PactVerification,
  Verification,
  VerificationProblem,
} from './verify/verification.ts';
export { type VerifyOptions, verifyPacts } from './verify/verify-pacts.ts';
