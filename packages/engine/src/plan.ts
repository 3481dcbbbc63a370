import { hashOf } from './chance/random.ts';
import { type Admission, compileAdmission } from './admit/admission.ts';
import type { Answer } from './exchange.ts';
import type { Operation } from './operation.ts';
import type { ResolvedOptions } from './options.ts';
import type { Refusal } from './problem.ts';
import { uncoveredReason } from './prism/prism-coverage.ts';
import { ownRefusal } from './respond/own-refusal.ts';
import { compileResponder, type Responder, type ResponderSettings } from './respond/responder.ts';
import { loadSampler } from './schema/sample.ts';
import type { Schemas } from './schema/schemas.ts';

/** What an operation is compiled to on its first hit: everything that its requests need and that no request changes. */
export interface Plan {
  readonly admission: Admission;
  readonly responder: Responder;
  /** Why this operation runs through prism-http; undefined where the plan covers it. */
  readonly uncovered: string | undefined;
  /** The document's own answer to a refusal, if it has one. */
  refuse(refusal: Refusal): Answer | undefined | Promise<Answer | undefined>;
}

export interface PlanSettings {
  readonly options: ResolvedOptions;
  readonly requestSchemas: Schemas;
  readonly responseSchemas: Schemas;
  readonly responder: ResponderSettings;
}

export function compilePlan(operation: Operation, settings: PlanSettings): Plan {
  const { options, requestSchemas, responseSchemas } = settings;
  const wish = { example: undefined, dynamic: false, ignoreExamples: false, fillProperties: options.fillProperties, repair: !settings.responder.asPrism, seed: hashOf(options.seed, operation.id) };
  return {
    admission: compileAdmission(operation, requestSchemas, { auth: options.auth }),
    responder: compileResponder(operation, responseSchemas, settings.responder),
    uncovered: uncoveredReason(operation.model()),
    refuse(refusal) {
      const sampler = loadSampler();
      if (sampler instanceof Promise) return sampler.then((sample) => ownRefusal(operation, responseSchemas, refusal, wish, sample));
      return ownRefusal(operation, responseSchemas, refusal, wish, sampler);
    },
  };
}
