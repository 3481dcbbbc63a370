/** Process start to first answer with peak memory, and 200 operations asked once, cold: the subject, from source too, and Prism. */
import { Agent } from 'node:http';
import { basename } from 'node:path';
import { readDescription } from '../../scripts/sweep/api-description.mjs';
import { buildRequest } from '../../scripts/sweep/requests.mjs';
import { ask, peakMemory, startServer } from '../../scripts/tools/server-process.mjs';
import { built, documents, fromSource, prism, subject } from '../contenders.mjs';
import { median } from '../median.mjs';

const patience = 120_000;
const isSuccess = ({ status }) => status >= 200 && status < 300;

/** @returns the rows for GitHub's document, and for Stripe's where it is at hand. */
export async function measureStartUp({ rounds, withCold, withStripe, say }) {
  const ours = built ? [subject, fromSource] : [subject];
  const github = prepare(documents.github, [...ours, prism], withCold ? 200 : 0);
  const hasStripe = withStripe && documents.stripe !== undefined;
  if (withStripe && !hasStripe)
    say('  Stripe: left out, its document is not beside the repository (../shared/specs/stripe)');
  // Prism does not finish loading Stripe's document.
  const stripe = hasStripe ? prepare(documents.stripe, ours, 0) : undefined;
  for (let round = 1; round <= rounds; round += 1) {
    for (const one of [github, stripe]) if (one) await startEach(one, say);
  }
  return [...githubRows(github.samples, ours), ...(stripe ? stripeRows(stripe.samples, github.samples, ours) : [])];
}

/** What is asked, and by contender the samples `{ms, mb, coldMs?, …}` of each round. */
function prepare(document, contenders, cold) {
  const requests = chooseRequests(readDescription(document), cold);
  return { document, requests, samples: new Map(contenders.map((one) => [one, []])) };
}

async function startEach({ document, requests, samples }, say) {
  for (const [contender, list] of samples) {
    const sample = await measureStart(contender, document, requests);
    say(`  ${contender.name}, ${basename(document)}: ${Math.round(sample.ms)} ms, ${Math.round(sample.mb ?? 0)} MB`);
    list.push(sample);
  }
}

async function measureStart(contender, document, { first, once }) {
  const server = await startServer(contender.command(document));
  try {
    const ms = await server.firstAnswer(first, isSuccess, patience);
    const mb = peakMemory(server.pid);
    const cold = once.length > 0 ? await askOnce(server.port, once) : {};
    return { ms, mb, ...cold, mbAfter: peakMemory(server.pid) };
  } catch (error) {
    throw new Error(`${contender.name}: ${error.message}\n${server.output()}`);
  } finally {
    await server.stop();
  }
}

async function askOnce(port, requests) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const began = performance.now();
  let successes = 0;
  for (const request of requests) if (isSuccess(await ask(port, { ...request, agent }))) successes += 1;
  agent.destroy();
  return { coldMs: performance.now() - began, successes };
}

/** GET operations that need nothing but path parameters, those with the fewest first. */
function chooseRequests(description, count) {
  const value = (schema) => {
    const { enum: values, type } = description.resolve(schema);
    if (values?.length > 0) return values[0];
    return type === 'integer' || type === 'number' ? 1 : type === 'boolean' ? true : 'a';
  };
  const candidates = description.operations
    .filter(({ method, responses }) => method === 'GET' && responses.has('200'))
    .filter((one) => one.parameters().every((parameter) => parameter.in === 'path' || !parameter.required))
    .map((one) => ({ depth: one.path.split('{').length, request: buildRequest(description, one, value) }))
    .filter(({ request }) => !request.skip)
    .sort((a, b) => a.depth - b.depth)
    .map(({ request }) => ({ ...request, headers: { ...request.headers, accept: '*/*' } }));
  return { first: candidates.slice(0, 3), once: candidates.slice(0, count) };
}

const medianOf = (samples, key) => median(samples.map((sample) => sample[key]));

function githubRows(github, ours) {
  const theirs = github.get(prism);
  const rows = [];
  for (const contender of ours) {
    const samples = github.get(contender);
    const [ms, mb] = [medianOf(samples, 'ms'), medianOf(samples, 'mb')];
    const ratios = samples.map((sample, i) => sample.ms / theirs[i].ms);
    const common = { variant: variantOf(contender), against: 'Prism' };
    rows.push({
      ...common,
      measure: 'GitHub, process start to first answer',
      unit: 'ms',
      stunt: ms,
      prism: medianOf(theirs, 'ms'),
      ratio: median(ratios),
      ratios,
      target: '<= 0.125',
      pass: median(ratios) <= 1 / 8,
    });
    if (mb !== undefined)
      rows.push({
        ...common,
        measure: 'GitHub, peak memory until then',
        unit: 'MB',
        stunt: mb,
        prism: medianOf(theirs, 'mb'),
        ratio: mb / medianOf(theirs, 'mb'),
        target: '<= 250 MB',
        pass: mb <= 250,
      });
    if (samples[0].coldMs !== undefined) rows.push(...coldRows(common, samples, theirs));
  }
  return rows;
}

function coldRows(common, samples, theirs) {
  const ratios = samples.map((sample, i) => sample.coldMs / theirs[i].coldMs);
  const note = [samples, theirs].map((list) => list[0].successes).join(' and ');
  return [
    {
      ...common,
      measure: `GitHub, 200 operations once (2xx: ${note})`,
      unit: 'ms',
      stunt: medianOf(samples, 'coldMs'),
      prism: medianOf(theirs, 'coldMs'),
      ratio: median(ratios),
      ratios,
      target: '<= 0.2',
      pass: median(ratios) <= 0.2,
    },
    {
      ...common,
      measure: 'GitHub, peak memory after them',
      unit: 'MB',
      stunt: medianOf(samples, 'mbAfter'),
      prism: medianOf(theirs, 'mbAfter'),
    },
  ];
}

function stripeRows(stripe, github, ours) {
  return ours.flatMap((contender) => {
    const common = { variant: variantOf(contender), against: 'our GitHub', target: '<= 1.5' };
    const compare = (key) => {
      const beside = github.get(contender);
      const ratios = stripe.get(contender).map((sample, i) => sample[key] / beside[i][key]);
      return {
        stunt: medianOf(stripe.get(contender), key),
        ratio: median(ratios),
        ratios,
        pass: median(ratios) <= 1.5,
      };
    };
    const time = { ...common, measure: 'Stripe, process start to first answer', unit: 'ms', ...compare('ms') };
    const memory = { ...common, measure: 'Stripe, peak memory until then', unit: 'MB', ...compare('mb') };
    return Number.isNaN(memory.ratio) ? [time] : [time, memory];
  });
}

const variantOf = (contender) => (contender === fromSource ? 'source' : 'built');
