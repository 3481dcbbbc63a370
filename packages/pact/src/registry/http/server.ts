import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JsonObject } from '../../pact/pact.ts';
import { type HandedAnswer, type HandedRequest, type MountPoint, plainHeaders } from '../mount/handed-request.ts';
import type { EventLog } from '../record/log.ts';
import { type Grant, refusalFor } from '../tokens/grant.ts';
import type { WebhookServices } from '../webhooks/courier.ts';
import type { Authorize } from './authorize.ts';
import { linksBelow } from './links.ts';
import { notFound, type RegistrySettings, type Reply, type Route } from './route.ts';
import { routes } from './routes.ts';
import { unencodedRoute } from './unencoded-route.ts';

/** The registry over HTTP: bytes in and out, who may ask, and failures in words. Knows nothing of pacts. */
export interface RegistryServer {
  readonly url: string;
  /** Answers a request that came in somewhere else. */
  answer(request: HandedRequest): Promise<HandedAnswer>;
  close(): Promise<void>;
}

export interface RegistryServerOptions {
  readonly log: EventLog;
  readonly host: string;
  /** Undefined: it does not listen, and answers what is handed to it. */
  readonly port: number | undefined;
  readonly authorize: Authorize;
  readonly settings: RegistrySettings;
  readonly webhooks: WebhookServices;
  /** The address that clients use, where something stands in front. @default what each request was sent to */
  readonly publicUrl: string | undefined;
  /** Where in another server it stands. */
  readonly mounted?: MountPoint | undefined;
  /** What went wrong inside, for the operator. */
  readonly onLog: (line: string) => void;
}

const BODY_LIMIT = 64 * 1024 * 1024;
/** Of one part of a path: it may carry the metadata of a pact to verify. */
const PART_LIMIT = 32 * 1024;
const HAL = 'application/hal+json;charset=utf-8';

export async function serveRegistry(options: RegistryServerOptions): Promise<RegistryServer> {
  const { default: fastify } = await import('fastify');
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: PART_LIMIT },
    http: { maxHeaderSize: 2 * PART_LIMIT },
    frameworkErrors: (_error, _request, reply) => void send(reply, BAD_ADDRESS),
  });
  const grants = new WeakMap<object, Grant>();
  const answered = (route: Route, request: FastifyRequest, params = paramsOf(request.params)) =>
    answer(route, request, { ...options, grant: grants.get(request.raw) }, params);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, String(body)));
  app.addHook('onRequest', async (request, reply) => {
    const { host, origin, authorization } = request.headers;
    const { remoteAddress } = request.socket;
    const [path = ''] = request.url.split('?');
    const access = options.authorize({ method: request.method, path, authorization, remoteAddress, host, origin });
    if (access.kind === 'granted') {
      grants.set(request.raw, access.grant);
      return;
    }
    if (access.status === 401) reply.header('www-authenticate', 'Bearer realm="contracts"');
    await send(reply, refused(access.status, access.why));
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
    send(reply, failure(error, options)),
  );
  app.setNotFoundHandler(async (request, reply) => {
    const unencoded = unencodedRoute(options.log.tables, request.method, request.url);
    if (unencoded) return send(reply, await answered(unencoded.route, request, unencoded.params));
    return send(reply, notFound(`There is nothing at ${request.method} ${request.url.split('?')[0]}.`));
  });
  for (const route of routes)
    app.route({
      method: route.method,
      url: route.path,
      handler: async (request, reply) => send(reply, await answered(route, request)),
    });
  const { host, port } = options;
  const url = port === undefined ? '' : await app.listen({ host, port });
  await app.ready();
  const answerHanded = async ({ method, url: target, headers, body, remoteAddress }: HandedRequest) => {
    const {
      statusCode,
      headers: fields,
      rawPayload,
    } = await app.inject({
      method,
      url: target,
      headers,
      remoteAddress,
      ...(body.length > 0 && { payload: Buffer.from(body) }),
    });
    return { status: statusCode, headers: plainHeaders(fields), body: rawPayload };
  };
  return { url, answer: answerHanded, close: () => app.close() };
}

function answer(
  route: Route,
  request: FastifyRequest,
  { log, settings, webhooks, publicUrl, mounted, grant }: RegistryServerOptions & { readonly grant: Grant | undefined },
  params: Readonly<Record<string, string>>,
): Reply | Promise<Reply> {
  const parsed = bodyOf(request.body);
  if (parsed === undefined)
    return { status: 400, body: { error: 'The body is no JSON object.', errors: { body: ['is no JSON object.'] } } };
  const { method, path } = route;
  const part = (name: string): string => params[name] ?? '';
  const refusal = grant && refusalFor(grant, { method, path, part, body: parsed, tables: log.tables });
  if (refusal !== undefined) return refused(403, refusal);
  const base = publicUrl ?? `${mounted?.scheme ?? request.protocol}://${request.host}${mounted?.path ?? ''}`;
  return route.handle({
    part,
    query: new URLSearchParams(request.url.split('?')[1] ?? ''),
    body: parsed,
    log,
    links: linksBelow(base),
    settings,
    webhooks,
  });
}

const BAD_ADDRESS: Reply = {
  status: 400,
  body: {
    error: 'The address is not encoded as addresses are: a % in a name is written %25.',
    errors: { address: ['is not encoded as addresses are.'] },
  },
};

const refused = (status: 401 | 403, why: string): Reply => ({
  status,
  body: { error: why, errors: { authorization: [why] } },
});

const paramsOf = (params: unknown): Readonly<Record<string, string>> => (isStrings(params) ? params : {});

const isStrings = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null;

function bodyOf(body: unknown): JsonObject | undefined {
  if (typeof body !== 'string' || body.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(body);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function send(reply: FastifyReply, { status, body, type, headers }: Reply): FastifyReply {
  reply.status(status).headers(headers ?? {});
  if (body === undefined) return reply.send();
  return reply.type(type ?? HAL).send(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Fastify's own refusals quote what was sent: only their meaning is passed on. */
function failure(error: Error & { statusCode?: number }, { onLog }: RegistryServerOptions): Reply {
  const status = error.statusCode ?? 500;
  if (status === 413) return { status, body: { error: `The body is larger than ${BODY_LIMIT / 1024 / 1024} MB.` } };
  if (status < 500)
    return { status, body: { error: 'The request cannot be read.', errors: { request: ['cannot be read.'] } } };
  onLog(`a request to the registry failed: ${error.message}`);
  return { status: 500, body: { error: 'The registry failed; its log says why. Nothing of this request was kept.' } };
}
