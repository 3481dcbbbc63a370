import type { Json, JsonObject } from '../../../pact/pact.ts';
import { publishVerification } from '../../publish/publish-verification.ts';
import { findPacticipant } from '../../read/pacticipants.ts';
import {
  findPactByHash,
  type PublishedPact,
  pactsWhere,
  type Verification,
  verificationsWhere,
} from '../../read/pacts.ts';
import { findVersion } from '../../read/versions.ts';
import type { EventLog } from '../../record/log.ts';
import { noticesFor, shortDescription } from '../../selection/notices.ts';
import { decodeMetadata, encodeMetadata } from '../../selection/pact-metadata.ts';
import { type PactToVerify, pactsToVerify } from '../../selection/pacts-to-verify.ts';
import { readSelectors } from '../../selection/selector.ts';
import { type Links, pactHref, pairHref, versionHref } from '../links.ts';
import { isoTime } from '../resources/iso-time.ts';
import { pactName, pactVersionHref } from '../resources/pact-resource.ts';
import { type Call, created, type Hal, invalid, notFound, ok, type Reply, type Route } from '../route.ts';

const FOR_VERIFICATION = '/pacts/provider/:provider/for-verification';
const CONTENT = '/pacts/provider/:provider/consumer/:consumer/pact-version/:hash';

/** What a provider has to verify, and what came of it. */
export const verificationRoutes: readonly Route[] = [
  { method: 'GET', path: FOR_VERIFICATION, handle: toVerify },
  { method: 'POST', path: FOR_VERIFICATION, handle: toVerify },
  { method: 'POST', path: `${CONTENT}/verification-results`, handle: withContent(publish) },
  { method: 'POST', path: `${CONTENT}/metadata/:metadata/verification-results`, handle: withContent(publish) },
  { method: 'GET', path: `${CONTENT}/verification-results/:number`, handle: withContent(show) },
  { method: 'GET', path: '/verification-results/consumer/:consumer/version/:version/latest', handle: latestOfConsumer },
];

function toVerify({ body, part, log, links }: Call): Reply {
  const provider = part('provider');
  if (findPacticipant(log.tables, provider) === undefined)
    return notFound(`There is no pacticipant ${provider}: no consumer has published a pact with it yet.`);
  const branch = textOf(body.providerVersionBranch);
  const read = readSelectors(body.consumerVersionSelectors, branch);
  const wipSince = dateIn(body.includeWipPactsSince);
  const errors = {
    ...(read.kind === 'invalid' && { consumerVersionSelectors: read.errors }),
    ...(wipSince === null && { includeWipPactsSince: ['is no date: 2026-01-31 is expected'] }),
  };
  if (read.kind === 'invalid' || wipSince === null) return invalid(errors);
  const version = { provider, branch, tags: textsOf(body.providerVersionTags) };
  const includePending = body.includePendingStatus === true || body.includePendingStatus === 'true';
  const found = pactsToVerify(log.tables, { ...version, selectors: read.selectors, includePending, wipSince });
  return ok({
    _embedded: {
      pacts: found.map((each) => ({
        shortDescription: shortDescription(each),
        verificationProperties: {
          ...(each.pending !== undefined && { pending: each.pending }),
          ...(each.wip && { wip: true }),
          notices: noticesFor(each, version),
        },
        _links: { self: { href: verifyHref(links, each), name: pactName(each.pact) } },
      })),
    },
    _links: { self: { href: links.to('pacts', 'provider', provider, 'for-verification'), title: 'Pacts to verify' } },
  });
}

const verifyHref = (links: Links, { pact, selected, wip }: PactToVerify): string =>
  `${pactVersionHref(links, pact)}/metadata/${encodeMetadata({ wip, versions: [...new Set(selected.map((each) => each.pact.version))] })}`;

const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const textsOf = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((each: Json) => typeof each === 'string') : [];

/** @returns null where it is none */
function dateIn(value: Json | undefined): number | null | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

function withContent(then: (call: Call, pact: PublishedPact) => Reply): Route['handle'] {
  return (call) => {
    const [consumer, provider, hash] = [call.part('consumer'), call.part('provider'), call.part('hash')];
    const pact = findPactByHash(call.log.tables, { consumer, provider, hash });
    if (pact !== undefined) return then(call, pact);
    return notFound(`There is no pact between ${consumer} and ${provider} with the content ${hash}.`);
  };
}

function publish({ body, log, links, part }: Call, pact: PublishedPact): Reply {
  const { success, providerApplicationVersion: version, buildUrl } = body;
  const errors: Record<string, string[]> = {};
  if (typeof success !== 'boolean') errors.success = ['must be true or false'];
  if (typeof version !== 'string' || version.trim() === '') errors.providerApplicationVersion = ['is missing'];
  if (typeof success !== 'boolean' || typeof version !== 'string' || Object.keys(errors).length > 0)
    return invalid(errors);
  const metadata = decodeMetadata(part('metadata'));
  const verification = publishVerification(log, pact, {
    version,
    success,
    wip: metadata.wip,
    buildUrl: typeof buildUrl === 'string' ? buildUrl : null,
    details: detailsIn(body),
  });
  return created(resource(log, links, pact, verification), resultHref(links, pact, verification));
}

const detailsIn = ({ verifiedBy, testResults, executionDate }: JsonObject): JsonObject => ({
  ...(verifiedBy !== undefined && { verifiedBy }),
  ...(testResults !== undefined && { testResults }),
  ...(executionDate !== undefined && { executionDate }),
});

function show({ log, links, part }: Call, pact: PublishedPact): Reply {
  const number = part('number');
  const [verification] =
    number === 'latest'
      ? verificationsWhere(log.tables, 'r.pact_version_id = ? ORDER BY r.id DESC LIMIT 1', pact.pactVersionId)
      : verificationsWhere(log.tables, 'r.pact_version_id = ? AND r.number = ?', pact.pactVersionId, Number(number));
  if (verification === undefined) return notFound(`There is no verification result ${number} of this pact.`);
  return ok(resource(log, links, pact, verification));
}

const resultHref = (links: Links, pact: PublishedPact, { number }: Verification): string =>
  pairHref(links, pact, 'pact-version', pact.hash, 'verification-results', String(number));

function resource(log: EventLog, links: Links, pact: PublishedPact, verification: Verification): Hal {
  const { success, providerVersion, buildUrl, createdAt, number } = verification;
  const details: unknown = JSON.parse(log.content(verification.detailsHash) ?? '{}');
  return {
    success,
    providerApplicationVersion: providerVersion,
    ...(buildUrl !== undefined && { buildUrl }),
    ...(typeof details === 'object' && details !== null && details),
    verifiedAt: isoTime(createdAt),
    _links: {
      self: {
        title: 'Verification result',
        name: `Verification result ${number} of ${pactName(pact)}`,
        href: resultHref(links, pact, verification),
      },
      'pb:pact-version': { title: 'Pact', name: pactName(pact), href: pactHref(links, pact) },
      'pb:provider-version': {
        title: 'Provider version',
        name: providerVersion,
        href: versionHref(links, pact.provider, providerVersion),
      },
    },
  };
}

function latestOfConsumer({ log, links, part }: Call): Reply {
  const [consumer, number] = [part('consumer'), part('version')];
  const version = findVersion(log.tables, consumer, number);
  if (version === undefined) return notFound(`There is no version ${number} of ${consumer}.`);
  const latest = verificationsWhere(
    log.tables,
    `r.id IN (SELECT max(l.id) FROM verifications l JOIN pacts k ON k.pact_version_id = l.pact_version_id
       WHERE k.version_id = ? GROUP BY l.pact_version_id)`,
    version.id,
  );
  const published = pactsWhere(log.tables, 'k.version_id = ?', version.id);
  const pacts = latest.flatMap((verification) => {
    const pact = published.find(({ pactVersionId }) => pactVersionId === verification.pactVersionId);
    return pact === undefined ? [] : [{ pact, verification }];
  });
  return ok({
    success: pacts.length > 0 && pacts.every(({ verification }) => verification.success),
    _embedded: { verificationResults: pacts.map(({ pact, verification }) => resource(log, links, pact, verification)) },
    _links: { self: { href: links.to('verification-results', 'consumer', consumer, 'version', number, 'latest') } },
  });
}
