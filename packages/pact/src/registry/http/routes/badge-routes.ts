import { badge } from '../../badges/badge.ts';
import { askMatrix } from '../../matrix/ask-matrix.ts';
import type { MatrixQuestion, MatrixTarget } from '../../matrix/question.ts';
import { type PublishedPact, pactWhere, verificationsWhere } from '../../read/pacts.ts';
import type { Database } from '../../store/database.ts';
import type { Call, Reply, Route } from '../route.ts';

const PAIR = '/pacts/provider/:provider/consumer/:consumer';
const BRANCH = '/pacticipants/:name/branches/:branch/latest-version';

/** Badges, at the addresses where a Pact Broker has them. What is not there is a badge as well: it stands in somebody's page. */
export const badgeRoutes: readonly Route[] = [
  { method: 'GET', path: `${PAIR}/latest/badge.svg`, handle: (call) => ofPact(call, '1') },
  { method: 'GET', path: `${PAIR}/latest/:tag/badge.svg`, handle: (call) => ofPact(call, TAGGED, call.part('tag')) },
  {
    method: 'GET',
    path: `${PAIR}/branch/:branch/latest/badge.svg`,
    handle: (call) => ofPact(call, IN_BRANCH, call.part('branch')),
  },
  { method: 'GET', path: `${PAIR}/main-branch/latest/badge.svg`, handle: (call) => ofPact(call, IN_MAIN_BRANCH) },
  {
    method: 'GET',
    path: '/matrix/provider/:provider/latest/:ptag/consumer/:consumer/latest/:tag/badge.svg',
    handle: ofTags,
  },
  { method: 'GET', path: `${BRANCH}/can-i-deploy/to-environment/:environment/badge`, handle: canIDeploy },
  { method: 'GET', path: `${BRANCH}/can-i-merge/badge`, handle: canIMerge },
  {
    method: 'GET',
    path: '/pacticipants/:name/latest-version/:tag/can-i-deploy/to/:to/badge',
    handle: canIDeployByTags,
  },
];

const TAGGED = 'EXISTS (SELECT 1 FROM tags t WHERE t.version_id = v.id AND t.name = ?)';
const IN =
  'EXISTS (SELECT 1 FROM branch_versions m JOIN branches b ON b.id = m.branch_id WHERE m.version_id = v.id AND';
const IN_BRANCH = `${IN} b.name = ?)`;
const IN_MAIN_BRANCH = `${IN} b.name = c.main_branch)`;

/** A page that shows it is to ask again each time. */
const svg = (body: string): Reply => ({
  status: 200,
  body,
  type: 'image/svg+xml;charset=utf-8',
  headers: { 'cache-control': 'no-cache' },
});

function ofPact({ log: { tables }, part, query }: Call, condition: string, ...values: readonly string[]): Reply {
  const [consumer, provider] = [part('consumer'), part('provider')];
  const pact = pactWhere(
    tables,
    `c.name = ? AND p.name = ? AND ${condition} ORDER BY k.version_id DESC LIMIT 1`,
    consumer,
    provider,
    ...values,
  );
  if (pact === undefined) return svg(badge('pact not found', 'unknown', 'grey'));
  const shown = namesShown(query, consumer, provider);
  const state = stateOf(tables, pact);
  const [words, colour] = WORDS[state];
  return svg(badge(`${shown} pact`.toLowerCase(), words, colour));
}

const WORDS = {
  success: ['verified', 'green'],
  failed: ['failed', 'red'],
  stale: ['changed', 'orange'],
  never: ['unknown', 'grey'],
} as const;

function namesShown(query: URLSearchParams, consumer: string, provider: string): string {
  const shown = (name: string): string => (query.get('initials') === 'true' ? initialsOf(name) : name);
  switch (query.get('label')?.toLowerCase()) {
    case 'consumer':
      return shown(consumer);
    case 'provider':
      return shown(provider);
    default:
      return `${shown(consumer)}/${shown(provider)}`;
  }
}

/** `Order Service`, `order-service` and `OrderService` are `os`. */
function initialsOf(name: string): string {
  const words = name.split(/[\s_-]+|(?<=[a-z\d])(?=[A-Z])/).filter(Boolean);
  return words.length > 1 ? words.map((word) => word[0]).join('') : name;
}

/** By the newest result of its content; changed, where only an earlier content of the two was verified. */
function stateOf(tables: Database, pact: PublishedPact): keyof typeof WORDS {
  const [latest] = verificationsWhere(tables, 'r.pact_version_id = ? ORDER BY r.id DESC LIMIT 1', pact.pactVersionId);
  if (latest !== undefined) return latest.success ? 'success' : 'failed';
  const earlier =
    'r.pact_version_id IN (SELECT id FROM pact_versions WHERE consumer_id = ? AND provider_id = ?) LIMIT 1';
  return verificationsWhere(tables, earlier, pact.consumerId, pact.providerId).length > 0 ? 'stale' : 'never';
}

function ofTags({ log: { tables }, part, query }: Call): Reply {
  const [consumer, provider] = [part('consumer'), part('provider')];
  const selectors = [
    { pacticipant: consumer, tag: part('tag'), latest: true },
    { pacticipant: provider, tag: part('ptag'), latest: true },
  ];
  const { judgement } = askMatrix(tables, { selectors, ignored: [], target: undefined, latestBy: 'cvpv', limit: 1 });
  const { deployable } = judgement;
  const state = deployable === true ? 'success' : judgement.failed > 0 ? 'failed' : 'never';
  const [words, colour] = WORDS[state];
  return svg(badge(`${namesShown(query, consumer, provider)} pact`.toLowerCase(), words, colour));
}

interface Question {
  readonly selector: MatrixQuestion['selectors'][number];
  readonly target: MatrixTarget;
  readonly left: string;
  readonly right: string;
}

function answered({ log: { tables }, query }: Call, { selector, target, left, right }: Question): Reply {
  const { judgement } = askMatrix(tables, { selectors: [selector], ignored: [], target, latestBy: 'cvp', limit: 1 });
  return svg(badge(query.get('label') ?? left, right, judgement.deployable === true ? 'green' : 'red'));
}

function canIDeploy(call: Call): Reply {
  return answered(call, {
    selector: { pacticipant: call.part('name'), branch: call.part('branch') },
    target: { kind: 'environment', name: call.part('environment') },
    left: 'can-i-deploy',
    right: `${call.part('branch')} to ${call.part('environment')}`,
  });
}

function canIMerge(call: Call): Reply {
  return answered(call, {
    selector: { pacticipant: call.part('name'), branch: call.part('branch') },
    target: { kind: 'main-branch' },
    left: 'can-i-merge',
    right: call.part('branch'),
  });
}

function canIDeployByTags(call: Call): Reply {
  return answered(call, {
    selector: { pacticipant: call.part('name'), tag: call.part('tag'), latest: true },
    target: { kind: 'tag', name: call.part('to') },
    left: 'can-i-deploy',
    right: `${call.part('tag')} to ${call.part('to')}`,
  });
}
