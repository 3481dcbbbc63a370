import { askMatrix, type MatrixAnswer } from '../../matrix/ask-matrix.ts';
import { type MatrixQuestion, readQuestion } from '../../matrix/question.ts';
import type { MatrixRow } from '../../matrix/rows.ts';
import { type Links, pactHref, pacticipantHref, pairHref, versionHref } from '../links.ts';
import { isoTime } from '../resources/iso-time.ts';
import { matrixVersion } from '../resources/matrix-version.ts';
import { type Call, type Hal, invalid, ok, type Reply, type Route } from '../route.ts';

/** Whether versions go together. */
export const resultRoutes: readonly Route[] = [
  { method: 'GET', path: '/matrix', handle: matrix },
  { method: 'GET', path: '/can-i-deploy', handle: canIDeploy },
  { method: 'GET', path: '/matrix/provider/:provider/consumer/:consumer', handle: ofPair },
];

function matrix(call: Call): Reply {
  const read = readQuestion(call.query);
  return read.kind === 'invalid' ? invalid(read.errors) : answer(call, read.question);
}

/** The short form: one version, and where it is to go. */
function canIDeploy(call: Call): Reply {
  const { query } = call;
  const [pacticipant, version, to, environment] = ['pacticipant', 'version', 'to', 'environment'].map((name) =>
    query.get(name),
  );
  if (!pacticipant || !version) return invalid({ [pacticipant ? 'version' : 'pacticipant']: ['is missing'] });
  const target = environment
    ? ({ kind: 'environment', name: environment } as const)
    : to
      ? ({ kind: 'tag', name: to } as const)
      : ({ kind: 'latest' } as const);
  return answer(call, { selectors: [{ pacticipant, version }], ignored: [], target, latestBy: 'cvp', limit: 100 });
}

function ofPair(call: Call): Reply {
  const [consumer, provider] = [call.part('consumer'), call.part('provider')];
  const selectors = [{ pacticipant: consumer }, { pacticipant: provider }];
  return answer(call, { selectors, ignored: [], target: undefined, latestBy: 'cvpv', limit: 100 });
}

function answer({ log, links }: Call, question: MatrixQuestion): Reply {
  const found = askMatrix(log.tables, question);
  const { deployable, reasons, success, failed, unknown, ignored } = found.judgement;
  return ok({
    summary: {
      deployable,
      reason: reasons.map(({ text }) => text).join('\n'),
      success,
      failed,
      unknown,
      ...(ignored > 0 && { ignored }),
    },
    notices: reasons,
    matrix: found.rows.slice(0, question.limit).map((row) => rowResource({ log, links }, row, found)),
  });
}

function rowResource({ log, links }: Pick<Call, 'log' | 'links'>, row: MatrixRow, { isIgnored }: MatrixAnswer): Hal {
  const { pact, providerVersion, result } = row;
  const side = (name: string, version: { id: number; number: string } | undefined) => ({
    name,
    version: version && {
      ...matrixVersion(log.tables, version),
      _links: { self: { href: versionHref(links, name, version.number) } },
    },
    _links: { self: { href: pacticipantHref(links, name) } },
  });
  return {
    consumer: side(pact.consumer, { id: pact.versionId, number: pact.version }),
    provider: {
      ...side(pact.provider, providerVersion),
      version: side(pact.provider, providerVersion).version ?? null,
    },
    pact: { createdAt: isoTime(pact.createdAt), _links: { self: { href: pactHref(links, pact) } } },
    verificationResult: result === undefined ? null : resultResource(links, row),
    ...(result !== undefined && { verificationType: result.type }),
    ...(isIgnored(row) && { ignored: true }),
  };
}

function resultResource(links: Links, { pact, result }: MatrixRow): Hal {
  return {
    success: result?.success,
    verifiedAt: isoTime(result?.createdAt ?? 0),
    _links: {
      self: {
        href:
          result?.number === undefined
            ? links.to('stunt', 'bdct-results', pact.consumer, pact.hash, pact.provider, result?.providerVersion ?? '')
            : pairHref(links, pact, 'pact-version', pact.hash, 'verification-results', String(result.number)),
      },
    },
  };
}
