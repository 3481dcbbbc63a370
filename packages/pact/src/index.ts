/** Everything about contracts between consumers and providers. */
export { type PactCatalogueEntry, PactError, type PactErrorCode, pactCatalogue } from './errors.ts';
export { contractsFromFiles, type DeployedContract } from './impact/deployed-contract.ts';
export type { Difference, Location, Use } from './impact/difference.ts';
export { type Impact, impactOf, openComparable } from './impact/impact.ts';
export type { PartnerFinding, PartnerImpact, Verdict } from './impact/partner-impact.ts';
export { type RuleId, rules, type Severity } from './impact/rules.table.ts';
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
