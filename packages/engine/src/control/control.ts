import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { catalogue, StuntError } from '../errors.ts';
import { failureWords } from '../redact/failure-words.ts';
import { accessOf } from './access.ts';
import { clockRoutes } from './routes/clock.ts';
import { eventRoutes } from './routes/events.ts';
import { faultRoutes } from './routes/faults.ts';
import { healthRoutes } from './routes/health.ts';
import { invitationRoutes, REDEEM } from './routes/invitations.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { pageDataRoutes } from './routes/page-data.ts';
import { recordingRoutes } from './routes/recording.ts';
import { requestRoutes } from './routes/requests.ts';
import type { Routes } from './routes/route.ts';
import { sandboxRoutes } from './routes/sandboxes.ts';
import { scenarioRoutes } from './routes/scenarios.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import type { ControlServices } from './services.ts';

/** The control API as something that answers Node's requests, on whichever listener they came in. Loaded on the first one. */
export interface Control {
  handle(message: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

export interface ControlOptions {
  readonly services: ControlServices;
  /** With a token, it decides who may control; without one, only this machine may. */
  readonly token: string | undefined;
  /** Whether something stands in front of a port of this double. @default nothing does */
  readonly isForwarded?: (localPort: number | undefined) => boolean;
  /** What went wrong inside, for the operator. */
  onLog(line: string, error?: unknown): void;
}

/** Where the operator asks; a sandbox asks below its own name. */
const OPERATORS = '/_stunt';
const OPERATOR_ROUTES: readonly Routes[] = [sandboxRoutes, invitationRoutes];
const ROUTES: readonly Routes[] = [
  faultRoutes,
  scenarioRoutes,
  clockRoutes,
  requestRoutes,
  metricsRoutes,
  eventRoutes,
  webhookRoutes,
  recordingRoutes,
  healthRoutes,
  pageDataRoutes,
];

export async function createControl(options: ControlOptions): Promise<Control> {
  // By its default: the packed command has no other export of a CommonJS module.
  const { default: fastify } = await import('fastify');
  const app = fastify({ bodyLimit: 1024 * 1024, forceCloseConnections: true });
  app.addHook('onRequest', async (request, reply) => {
    const { host, origin, authorization, 'webhook-id': webhookId } = request.headers;
    const { remoteAddress, localPort } = request.socket;
    const isForwarded = options.isForwarded?.(localPort) ?? false;
    const isDelivery = webhookId !== undefined;
    const caller = { remoteAddress, host, origin, authorization, isForwarded, isDelivery };
    if (!isDelivery && isInvitation(request)) return;
    const access = accessOf(caller, options.token, controlKeyOf(request, options.services));
    if (access.kind === 'granted') return;
    if (access.status === 401) reply.header('www-authenticate', 'Bearer realm="stunt control"');
    const code = access.status === 401 ? 'CONTROL_UNAUTHORIZED' : 'CONTROL_FORBIDDEN';
    await reply
      .status(access.status)
      .type(PROBLEM)
      .send(problem(code, access.status, access.detail));
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const { status, body } = problemOf(error, options);
    return reply.status(status).type(PROBLEM).send(body);
  });
  app.setNotFoundHandler((_request, reply) =>
    reply
      .status(404)
      .type(PROBLEM)
      .send(problem('CONTROL_UNKNOWN', 404, 'There is nothing of this method and path; see openapi.json.')),
  );
  for (const prefix of [OPERATORS, '/~:sandbox/_stunt']) {
    await app.register(
      async (scope: FastifyInstance) => {
        for (const routes of ROUTES) routes(scope, options.services);
        if (prefix === OPERATORS) for (const routes of OPERATOR_ROUTES) routes(scope, options.services);
      },
      { prefix },
    );
  }
  await app.ready();
  return { handle: (message, response) => app.routing(message, response), close: () => app.close() };
}

const PROBLEM = 'application/problem+json';

/** The code of an invitation is all the authority that it needs. */
const isInvitation = ({ routeOptions }: FastifyRequest): boolean => routeOptions.url === OPERATORS + REDEEM;

/** Of the sandbox in the path, as it is routed; where nothing is, as it is written, so that its owner is told what is missing. */
function controlKeyOf({ params, is404, url }: FastifyRequest, { registry }: ControlServices): string | undefined {
  const routed =
    typeof params === 'object' && params !== null && 'sandbox' in params ? String(params.sandbox) : undefined;
  const name = routed ?? (is404 ? /^\/~([^/?]+)\/_stunt\//.exec(url)?.[1] : undefined);
  return name === undefined ? undefined : registry.get(name)?.credentials.controlKey;
}

function problemOf(
  error: Error & { statusCode?: number },
  { onLog }: ControlOptions,
): { status: number; body: object } {
  if (error instanceof StuntError) {
    const status = STATUSES[error.code] ?? 400;
    return { status, body: { ...problem(error.code, status, error.message), hint: error.hint } };
  }
  const status = error.statusCode ?? 500;
  // Fastify's own, whose messages quote the body.
  if (status < 500) return { status, body: problem('CONTROL_INVALID', status, REFUSED[status] ?? NOT_READ) };
  onLog(`control failed: ${failureWords(error)}`, error);
  return { status: 500, body: problem('INTERNAL', 500, 'The control API failed; see the log.') };
}

const NOT_READ = 'The request cannot be read.';
const REFUSED: Readonly<Record<number, string>> = {
  400: 'The body, or the path, cannot be read: send valid JSON, and percent-encode what is no letter or digit.',
  413: 'The body is larger than 1 MB.',
  415: 'The body has to be JSON: send Content-Type: application/json.',
};

const STATUSES: Partial<Record<string, number>> = {
  SANDBOX_UNKNOWN: 404,
  SANDBOX_EXISTS: 409,
  RECORDING_OFF: 409,
  SANDBOX_KEPT: 409,
  SANDBOX_PORT: 409,
  CONTROL_FULL: 409,
  INVITATION_UNKNOWN: 404,
  INVITATION_NAMED: 409,
  INVITATION_LIMITED: 429,
  FAULT_UNKNOWN: 404,
  SCENARIO_UNKNOWN: 404,
  REQUEST_UNKNOWN: 404,
  WEBHOOK_UNKNOWN: 404,
};

function problem(code: keyof typeof catalogue, status: number, detail: string): object {
  const { title, hint } = catalogue[code];
  return { type: `urn:stuntdouble:error:${code}`, title, status, detail, code, hint };
}
