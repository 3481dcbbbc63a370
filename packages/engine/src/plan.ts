import { type Admission, compileAdmission } from './admit/admission.ts';
import type { Answer, HttpRequest } from './exchange.ts';
import type { OperationView } from './fault/fault-kind.ts';
import type { GivenLimits } from './limit/given-limits.ts';
import { compileLimits, type OperationLimits } from './limit/operation-limits.ts';
import type { ApiDocument, Operation } from './operation.ts';
import { operationView } from './operation-view.ts';
import type { ResolvedOptions } from './options.ts';
import { uncoveredReason } from './prism/prism-coverage.ts';
import { compileReporter } from './prism/prism-report.ts';
import { runThroughPrism } from './prism/run-through-prism.ts';
import { loadPrismSampler } from './prism/sample-as-prism.ts';
import type { Refusal } from './problem.ts';
import { failureWords } from './redact/failure-words.ts';
import { ownRefusal } from './respond/own-refusal.ts';
import {
  type Ask,
  compileResponder,
  type Responded,
  type Responder,
  type ResponderSettings,
} from './respond/responder.ts';
import { loadSampler, type Sampler } from './schema/sample.ts';
import type { Schemas } from './schema/schemas.ts';
import type { StateOperation } from './state/state.ts';
import { mayBeTarget } from './webhook/target/may-be-target.ts';
import { createTargetRules } from './webhook/target/target-rules.ts';

/** What an operation is compiled to on its first hit: everything that its requests need and that no request changes. */
export interface Plan {
  readonly admission: Admission;
  readonly responder: Responder;
  /** What the operation does to a sandbox's state; undefined where it has none. */
  readonly state: StateOperation | undefined;
  /** Undefined where no sandbox limits it. */
  readonly limits: OperationLimits | undefined;
  /** Answers with what the plan does not cover, callbacks; undefined where it covers all. */
  readonly throughPrism: ThroughPrism | undefined;
  /** What goes beside an answer: what Prism would tell of its violations, where its style was asked for. */
  told(request: HttpRequest, answer: Answer): Answer;
  /** The document's own answer to a refusal, if it has one. */
  refuse(refusal: Refusal): Answer | undefined | Promise<Answer | undefined>;
  /** What faults may ask of it; a promise where the sampler is not loaded yet. */
  view(): OperationView | Promise<OperationView>;
}

/** `stored` is answered where there is one, the callbacks are made all the same. */
type ThroughPrism = (
  request: HttpRequest,
  ask: Ask,
  stored: Responded | Promise<Responded> | undefined,
) => Promise<Responded>;

export interface PlanSettings {
  readonly document: ApiDocument;
  readonly options: ResolvedOptions;
  readonly requestSchemas: Schemas;
  readonly responseSchemas: Schemas;
  readonly responder: ResponderSettings;
  readonly limits: GivenLimits;
  /** Tells the operator of a schema that is not validated, once. */
  onBroken(message: string, pointer: string): void;
}

export function compilePlan(operation: Operation, settings: PlanSettings, state?: StateOperation): Plan {
  const { options, requestSchemas, responseSchemas } = settings;
  const { asPrism } = settings.responder;
  const reporter = asPrism ? compileReporter(operation.model(), responseSchemas, options) : undefined;
  const settingsOfRefusal = { seed: options.seed, fillProperties: options.fillProperties, repair: !asPrism };
  const responder = compileResponder(operation, responseSchemas, settings.responder);
  let view: OperationView | undefined;
  const viewed = (): OperationView => {
    view ??= operationView(operation, responseSchemas, responder);
    return view;
  };
  return {
    admission: compileAdmission(operation, requestSchemas, {
      root: settings.document.root,
      presenceOnly: asPrism,
      onBroken: ({ message, pointer }) => settings.onBroken(`${operation.id}: ${message}`, pointer),
    }),
    responder,
    state,
    limits: asPrism ? undefined : compileLimits(settings.document, operation, settings.limits),
    throughPrism: uncoveredReason(operation) === undefined ? undefined : throughPrism(operation, settings, responder),
    told: (request, answer) => reporter?.answered(request, answer) ?? answer,
    refuse(refusal) {
      const sampler = asPrism ? loadPrismSampler() : loadSampler();
      const refused = (sample: Sampler): Answer | undefined => {
        const answer = ownRefusal(operation, responseSchemas, refusal, settingsOfRefusal, sample);
        return answer && (reporter?.refused(refusal, answer) ?? answer);
      };
      return sampler instanceof Promise ? sampler.then(refused) : refused(sampler);
    },
    view() {
      const sampler = asPrism ? loadPrismSampler() : loadSampler();
      return sampler instanceof Promise ? sampler.then(viewed) : viewed();
    },
  };
}

/** In Prism's style its whole answer; in ours what it does besides answering, since its own data would be `"string"`. */
function throughPrism(operation: Operation, { document, options }: PlanSettings, responder: Responder): ThroughPrism {
  const rules = createTargetRules(options.webhooks.allow ?? []);
  const settings = { ...options, mayCall: (url: string) => mayBeTarget(rules, url) };
  const run = (request: HttpRequest, { params, preferences = {} }: Ask) =>
    runThroughPrism(document, operation, request, params, preferences, settings);
  if (options.errorStyle === 'prism') return run;
  return async (request, ask, stored) => {
    const responded = await (stored ?? responder.respond(ask));
    if (responded.kind === 'answered') await run(request, ask).then(noteSilence, noteFailure);
    return responded;
  };

  function noteSilence(outcome: Responded): void {
    // A status that the document does not list is an outage: nobody is called back then.
    if (outcome.kind === 'refused' && outcome.refusal.code !== 'RESPONSE_STATUS_UNKNOWN')
      options.onLog(
        `${operation.id}: no callback was sent, since prism-http refuses the request: ${outcome.refusal.code}`,
      );
  }

  function noteFailure(error: unknown): void {
    options.onLog(`${operation.id}: no callback was sent, since prism-http failed: ${failureWords(error)}`, error);
  }
}
