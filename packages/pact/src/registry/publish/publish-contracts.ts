import { PactError } from '../../errors.ts';
import { isObject } from '../../pact/json.ts';
import { mergePactJson } from '../../pact/merge-pact-json.ts';
import type { JsonObject } from '../../pact/pact.ts';
import { pactIdentity } from '../../pact/pact-identity.ts';
import { readPact } from '../../pact/read-pact.ts';
import { findPact, type PublishedPact } from '../read/pacts.ts';
import type { Version } from '../read/versions.ts';
import type { EventLog } from '../record/log.ts';
import { integer } from '../store/column.ts';
import { ensurePacticipant, ensureVersion } from './ensure.ts';
import { parseExactly } from './exact-json.ts';

/** A line that the client shows; the type decides its colour. */
export interface Notice {
  readonly type: 'debug' | 'info' | 'warning' | 'prompt' | 'success' | 'error';
  readonly text: string;
}

export interface ContractToPublish {
  readonly provider: string;
  /** The pact's own text, which is what is served again. */
  readonly content: string;
  readonly onConflict: 'overwrite' | 'merge';
}

export interface ContractsToPublish {
  readonly consumer: string;
  readonly version: string;
  readonly branch: string | undefined;
  readonly tags: readonly string[];
  readonly buildUrl: string | undefined;
  readonly contracts: readonly ContractToPublish[];
}

export type Published =
  | {
      readonly kind: 'published';
      readonly version: Version;
      readonly pacts: readonly PublishedPact[];
      readonly notices: readonly Notice[];
    }
  | { readonly kind: 'conflict'; readonly notices: readonly Notice[] }
  | { readonly kind: 'invalid'; readonly errors: readonly string[] };

export interface PublishRules {
  /** Whether a version's pact may be replaced by another one; else a version keeps the content that it was published with. */
  readonly allowOverwrite: boolean;
}

interface Prepared {
  readonly provider: string;
  readonly hash: string;
  readonly text: string;
  readonly what: 'published' | 'repeated' | 'merged' | 'replaced';
}

type Preparation =
  | { readonly kind: 'ready'; readonly pact: Prepared }
  | { readonly kind: 'conflict' | 'invalid'; readonly text: string };

/** Publishes what one version of a consumer needs of its providers: all of it, or nothing where one pact is refused. */
export function publishContracts(log: EventLog, asked: ContractsToPublish, rules: PublishRules): Published {
  return log.transaction(() => {
    const prepared = asked.contracts.map((contract) => prepare(log, asked, contract, rules));
    const invalid = prepared.flatMap((each) => (each.kind === 'invalid' ? [each.text] : []));
    if (invalid.length > 0) return { kind: 'invalid', errors: invalid };
    const conflicts = prepared.flatMap((each) => (each.kind === 'conflict' ? [each.text] : []));
    if (conflicts.length > 0) return { kind: 'conflict', notices: conflicts.map((text) => ({ type: 'error', text })) };
    return store(
      log,
      asked,
      prepared.flatMap((each) => (each.kind === 'ready' ? [each.pact] : [])),
    );
  });
}

function prepare(
  log: EventLog,
  { consumer, version }: ContractsToPublish,
  { provider, content, onConflict }: ContractToPublish,
  { allowOverwrite }: PublishRules,
): Preparation {
  const read = readContent(content, consumer, provider);
  if (typeof read === 'string') return { kind: 'invalid', text: read };
  const hash = pactIdentity(read);
  const existing = findPact(log.tables, { consumer, version, provider });
  if (existing === undefined) return ready({ provider, hash, text: content, what: 'published' });
  if (existing.hash === hash) return ready({ provider, hash, text: content, what: 'repeated' });
  if (onConflict === 'merge') {
    const merged = mergePactJson(parseExactly(log.content(existing.contentHash) ?? '{}'), parseExactly(content));
    if (merged.kind === 'merged') return ready({ provider, ...textAndHash(merged.pact), what: 'merged' });
    return { kind: 'conflict', text: cannotMerge(consumer, version, provider, merged.descriptions) };
  }
  if (allowOverwrite) return ready({ provider, hash, text: content, what: 'replaced' });
  return { kind: 'conflict', text: cannotChange(consumer, version, provider) };
}

/** The identity is that of the numbers' values, whichever way they are written. */
function textAndHash(pact: JsonObject): Pick<Prepared, 'text' | 'hash'> {
  const text = JSON.stringify(pact);
  return { text, hash: pactIdentity(JSON.parse(text)) };
}

const ready = (pact: Prepared): Preparation => ({ kind: 'ready', pact });

/** @returns the pact, or what is wrong with it. */
function readContent(content: string, consumer: string, provider: string): JsonObject | string {
  try {
    const pact = readPact(content, `the pact between ${consumer} and ${provider}`);
    const names = [
      ['consumer', pact.consumer, consumer],
      ['provider', pact.provider, provider],
    ] as const;
    for (const [role, inPact, asked] of names)
      if (inPact !== asked)
        return `The ${role} of the pact is ${inPact}, but it is published for the ${role} ${asked}.`;
    return isObject(pact.json) ? pact.json : 'A pact is an object.';
  } catch (error) {
    if (error instanceof PactError) return `${error.message}. ${error.hint}`;
    throw error;
  }
}

function store(log: EventLog, asked: ContractsToPublish, pacts: readonly Prepared[]): Published {
  const { consumer, version: number, branch, tags, buildUrl } = asked;
  // A client that knows of tags only means its branch by the first of them.
  const { version, isNew } = ensureVersion(log, consumer, number, { branch: branch ?? tags[0], tags, buildUrl });
  const where = [branch && `branch ${branch}`, tags.length > 0 && `tags ${tags.join(', ')}`]
    .filter(Boolean)
    .join(' and ');
  const notices: Notice[] = [
    {
      type: 'debug',
      text: `${isNew ? 'Created' : 'Updated'} ${consumer} version ${number}${where && ` with ${where}`}`,
    },
  ];
  if (branch === undefined)
    notices.push({
      type: 'prompt',
      text: '  Next steps:\n    Publish with --branch, so that providers can verify by branch and can-i-merge can answer.',
    });
  const published = pacts.map((pact) => {
    ensurePacticipant(log, pact.provider);
    if (pact.what !== 'repeated')
      log.record({
        type: 'pact-published',
        consumer,
        version: number,
        provider: pact.provider,
        hash: pact.hash,
        contentHash: log.keep(pact.text),
      });
    notices.push(noticeOf(pact, consumer, number), ...nextSteps(log, consumer, pact.provider));
    const stored = findPact(log.tables, { consumer, version: number, provider: pact.provider });
    if (stored === undefined) throw new Error('a pact is gone within its transaction');
    return stored;
  });
  return { kind: 'published', version, pacts: published, notices };
}

function noticeOf({ provider, what }: Prepared, consumer: string, version: string): Notice {
  const pact = `Pact of ${consumer} version ${version} with ${provider}`;
  switch (what) {
    case 'published':
      return { type: 'success', text: `${pact} published.` };
    case 'repeated':
      return { type: 'success', text: `${pact} was published before, with the same content.` };
    case 'merged':
      return { type: 'success', text: `${pact} merged with what was published before.` };
    case 'replaced':
      return {
        type: 'warning',
        text: `${pact} replaced: what was verified of the content before says nothing about this one.`,
      };
  }
}

function nextSteps(log: EventLog, consumer: string, provider: string): Notice[] {
  const verified = log.tables.one(
    { id: integer },
    `SELECT h.id FROM pact_versions h JOIN pacticipants c ON c.id = h.consumer_id JOIN pacticipants p ON p.id = h.provider_id
     JOIN results r ON r.pact_version_id = h.id WHERE c.name = ? AND p.name = ? LIMIT 1`,
    consumer,
    provider,
  );
  if (verified !== undefined) return [];
  return [
    {
      type: 'prompt',
      text: `  Next steps:\n    Verify it in the build of ${provider}: nothing was verified yet between the two.`,
    },
  ];
}

const cannotChange = (consumer: string, version: string, provider: string): string =>
  `The pact of ${consumer} version ${version} with ${provider} has another content already, and a version keeps its content: ` +
  'what was verified would say nothing about it. Publish with a new version number for each commit. Where the number is new, ' +
  'look for values that differ from run to run (dates, random data) in the consumer tests.';

const cannotMerge = (consumer: string, version: string, provider: string, descriptions: readonly string[]): string =>
  `The pact of ${consumer} version ${version} with ${provider} cannot be merged: ${descriptions.map((text) => `"${text}"`).join(', ')} ` +
  'stands in both with different contents. Give interactions that differ different descriptions or provider states.';
