import type { JsonObject } from '../../pact/pact.ts';
import type { PublishedPact, Verification } from '../read/pacts.ts';
import { verificationsWhere } from '../read/pacts.ts';
import type { EventLog } from '../record/log.ts';
import { ensureVersion } from './ensure.ts';

export interface VerificationToPublish {
  /** Of the provider. */
  readonly version: string;
  readonly success: boolean;
  readonly wip: boolean;
  readonly buildUrl: string | null;
  readonly details: JsonObject;
}

/** Keeps what came of running a provider against a content: for every version of the consumer that has published it. */
export function publishVerification(log: EventLog, pact: PublishedPact, result: VerificationToPublish): Verification {
  return log.transaction(() => {
    const { version, success, wip, buildUrl, details } = result;
    ensureVersion(log, pact.provider, version);
    log.record({
      type: 'verification-published',
      consumer: pact.consumer,
      provider: pact.provider,
      hash: pact.hash,
      providerVersion: version,
      success,
      wip,
      buildUrl,
      detailsHash: log.keep(JSON.stringify(details)),
    });
    const [stored] = verificationsWhere(
      log.tables,
      'r.pact_version_id = ? ORDER BY r.id DESC LIMIT 1',
      pact.pactVersionId,
    );
    if (stored === undefined) throw new Error('a verification is gone within its transaction');
    return stored;
  });
}
