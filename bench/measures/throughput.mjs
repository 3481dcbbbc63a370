/**
 * Requests per second and CPU per request of the subject against plain node:http with the same bytes, and Prism beside
 * them. Two at a time take turns second by second; a ratio is always of two neighbouring seconds.
 */
import { ask, cpuSeconds, startServer } from '../../scripts/tools/server-process.mjs';
import { documents, prism, rawWith, subject } from '../contenders.mjs';
import { shoot } from '../load/load.mjs';
import { median } from '../median.mjs';

export const newParcel = JSON.stringify({
  weightGrams: 1250,
  insured: true,
  recipient: { name: 'Ada Okafor', city: 'Utrecht', country: 'NL', email: 'ada@example.com' },
  contents: [
    { description: 'books', quantity: 3 },
    { description: 'a lamp', quantity: 1 },
  ],
});

export const cases = {
  get: {
    title: 'small document, GET over 10,000 path values',
    document: documents.parcels,
    target: 0.8,
    request: { method: 'GET', target: '/parcels/p%d', values: 10_000 },
  },
  // Answers leave together where several are ready; here none ever has company.
  single: {
    title: 'small document, GET by one connection',
    document: documents.parcels,
    target: 0.7,
    request: { method: 'GET', target: '/parcels/p%d', values: 10_000, connections: 1 },
  },
  post: {
    title: 'small document, POST with validated body',
    document: documents.parcels,
    // What it costs to keep what is written has a row of its own.
    flags: ['--stateless'],
    target: 0.7,
    request: { method: 'POST', target: '/parcels', values: 1, type: 'application/json', body: newParcel },
  },
  github: {
    title: 'GitHub, GET /repos/{owner}/{repo}',
    document: documents.github,
    target: 0.7,
    request: { method: 'GET', target: '/repos/octocat/r%d', values: 10_000 },
  },
};

/** @returns the rows of one case. */
export async function measureThroughput(one, { rounds, seconds, tool, say }) {
  const running = await startAll(one);
  try {
    for (const contender of running) await shoot(tool, contender.server.port, one.request, 3);
    const [stunt, raw, prism] = running;
    const samples = [];
    for (let round = 1; round <= rounds; round += 1) {
      say(`  ${one.title}: round ${round} of ${rounds}`);
      for (let second = 0; second < seconds; second += 1) {
        const pair = second % 2 === 0 ? [stunt, raw] : [raw, stunt];
        samples.push(await takeTurns(pair, one, tool));
      }
    }
    // By itself, so that ours and node:http are always next to each other.
    const besidePrism = [];
    for (let second = 0; second < seconds; second += 1)
      besidePrism.push(await takeTurns(second % 2 === 0 ? [raw, prism] : [prism, raw], one, tool));
    return toRows(one, samples, besidePrism);
  } finally {
    for (const { server } of running) await server.stop();
  }
}

async function startAll(one) {
  const running = [];
  try {
    const [ours, theirs] = [subject, prism].map((contender) => ({
      contender,
      key: contender === subject ? 'stunt' : 'prism',
    }));
    const answer = await start(running, ours, one);
    await start(running, { contender: rawWith(answer), key: 'raw' }, one);
    await start(running, theirs, one);
    return running;
  } catch (error) {
    for (const { server } of running) await server.stop();
    throw error;
  }
}

async function start(running, { contender, key }, one) {
  const server = await startServer(contender.command(one.document, contender === subject ? one.flags : []));
  running.push({ key, server });
  const { method, target, type, body } = one.request;
  const request = { method, target: target.replace('%d', '1'), headers: type ? { 'content-type': type } : {}, body };
  let first;
  const isAnswer = (answer) => {
    first = answer;
    return answer.status < 300;
  };
  await server.firstAnswer([request], isAnswer, 120_000);
  if (body !== undefined && key !== 'raw') await refusesWhatIsInvalid(server.port, request, contender.name);
  return first;
}

/** A server that does not validate would be measured for less work. */
async function refusesWhatIsInvalid(port, request, name) {
  const { status } = await ask(port, { ...request, body: '{"weightGrams":0}' });
  if (status < 400) throw new Error(`${name} answers ${status} to an invalid body`);
}

/** One second each. */
async function takeTurns(running, one, tool) {
  const turn = {};
  for (const { key, server } of running) {
    const before = cpuSeconds(server.pid);
    const { requests, seconds } = await shoot(tool, server.port, one.request, 1);
    turn[key] = { requests, seconds, cpu: cpuSeconds(server.pid) - before };
  }
  return turn;
}

function toRows(one, samples, besidePrism) {
  const rate = ({ requests, seconds }) => requests / seconds;
  const cpu = ({ requests, cpu: used }) => (used * 1e6) / requests;
  const rates = row(one, { samples, besidePrism }, { unit: 'requests/s', of: rate, ratio: (ours, raw) => ours / raw });
  // The inverse, so that in both rows 1.00 is as fast as node:http and more is better.
  const cpus = row(
    one,
    { samples, besidePrism },
    { unit: 'µs CPU/request', of: cpu, ratio: (ours, raw) => raw / ours },
  );
  return Number.isNaN(cpus.stunt) ? [rates] : [rates, cpus];
}

function row(one, { samples, besidePrism }, { unit, of, ratio }) {
  const values = (turns, key) => turns.map((turn) => of(turn[key]));
  const ratios = (turns, key) => turns.map((turn) => ratio(of(turn[key]), of(turn.raw)));
  const ours = ratios(samples, 'stunt');
  const got = median(ours);
  return {
    measure: one.title,
    unit,
    stunt: median(values(samples, 'stunt')),
    raw: median(values(samples, 'raw')),
    prism: median(values(besidePrism, 'prism')),
    ratio: got,
    ratios: ours,
    prismRatio: median(ratios(besidePrism, 'prism')),
    against: 'node:http',
    target: `>= ${one.target}`,
    pass: got >= one.target,
  };
}
