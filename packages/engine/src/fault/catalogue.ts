import type { FaultKind } from './fault-kind.ts';
import { answer } from './kinds/answer.ts';
import { driftFault } from './kinds/drift.ts';
import { empty } from './kinds/empty.ts';
import { emptyBody } from './kinds/empty-body.ts';
import { errorIn200 } from './kinds/error-in-200.ts';
import { garbage } from './kinds/garbage.ts';
import { hang } from './kinds/hang.ts';
import { idleClose } from './kinds/idle-close.ts';
import { latency } from './kinds/latency.ts';
import { lostWrite } from './kinds/lost-write.ts';
import { malformed } from './kinds/malformed.ts';
import { oversize } from './kinds/oversize.ts';
import { pagination } from './kinds/pagination.ts';
import { rateLimit } from './kinds/rate-limit.ts';
import { redirectLoop } from './kinds/redirect-loop.ts';
import { refuse } from './kinds/refuse.ts';
import { reset } from './kinds/reset.ts';
import { slowBody } from './kinds/slow-body.ts';
import { slowHeaders } from './kinds/slow-headers.ts';
import { stale } from './kinds/stale.ts';
import { stallBody } from './kinds/stall-body.ts';
import { status } from './kinds/status.ts';
import { tls } from './kinds/tls.ts';
import { tokenExpired } from './kinds/token-expired.ts';
import { tokenRevoked } from './kinds/token-revoked.ts';
import { truncate } from './kinds/truncate.ts';
import { webhook } from './kinds/webhook.ts';
import { wrongEncoding } from './kinds/wrong-encoding.ts';
import { wrongMediaType } from './kinds/wrong-media-type.ts';

/** Every kind of fault there is, in the order in which it is printed. A kind that is not in this list does not exist. */
export const faultKinds: readonly FaultKind<unknown>[] = [
  latency,
  hang,
  status,
  rateLimit,
  answer,
  refuse,
  reset,
  empty,
  garbage,
  idleClose,
  slowHeaders,
  slowBody,
  stallBody,
  truncate,
  malformed,
  wrongMediaType,
  wrongEncoding,
  emptyBody,
  errorIn200,
  oversize,
  driftFault,
  pagination,
  redirectLoop,
  tls,
  tokenExpired,
  tokenRevoked,
  lostWrite,
  stale,
  webhook,
];

export const faultKindOf = (name: string): FaultKind<unknown> | undefined =>
  faultKinds.find(({ kind }) => kind === name);
