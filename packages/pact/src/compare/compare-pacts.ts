import { type ApiDocument, createRouter, createSchemas, locate, type Operation, StuntError } from '@stuntdouble/engine';
import type { HttpInteraction, Interaction, MessageInteraction } from '../pact/pact.ts';
import type { PactFile } from '../pact/pact-files.ts';
import { runComparator } from './comparator.ts';
import type { ComparedInteraction, CompareFinding, Comparison, Draft } from './finding.ts';
import { judgeMessage } from './judge-message.ts';
import { requestJudge } from './judge-request.ts';
import { judgeResponse } from './judge-response.ts';
import { messagePayloads } from './message-payloads.ts';
import { pathOf } from './request-of.ts';

/**
 * Holds pacts against a document: would the provider that it describes take what the consumer sends, and send what it reads?
 * Compiles an operation when an interaction uses it; never calls a provider.
 */
export async function comparePacts(document: ApiDocument, files: readonly PactFile[]): Promise<Comparison> {
  const route = routing(document);
  const routes = files.flatMap(({ file, pact }) =>
    pact.interactions.map((interaction): Routing => ({ file, pact, interaction, route: route(interaction) })),
  );
  const matched = routes.flatMap(({ route: found }) => (found.kind === 'matched' ? [found] : []));
  const compared = await runComparator(matched);
  const byRoute = new Map(matched.map((found, index) => [found, compared[index] ?? []]));
  const judge = judging(document);
  const interactions = routes.map((routed): ComparedInteraction => {
    const told = routed.route.kind === 'matched' ? byRoute.get(routed.route) : undefined;
    return comparedOf(document, routed, judge(routed, told ?? []));
  });
  const compatible = interactions.every(({ result, pending }) => result !== 'incompatible' || pending);
  return { compatible, interactions };
}

interface Routing {
  readonly file: string;
  readonly pact: PactFile['pact'];
  readonly interaction: Interaction;
  readonly route: Route;
}

type Route =
  | {
      readonly kind: 'matched';
      readonly operation: Operation;
      readonly interaction: HttpInteraction;
      readonly params: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'unknown'; readonly draft: Draft }
  | { readonly kind: 'message'; readonly interaction: MessageInteraction };

function routing(document: ApiDocument): (interaction: Interaction) => Route {
  const router = createRouter(document.operations, document.basePaths);
  return (interaction) => {
    if (interaction.kind === 'message') return { kind: 'message', interaction };
    const { method, path } = interaction.request;
    const match = router.match(method, pathOf(path));
    if (match.kind !== 'matched') return { kind: 'unknown', draft: unknown(match, interaction) };
    const { operation, params } = match;
    const unread = unreadable(operation);
    return unread ? { kind: 'unknown', draft: unread } : { kind: 'matched', operation, interaction, params };
  };
}

interface Judged {
  readonly operation: string | undefined;
  readonly drafts: readonly Draft[];
}

function judging(document: ApiDocument): (routed: Routing, compared: readonly Draft[]) => Judged {
  const requests = requestJudge(document, createSchemas(document.root, document.dialect, 'request'));
  const responses = createSchemas(document.root, document.dialect, 'response');
  const payloads = messagePayloads(document);
  return ({ route, pact }, compared) => {
    if (route.kind === 'unknown') return { operation: undefined, drafts: [route.draft] };
    if (route.kind === 'message') {
      const { webhook, drafts } = judgeMessage(payloads, route.interaction);
      return { operation: webhook, drafts };
    }
    const { operation, interaction, params } = route;
    const drafts = [
      ...requests.judge(operation, params, interaction),
      ...compared,
      ...judgeResponse(document, responses, operation, interaction),
    ];
    return { operation: nameOf(operation), drafts: withoutRepeats(pact.recorded ? drafts.map(asRecorded) : drafts) };
  };
}

/** A recording knows what was called, not what was read: a body that nobody describes need not have been looked at. */
const asRecorded = (draft: Draft): Draft =>
  draft.code === 'response.body.unknown' ? { ...draft, severity: 'warning' } : draft;

function comparedOf(document: ApiDocument, routed: Routing, { operation, drafts }: Judged): ComparedInteraction {
  const { file, pact, interaction } = routed;
  const findings = drafts.map((draft) => findingOf(document, { file, pact }, interaction, draft));
  const isWrong = findings.some(({ severity }) => severity === 'error');
  const isUnchecked = findings.some(({ code }) => /^message\..*unchecked$/.test(code));
  return {
    consumer: pact.consumer,
    provider: pact.provider,
    description: interaction.description,
    states: interaction.states.map(({ name }) => name),
    kind: interaction.kind,
    operation,
    pact: { file, pointer: interaction.pointer },
    // What was recorded was answered once: it is nothing that a provider will learn some day.
    pending: interaction.pending && !pact.recorded,
    result: isWrong ? 'incompatible' : isUnchecked ? 'unchecked' : 'compatible',
    findings,
  };
}

const nameOf = ({ method, template }: Operation): string => `${method} ${template}`;

type Unmatched = Exclude<ReturnType<ReturnType<typeof createRouter>['match']>, { kind: 'matched' }>;

function unknown(match: Unmatched, { request: { method, path } }: HttpInteraction): Draft {
  const instead =
    match.kind === 'method'
      ? `the path takes ${match.allowed.join(', ')}`
      : match.nearest.length === 0
        ? 'nothing is near it'
        : `nearest: ${match.nearest.map(({ operation, reason }) => `${nameOf(operation)} (${reason})`).join(', ')}`;
  return {
    code: 'request.path-or-method.unknown',
    severity: 'error',
    message: `the document has no ${method} ${path}; ${instead}`,
    at: '/request/path',
    pointer: '/paths',
  };
}

/** What the document says of the operation may be such that nobody can tell what it means. */
function unreadable(operation: Operation): Draft | undefined {
  try {
    operation.model();
    return undefined;
  } catch (error) {
    if (!(error instanceof StuntError)) throw error;
    const message = `${error.code}: ${error.message}`;
    return {
      code: 'document.operation.unreadable',
      severity: 'error',
      message,
      at: '/request/path',
      pointer: operation.pointer,
    };
  }
}

/** The items of a list show the same thing again and again: each place of the document once per finding. */
function withoutRepeats(drafts: readonly Draft[]): Draft[] {
  const seen = new Map<string, Draft>();
  for (const draft of drafts) {
    const place = draft.severity === 'error' ? draft.at : draft.at.replaceAll(/\/\d+(?=\/|$)/g, '/*');
    const key = `${draft.code} ${place} ${draft.pointer} ${draft.severity === 'error' ? draft.message : ''}`;
    if (!seen.has(key)) seen.set(key, draft);
  }
  return [...seen.values()];
}

function findingOf(
  document: ApiDocument,
  { file, pact }: PactFile,
  interaction: Interaction,
  draft: Draft,
): CompareFinding {
  const { code, severity, message, at, pointer } = draft;
  // V4 wraps what a body holds.
  const below =
    pact.specification === 4 ? at.replace(/^(\/(?:request|response)\/body|\/contents)(?=\/|$)/, '$1/content') : at;
  const place = pointer === undefined ? undefined : locate(document, pointer);
  return {
    code,
    severity,
    message,
    pact: { file, pointer: `${interaction.pointer}${below}` },
    document:
      pointer === undefined
        ? undefined
        : { file: place?.file ?? document.source, ...(place?.line !== undefined && { line: place.line }), pointer },
  };
}
