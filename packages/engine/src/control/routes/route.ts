import type { FastifyInstance, FastifyRequest } from 'fastify';
import { StuntError } from '../../errors.ts';
import type { Asked, ControlServices } from '../services.ts';

/** Adds the routes of one resource. Paths are relative to `/_stunt`. */
export type Routes = (app: FastifyInstance, services: ControlServices) => void;

/** The sandbox that a control request acts for: the one in its path, else the default one. */
export function sandboxOf(request: FastifyRequest, services: ControlServices): string {
  const { sandbox } = request.params as { sandbox?: string };
  if (sandbox === undefined) return services.defaultSandbox;
  if (services.sandboxes.has(sandbox)) return sandbox;
  throw new StuntError('SANDBOX_UNKNOWN', `There is no sandbox "${sandbox}".${knownNames(services.sandboxes)}`);
}

/** A slip is mended with a handful of names; thousands tell nobody anything. */
const knownNames = (names: ReadonlySet<string>): string =>
  names.size <= 5 ? ` Known: ${[...names].join(', ')}.` : ' See /_stunt/sandboxes.';

/** Below `/_stunt` the operator asks; below `/~name/_stunt` a sandbox, which acts for itself only. */
export const isOperators = (request: FastifyRequest): boolean => parameter(request, 'sandbox') === '';

/** As new, but for settings and credentials. */
export function resetSandbox(services: ControlServices, sandbox: string): object {
  services.stopRuns(sandbox);
  const cleared = services.faults.clear(sandbox);
  services.clocks.setOffset(sandbox, 0);
  services.registry.reset(sandbox);
  return { sandbox, cleared };
}

/** For links in the answer. */
export const askedOf = ({ headers, socket }: FastifyRequest): Asked => ({ host: headers.host, port: socket.localPort });

export const parameter = (request: FastifyRequest, name: string): string =>
  (request.params as Record<string, string>)[name] ?? '';

export function queryOf(request: FastifyRequest): Readonly<Record<string, string | undefined>> {
  return request.query as Record<string, string | undefined>;
}

export function bodyOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  const { body } = request;
  if (body === undefined || body === null) return {};
  if (typeof body === 'object' && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new StuntError('CONTROL_INVALID', 'The body has to be a JSON object.');
}

/** A query or body value that has to be a whole number; undefined where it is absent. */
export function wholeNumber(value: unknown, name: string, least = 0): number | undefined {
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= least) return number;
  throw new StuntError(
    'CONTROL_INVALID',
    `${name} is ${JSON.stringify(value)}; it has to be a whole number from ${least}.`,
  );
}
