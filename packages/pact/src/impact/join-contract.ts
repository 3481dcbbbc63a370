import { createRouter } from '@stuntdouble/engine';
import type { HttpInteraction, Interaction } from '../pact/pact.ts';
import type { ComparedDocuments } from './compare-documents.ts';
import type { ComparedOperation } from './compared-operation.ts';
import type { DeployedContract } from './deployed-contract.ts';
import type { Change } from './difference.ts';
import { identityOf } from './list-differences.ts';
import { meetCallbacks } from './meet-callbacks.ts';
import { meetMessages, messagesNamed } from './meet-messages.ts';
import { meetParts } from './meet-parts.ts';
import { meetSchemas } from './meet-schemas.ts';
import { type PartnerFinding, type PartnerImpact, type UnknownInteraction, verdictOf } from './partner-impact.ts';
import { severityOf } from './rules.table.ts';

/** A change that an interaction meets, and where. */
export interface Met {
  readonly change: Change;
  readonly part: string;
  readonly field: string;
  /** Of what is read of an answer: a recorded contract does not know that. */
  readonly isRead?: boolean;
  /** Why it is no worse than risky. */
  readonly because?: string;
}

/** Holds contracts against what changed between two documents: which of their interactions meet what. */
export function createJoin(
  compared: ComparedDocuments,
  /** Places in the list of differences by identity. */
  indexes: ReadonlyMap<string, number>,
): (contract: DeployedContract) => PartnerImpact {
  const router = createRouter(compared.old.operations, compared.old.basePaths);
  const byPointer = new Map(compared.operations.map((each) => [each.old.operation.pointer, each]));
  const findOperation = ({ request: { method, path } }: HttpInteraction): ComparedOperation | undefined => {
    const match = router.match(method, path);
    return match.kind === 'matched' ? byPointer.get(match.operation.pointer) : undefined;
  };
  return ({ pact, ...contract }) => {
    const findings: PartnerFinding[] = [];
    const unknown: UnknownInteraction[] = [];
    const calls = pact.interactions.filter((each) => each.kind === 'http').map(findOperation);
    const called = new Set(calls.flatMap((operation) => operation?.old.operation.pointer ?? []));
    for (const interaction of pact.interactions) {
      if (interaction.kind === 'message') {
        const { description, synchronous } = interaction;
        if (synchronous) unknown.push({ interaction: description, asked: 'an answer to a message of its own' });
        const named = messagesNamed(compared.messages.messages, interaction, called);
        if (named.length === 0) unknown.push({ interaction: interaction.description, asked: 'a webhook or callback' });
        for (const message of named) {
          const met = meetMessages(message, interaction, compared.changed, called);
          findings.push(...findingsOf(met, message.label, interaction, pact.recorded, indexes));
        }
        continue;
      }
      const operation = findOperation(interaction);
      if (operation === undefined) {
        const { method, path } = interaction.request;
        unknown.push({ interaction: interaction.description, asked: `${method} ${path}` });
        continue;
      }
      const met = [...meetBasePaths(compared, interaction), ...meetParts(operation, interaction, called)];
      met.push(...meetCallbacks(compared.messages.messages, operation, interaction));
      met.push(...meetSchemas(operation, interaction, compared.changed));
      findings.push(...findingsOf(met, operationName(operation), interaction, pact.recorded, indexes));
    }
    const { consumer, version, environment, source } = contract;
    return {
      ...{ consumer, version, environment, source, recorded: pact.recorded, verdict: verdictOf(findings) },
      ...{ findings, unknown, interactions: pact.interactions.length },
    };
  };
}

const operationName = ({ old: { operation } }: ComparedOperation): string =>
  `${operation.method} ${operation.template}`;

function meetBasePaths({ changes }: ComparedDocuments, { request: { path } }: HttpInteraction): Met[] {
  const removed = changes.filter(({ rule }) => rule === 'server-base-path-removed');
  return removed.map((change) => {
    const base = /^(\S+) is gone/.exec(change.message)?.[1] ?? '';
    const isBelow = base !== '/' && path.startsWith(`${base}/`);
    const because = 'the contract does not say below which base path the partner calls';
    return { change, part: '', field: '', ...(!isBelow && { because }) };
  });
}

function findingsOf(
  met: readonly Met[],
  operation: string,
  { description, pointer, pending }: Interaction,
  recorded: boolean,
  indexes: ReadonlyMap<string, number>,
): PartnerFinding[] {
  const found = new Map<string, PartnerFinding>();
  for (const { change, part, field, isRead = false, because: reason } of met) {
    const { rule, message } = change;
    const severity = severityOf(rule);
    const key = `${identityOf(change)}\n${part}\n${field}`;
    if (severity === 'safe' || found.has(key)) continue;
    const because =
      (pending ? 'the interaction is pending' : reason) ??
      (recorded && isRead ? 'the contract was recorded: whether the field is read is not known' : undefined);
    const effect = severity === 'breaking' && because === undefined ? 'breaks' : 'at-risk';
    found.set(key, {
      ...{ effect, rule, severity, message, difference: indexes.get(identityOf(change)) ?? -1 },
      ...{ interaction: description, pointer, operation },
      ...{ part, field, because: severity === 'breaking' ? because : undefined },
    });
  }
  return [...found.values()];
}
