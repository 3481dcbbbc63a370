import { inspectRequests } from './admit/inspect-requests.ts';
import { StuntError } from './errors.ts';
import { limitFindings } from './limit/declared-limits.ts';
import { locate } from './load/locate.ts';
import { createRouter } from './match/router.ts';
import type { ApiDocument, Finding, Operation } from './operation.ts';
import { inspectResponses, type Repair } from './respond/inspect-responses.ts';
import { routeFindings } from './route-findings.ts';
import { loadSampler, type Sampler } from './schema/sample.ts';
import { createSchemas, type Schemas } from './schema/schemas.ts';
import { ignoredTransitions, inspectTransitions } from './state/transition/find-transition.ts';
import { type MappedWebhook, mappedWebhooks } from './webhook/event-mapping.ts';

export interface CheckReport {
  readonly findings: readonly Finding[];
  readonly repairs: readonly Repair[];
  /** Each with the operations that fire it. */
  readonly webhooks: readonly MappedWebhook[];
  readonly counts: {
    readonly operations: number;
    readonly examples: number;
    readonly schemas: number;
    readonly repaired: number;
  };
}

export interface CheckOptions {
  /** As for serving: repairs of examples depend on it. @default '' */
  readonly seed?: string;
}

/** Compiles everything that serving would compile on demand, and says what is wrong with it. Takes seconds where serving takes none. */
export async function checkDocument(document: ApiDocument, options: CheckOptions = {}): Promise<CheckReport> {
  const requestSchemas = createSchemas(document.root, document.dialect, 'request');
  const responseSchemas = createSchemas(document.root, document.dialect, 'response');
  const sample = await loadSampler();
  const findings: Finding[] = [
    ...document.findings,
    ...inspectTransitions(document),
    ...routeFindings(document, createRouter(document.operations, document.basePaths)),
    ...limitFindings(document),
    ...unjudgedSchemes(document),
  ];
  const repairs: Repair[] = [];
  const counts = { operations: document.operations.length, examples: 0, schemas: 0, repaired: 0 };
  for (const operation of document.operations) {
    const inspected = inspectOperation(
      operation,
      document.root,
      requestSchemas,
      responseSchemas,
      sample,
      options.seed ?? '',
    );
    findings.push(...inspected.findings);
    repairs.push(...inspected.repairs);
    counts.examples += inspected.examples;
    counts.schemas += inspected.schemas;
  }
  findings.push(...requestSchemas.findings(), ...responseSchemas.findings());
  counts.repaired = repairs.length;
  return {
    findings: unique(findings).map((finding) => placed(document, finding)),
    repairs,
    webhooks: mappedWebhooks(document, ignoredTransitions(document)),
    counts,
  };
}

function inspectOperation(
  operation: Operation,
  root: unknown,
  requestSchemas: Schemas,
  responseSchemas: Schemas,
  sample: Sampler,
  seed: string,
) {
  try {
    const broken = inspectRequests(operation, requestSchemas, root);
    const inspected = inspectResponses(operation, responseSchemas, sample, seed);
    return { ...inspected, findings: [...broken, ...inspected.findings] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      findings: [{ severity: 'error', code: codeOf(error), message, pointer: operation.pointer } satisfies Finding],
      repairs: [],
      examples: 0,
      schemas: 0,
    };
  }
}

const codeOf = (error: unknown): string => (error instanceof StuntError ? error.code : 'SPEC_OPERATION_BROKEN');

/** Schemes of which nobody finds out whether a credential is right, whatever `--auth` says. */
function unjudgedSchemes({ securitySchemes }: ApiDocument): Finding[] {
  return securitySchemes.flatMap(({ name, kind }): Finding[] => {
    const said = UNJUDGED[kind] ?? (/^http (?!basic$|bearer$)/.test(kind) ? UNASKED : undefined);
    if (said === undefined) return [];
    return [{ severity: 'warning', code: 'SPEC_NOT_SERVED', message: `Security scheme ${name} (${kind}): ${said}` }];
  });
}

const UNASKED = 'nothing is asked for it; an operation that asks for nothing else answers anybody';

const UNJUDGED: Readonly<Record<string, string>> = {
  'http digest': 'what is well formed is let in, for nobody asks whether it is right',
  mutualTLS: 'no certificate of a client is asked for; an operation that asks for nothing else answers anybody',
};

/** Both directions meet the same schema: each finding once. */
function unique(findings: readonly Finding[]): Finding[] {
  return [
    ...new Map(findings.map((finding) => [`${finding.code} ${finding.pointer} ${finding.message}`, finding])).values(),
  ];
}

function placed(document: ApiDocument, finding: Finding): Finding {
  if (finding.line !== undefined || finding.pointer === undefined) return finding;
  return { ...finding, ...locate(document, finding.pointer) };
}
