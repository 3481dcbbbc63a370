import type { Route } from './route.ts';
import { badgeRoutes } from './routes/badge-routes.ts';
import { bidirectionalRoutes } from './routes/bidirectional-routes.ts';
import { branchPactRoutes } from './routes/branch-pact-routes.ts';
import { contractRoutes } from './routes/contract-routes.ts';
import { deploymentRoutes } from './routes/deployment-routes.ts';
import { diffRoutes } from './routes/diff-routes.ts';
import { environmentRoutes } from './routes/environment-routes.ts';
import { indexRoutes } from './routes/index-routes.ts';
import { integrationRoutes } from './routes/integration-routes.ts';
import { pactRoutes } from './routes/pact-routes.ts';
import { pacticipantRoutes } from './routes/pacticipant-routes.ts';
import { providerRoutes } from './routes/provider-routes.ts';
import { providerStateRoutes } from './routes/provider-state-routes.ts';
import { resultRoutes } from './routes/result-routes.ts';
import { retentionRoutes } from './routes/retention-routes.ts';
import { tokenRoutes } from './routes/token-routes.ts';
import { verificationRoutes } from './routes/verification-routes.ts';
import { versionRoutes } from './routes/version-routes.ts';
import { webhookRoutes } from './routes/webhook-routes.ts';

/** Every address of the registry. */
export const routes: readonly Route[] = [
  ...indexRoutes,
  ...contractRoutes,
  ...pacticipantRoutes,
  ...versionRoutes,
  ...pactRoutes,
  ...branchPactRoutes,
  ...verificationRoutes,
  ...environmentRoutes,
  ...deploymentRoutes,
  ...resultRoutes,
  ...providerRoutes,
  ...providerStateRoutes,
  ...integrationRoutes,
  ...bidirectionalRoutes,
  ...diffRoutes,
  ...webhookRoutes,
  ...tokenRoutes,
  ...retentionRoutes,
  ...badgeRoutes,
];
