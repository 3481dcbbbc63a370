import type { IHttpConfig } from '@stoplight/prism-http';
import type { Answer, HttpRequest, PathParameters, Preferences } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import type { Refusal } from '../problem.ts';
import type { AuthMode } from '../sandbox.ts';
import { prismLogger } from './prism-logger.ts';
import type { PrismDocument } from './prism-operation.ts';
import { prismAnswer } from './prism-output.ts';
import { prismRequest } from './prism-request.ts';
import { refusalOfPrism } from './refusal-of-prism.ts';

/**
 * Answers one operation through `@stoplight/prism-http` itself: what a plan does not cover yet. Loaded when the first such
 * request comes (0.6 s, 100 MB). A callback that fails is a line in the log, never a failed request.
 */
export interface PrismSettings {
  readonly dynamic: boolean;
  readonly ignoreExamples: boolean;
  readonly auth?: AuthMode | undefined;
  /** Always given: Prism keeps the seed of the request before for one without (PRISM.md, trap 4). */
  readonly seed: string;
  /** One line for each thing the operator should see: a callback that failed. */
  readonly onLog: (line: string) => void;
}

export type PrismOutcome =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export async function runThroughPrism(
  document: PrismDocument,
  operation: Operation,
  request: HttpRequest,
  params: PathParameters,
  preferences: Preferences,
  settings: PrismSettings,
): Promise<PrismOutcome> {
  const input = prismRequest(operation, request, params);
  if (input.kind === 'malformed') return { kind: 'refused', refusal: MALFORMED };
  const [{ default: prism }, { prismOperation }] = await Promise.all([
    import('@stoplight/prism-http'),
    import('./prism-operation.ts'),
  ]);
  const config = configOf(preferences, settings);
  const instance = prism.createInstance(config, {
    logger: prismLogger((line) => settings.onLog(`${operation.id}: ${line}`)),
  });
  const result = await instance.request(input.request, [prismOperation(document, operation)], config)();
  if (result._tag === 'Left') {
    const { method, headers } = request;
    const contentType = headers['content-type'] === undefined ? undefined : String(headers['content-type']);
    const context = {
      method,
      path: input.request.url.path,
      operation: operation.id,
      accept: String(headers.accept ?? ''),
      contentType,
    };
    return { kind: 'refused', refusal: refusalOfPrism(result.left, context) };
  }
  const answer = prismAnswer(result.right.output);
  return 'code' in answer ? { kind: 'refused', refusal: answer } : { kind: 'answered', answer };
}

const MALFORMED: Refusal = {
  code: 'REQUEST_INVALID',
  violations: [{ in: 'body', path: [], code: 'parse', message: 'must be JSON' }],
};

/** Made anew for each request: Prism writes the request's Accept into it. */
function configOf(preferences: Preferences, settings: PrismSettings): IHttpConfig {
  return {
    isProxy: false,
    checkSecurity: settings.auth !== 'off',
    validateRequest: true,
    validateResponse: false,
    errors: false,
    upstreamProxy: undefined,
    mock: {
      dynamic: preferences.dynamic ?? settings.dynamic,
      ignoreExamples: settings.ignoreExamples,
      seed: preferences.seed ?? settings.seed,
      ...(preferences.code !== undefined && { code: preferences.code }),
      ...(preferences.example !== undefined && { exampleKey: preferences.example }),
    },
  };
}
