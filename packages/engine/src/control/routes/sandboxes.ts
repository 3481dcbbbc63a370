import type { FastifyRequest } from 'fastify';
import { StuntError } from '../../errors.ts';
import type { AuthMode, NewSandbox, SandboxRecord } from '../../sandbox.ts';
import { DURATION_FORM, parseDuration } from '../../time/duration.ts';
import type { Asked, ControlledSandboxes } from '../services.ts';
import { askedOf, bodyOf, parameter, queryOf, type Routes, resetSandbox, wholeNumber } from './route.ts';

/** State may hold what was uploaded. */
const IMPORT_BYTES = 64 * 1024 * 1024;

/** The sandboxes: `/sandboxes`, `/sandboxes/{name}` and what can be done with one. For the operator only. */
export const sandboxRoutes: Routes = (app, services) => {
  const { registry } = services;
  const recordOf = (request: FastifyRequest): SandboxRecord => {
    const name = parameter(request, 'name');
    const record = registry.get(name);
    if (record === undefined) throw new StuntError('SANDBOX_UNKNOWN', `There is no sandbox "${name}".`);
    return record;
  };
  app.get('/sandboxes', async (request) => ({
    sandboxes: registry
      .list()
      .map((record) => ({ name: record.name, ...settingsShown(registry, record, askedOf(request)) })),
  }));
  app.post('/sandboxes', async (request, reply) => {
    const record = await registry.create(newSandbox(bodyOf(request)));
    return reply
      .status(201)
      .header('location', `sandboxes/${record.name}`)
      .send(credentialsShown(registry, record, askedOf(request)));
  });
  app.post('/sandboxes/import', { bodyLimit: IMPORT_BYTES }, async (request, reply) => {
    const { name, replace } = queryOf(request);
    const { record, notes } = await registry.imported(request.body, { name, replace: replace === 'true' });
    return reply.status(201).send({ ...credentialsShown(registry, record, askedOf(request)), notes });
  });
  app.get('/sandboxes/:name', async (request) => {
    const record = recordOf(request);
    const asked = askedOf(request);
    const firstCall = registry.firstCallOf(record, asked) ?? null;
    const settings = settingsShown(registry, record, asked);
    return { ...credentialsShown(registry, record, asked), ...settings, seed: record.seed, firstCall };
  });
  app.put('/sandboxes/:name', async (request) => {
    const given = { ...bodyOf(request), name: parameter(request, 'name') };
    return credentialsShown(registry, await registry.put(newSandbox(given)), askedOf(request));
  });
  // Deleting what is gone already is no mistake: the caller has what it wanted.
  app.delete('/sandboxes/:name', async (request, reply) => {
    registry.delete(parameter(request, 'name'));
    return reply.status(204).send();
  });
  app.post('/sandboxes/:name/rotate-keys', async (request) =>
    credentialsShown(registry, registry.rotateKeys(parameter(request, 'name')), askedOf(request)),
  );
  app.post('/sandboxes/:name/reset', async (request) => resetSandbox(services, recordOf(request).name));
  app.get('/sandboxes/:name/export', async (request) =>
    registry.exported(recordOf(request), queryOf(request).credentials === 'true'),
  );
};

const FIELDS = ['name', 'ttl', 'seed', 'auth', 'listen', 'record'];

/** A sandbox as it is asked for, in JSON. @throws StuntError CONTROL_INVALID */
function newSandbox(body: Readonly<Record<string, unknown>>): NewSandbox {
  const { name, ttl, seed, auth, listen, record } = body;
  const unknown = Object.keys(body).filter((field) => !FIELDS.includes(field));
  if (unknown.length > 0) throw invalid(`${unknown.join(', ')} is not known here; allowed: ${FIELDS.join(', ')}.`);
  if (typeof name !== 'string') throw invalid('name is missing: {"name": "acme"}.');
  if (seed !== undefined && typeof seed !== 'string') throw invalid('seed has to be a text.');
  if (record !== undefined && typeof record !== 'boolean') throw invalid('record has to be true or false.');
  return { name, seed, record, ttl: durationIn(ttl, 'ttl'), auth: authIn(auth), port: portIn(listen) };
}

export function durationIn(given: unknown, name: string): number | undefined {
  if (given === undefined) return undefined;
  const ms = parseDuration(given);
  if (ms !== undefined && ms > 0) return ms;
  throw invalid(`${name} is ${JSON.stringify(given)}; write ${DURATION_FORM}.`);
}

export function authIn(given: unknown): AuthMode | undefined {
  if (given === undefined || given === 'off' || given === 'presence' || given === 'enforce') return given;
  throw invalid(`auth is ${JSON.stringify(given)}; allowed: off, presence, enforce.`);
}

function portIn(given: unknown): number | undefined {
  const port = wholeNumber(given, 'listen');
  if (port !== undefined && port > 65_535) throw invalid(`listen is ${port}; it has to be a port, 0 to 65535.`);
  return port;
}

const invalid = (message: string): StuntError => new StuntError('CONTROL_INVALID', message);

export interface CredentialsShown {
  readonly name: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokenUrl: string;
  readonly controlKey: string;
  readonly expiresAt: string | null;
}

/** What a partner needs, and nothing else: printed as it is by `stunt sandbox create --format json`. */
export function credentialsShown(registry: ControlledSandboxes, record: SandboxRecord, asked: Asked): CredentialsShown {
  const { name, expiresAt, credentials } = record;
  const baseUrl = registry.baseUrlOf(record, asked);
  return {
    name,
    baseUrl,
    apiKey: credentials.apiKey,
    clientId: credentials.clientId,
    clientSecret: credentials.clientSecret,
    tokenUrl: `${baseUrl}/_auth/token`,
    controlKey: credentials.controlKey,
    expiresAt: timeOf(expiresAt),
  };
}

const settingsShown = (registry: ControlledSandboxes, record: SandboxRecord, asked: Asked): object => ({
  baseUrl: registry.baseUrlOf(record, asked),
  createdAt: timeOf(record.createdAt),
  expiresAt: timeOf(record.expiresAt),
  auth: record.auth,
  listen: record.port ?? null,
  record: record.record,
});

const timeOf = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
