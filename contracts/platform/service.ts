/**
 * The platform over HTTP. Each operation of the document becomes a route, and each request passes the same gates in the same order:
 * credential, rate limit, scope, media type, parameters and body, handler. Never decides what an operation does.
 */
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { auditEvents } from './audit-events.ts';
import type { Client } from './clients.ts';
import { contents } from './contents.ts';
import { anonymous, authenticate, authorise } from './credentials.ts';
import { type DocumentedOperation, isRecord } from './document.ts';
import { documents } from './documents.ts';
import { exchanges } from './exchanges.ts';
import { health } from './health.ts';
import { newId } from './ids.ts';
import { intakes } from './intakes.ts';
import type { Operation, RawCall, Reply } from './operation.ts';
import { participants } from './participants.ts';
import { createPlatform, type Platform } from './platform.ts';
import { Problem } from './problem.ts';
import { readJson } from './request-body.ts';
import { addTokenEndpoint, createTokens } from './tokens.ts';
import { webhookSubscriptions } from './webhook-subscriptions.ts';

export function createService(platform: Platform = createPlatform()): FastifyInstance {
  const app = Fastify({
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    rewriteUrl,
    genReqId: () => newId('req', platform.clock.now()),
    // What cannot be routed comes before the error handler.
    frameworkErrors: (error, request, reply) => send(reply, problemReply(error, request.id)),
  });
  app.removeAllContentTypeParsers();
  // Bodies stay streams: what an operation takes is the document's to say.
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  app.setErrorHandler((error, request, reply) => send(reply, problemReply(error, request.id)));
  app.setNotFoundHandler((request, reply) => {
    const problem = new Problem(
      'resource_not_found',
      'There is no such operation; the document lists those that there are.',
    );
    return send(reply, problemReply(problem, request.id));
  });
  app.addHook('onRequest', async (_request, reply) => void reply.header('x-content-type-options', 'nosniff'));
  app.addHook('onClose', async () => platform.deliveries.clear());
  addOperations(app, platform);
  return app;
}

/** The document's server ends in `/v1`; both are served. */
const rewriteUrl = ({ url = '/' }: { url?: string }): string => (url.startsWith('/v1/') ? url.slice(3) : url);

function addOperations(app: FastifyInstance, platform: Platform): void {
  const tokens = createTokens(platform.clients, platform.clock);
  addTokenEndpoint(app, platform.clients, tokens);
  const operations = operationsOf(platform);
  for (const documented of platform.document.operations) {
    const operation = operations.get(documented.id);
    if (!operation) throw new Error(`The document has ${documented.id}, which no handler answers.`);
    const answer = operation.bind(documented, platform.checks);
    app.route({
      method: documented.method,
      url: documented.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        const identified = await authenticate(platform, tokens, documented, request).then(
          (client) => ({ client, problem: undefined }),
          (problem: unknown) => ({ client: anonymous, problem }),
        );
        const { headers, refusal } = platform.limits.count(documented.limits, whoAsks(identified.client, request));
        // `security: []` marks what monitors ask, which documents no limit fields.
        if (documented.security) void reply.headers(headers);
        const problem = refusal ?? platform.conditions.refusal ?? identified.problem;
        if (problem) throw problem;
        const { client } = identified;
        authorise(documented, client);
        const call = await rawCall(documented, request, client);
        return send(reply, await answer(call));
      },
    });
  }
}

function operationsOf(platform: Platform): ReadonlyMap<string, Operation> {
  const domains = [intakes, documents, contents, exchanges, participants, auditEvents, webhookSubscriptions, health];
  const all = domains.flatMap((domain) => domain(platform));
  return new Map(all.map((operation) => [operation.id, operation]));
}

const whoAsks = (client: Client, { ip }: FastifyRequest): string => (client === anonymous ? ip : client.id);

async function rawCall(documented: DocumentedOperation, request: FastifyRequest, client: Client): Promise<RawCall> {
  const mediaType = mustTake(documented, request);
  const parameters = parametersOf(documented, request);
  const isJson = mediaType !== undefined && documented.body?.get(mediaType) !== undefined;
  const body = isJson ? await readJson(request.body) : request.body;
  const origin = `${request.protocol}://${request.host}/v1`;
  return { client, requestId: request.id, origin, parameters, body };
}

/** The media type of the body, if the operation takes one; throws where it takes another. */
function mustTake({ body }: DocumentedOperation, { headers }: FastifyRequest): string | undefined {
  if (!body) return undefined;
  const sent = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (body.has(sent)) return sent;
  const allowed = [...body.keys()].join(' or ');
  throw new Problem(
    'unsupported_media_type',
    `Content-Type was ${sent || 'missing'}; this operation takes ${allowed}.`,
  );
}

/** By their names in the document. What the query has besides is kept, to be refused by name; a grant was a credential. */
function parametersOf({ parameters, security = [] }: DocumentedOperation, request: FastifyRequest): object {
  const path = fieldsOf(request.params);
  const { grant, ...others } = fieldsOf(request.query);
  const takesGrant = security.some(({ scheme }) => scheme === 'DownloadGrant');
  const query = grant === undefined || takesGrant ? others : { ...others, grant };
  const headers = Object.fromEntries(
    parameters
      .filter(({ name, in: place }) => place === 'header' && request.headers[name.toLowerCase()] !== undefined)
      .map(({ name }) => [name, request.headers[name.toLowerCase()]]),
  );
  return { ...query, ...path, ...headers };
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});

function problemReply(error: unknown, requestId: string): Reply {
  const problem = error instanceof Problem ? error : problemOf(error);
  return {
    status: problem.status,
    headers: { ...problem.headers, 'content-type': 'application/problem+json' },
    body: problem.toBody(requestId),
  };
}

/** What Fastify refuses by itself is the client's doing; everything else is ours, and is said to nobody but the log. */
function problemOf(error: unknown): Problem {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 400 && status < 500) return new Problem('malformed_request', 'The request cannot be read.');
  process.stderr.write(`${error instanceof Error ? error.stack : 'something was thrown that is no error'}\n`);
  return new Problem('internal_error', 'Something went wrong here. Quote the request id to support.');
}

function send(reply: FastifyReply, { status, body, headers = {} }: Reply): FastifyReply {
  void reply.code(status).headers(headers);
  if (body === undefined || body instanceof Uint8Array) return reply.send(body);
  if (!reply.hasHeader('content-type')) void reply.header('content-type', 'application/json');
  // As bytes, since Fastify would put a charset behind the media type of a string; JSON has none.
  return reply.send(Buffer.from(JSON.stringify(body)));
}
