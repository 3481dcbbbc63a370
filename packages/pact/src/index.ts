/** Everything about contracts between consumers and providers. */

export { type ContractArchive, readArchive } from './broker/archive/archive.ts';
export { exportArchive } from './broker/archive/export-archive.ts';
export { type ImportReport, importArchive } from './broker/archive/import-archive.ts';
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
export { type BrokerPact, consumerVersionOf, pactIn, pactsForVerification } from './broker/pacts-for-verification.ts';
export { type Published, publishPacts } from './broker/publish-pacts.ts';
export { publishResults } from './broker/publish-results.ts';
export { type PactCatalogueEntry, PactError, type PactErrorCode, pactCatalogue } from './errors.ts';
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
export { type RegistryOptions, type RunningRegistry, startRegistry } from './registry/start-registry.ts';
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
