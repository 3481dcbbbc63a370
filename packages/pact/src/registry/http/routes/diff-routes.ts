import type { JsonObject } from '../../../pact/pact.ts';
import { diffPacts } from '../../publish/diff-pacts.ts';
import { findPact, findPactByHash, type PublishedPact, pactWhere } from '../../read/pacts.ts';
import { contentOf, pactName, pactResource } from '../resources/pact-resource.ts';
import { type Call, notFound, ok, type Reply, type Route } from '../route.ts';

const PAIR = '/pacts/provider/:provider/consumer/:consumer';

/** What changed between two pacts. */
export const diffRoutes: readonly Route[] = [
  { method: 'GET', path: `${PAIR}/version/:version/previous-distinct`, handle: previous },
  {
    method: 'GET',
    path: `${PAIR}/version/:version/diff/previous-distinct`,
    handle: (call) => diff(call, previousOf(call, ofVersion(call)), ofVersion(call)),
  },
  {
    method: 'GET',
    path: `${PAIR}/version/:version/diff/version/:other`,
    handle: (call) =>
      diff(call, findPact(call.log.tables, { ...pairOf(call), version: call.part('other') }), ofVersion(call)),
  },
  {
    method: 'GET',
    path: `${PAIR}/pact-version/:hash/diff/pact-version/:other`,
    handle: (call) => diff(call, ofHash(call, call.part('other')), ofHash(call, call.part('hash'))),
  },
];

const pairOf = ({ part }: Call) => ({ consumer: part('consumer'), provider: part('provider') });
const ofVersion = (call: Call) => findPact(call.log.tables, { ...pairOf(call), version: call.part('version') });
const ofHash = (call: Call, hash: string) => findPactByHash(call.log.tables, { ...pairOf(call), hash });

const previousOf = ({ log }: Call, pact: PublishedPact | undefined): PublishedPact | undefined =>
  pact &&
  pactWhere(
    log.tables,
    'c.name = ? AND p.name = ? AND k.version_id < ? AND h.hash <> ? ORDER BY k.version_id DESC LIMIT 1',
    pact.consumer,
    pact.provider,
    pact.versionId,
    pact.hash,
  );

function previous(call: Call): Reply {
  const pact = previousOf(call, ofVersion(call));
  return pact === undefined
    ? notFound('There is no earlier pact with another content.')
    : ok(pactResource(call.log, call.links, pact));
}

/** Numbers by their value, whichever way they are written. */
const plain = (content: JsonObject): JsonObject => JSON.parse(JSON.stringify(content));

/** As text, for reading; it is empty where both are the same. */
function diff({ log }: Call, before: PublishedPact | undefined, after: PublishedPact | undefined): Reply {
  if (before === undefined || after === undefined) return notFound('There is no other pact to compare with.');
  const head = `# ${pactName(before)} to ${pactName(after)}`;
  const body = diffPacts(plain(contentOf(log, before)), plain(contentOf(log, after)));
  return {
    status: 200,
    type: 'text/plain;charset=utf-8',
    body: `${head}\n${body === '' ? '# no difference' : body}\n`,
  };
}
