import { resolve } from 'node:path';
import {
  DURATION_FORM,
  type GivenLimits,
  type NewSandbox,
  parseDuration,
  type ServerOptions,
} from '@stuntdouble/engine';
import type { InferredOptionTypes } from 'yargs';
import { readSettings } from '../config/read-settings.ts';
import type { ScenarioToStart, SettingsFile } from '../config/settings-file.ts';
import { CliError } from '../errors.ts';
import { parseSize } from './parse-size.ts';
import type { serveFlags } from './serve-flags.ts';

/** The one place where the flags of `stunt serve` and stunt.yaml become what the engine is asked for. Flags win. */

export type ServeArguments = Partial<InferredOptionTypes<typeof serveFlags>> & {
  readonly documents?: readonly string[] | undefined;
};

export interface DocumentToServe {
  readonly source: string;
  /** The folder that a relative source starts from. */
  readonly cwd: string;
  readonly name?: string | undefined;
  readonly basePath?: string | undefined;
  /** Absolute, or URLs. */
  readonly overlays?: readonly string[] | undefined;
}

export interface ServeSettings {
  readonly documents: readonly DocumentToServe[];
  readonly server: Omit<ServerOptions, 'documents' | 'onExchange' | 'onLog' | 'folder' | 'token'>;
  /** Whether a registry of contracts runs inside. */
  readonly contracts: boolean;
  /** Folder of handlers, absolute. */
  readonly handlers?: string | undefined;
  /** Files and folders of fixtures by sandbox, absolute. */
  readonly fixtures?: Readonly<Record<string, string>> | undefined;
  /** Started once the double answers. */
  readonly scenarios: readonly (ScenarioToStart & {
    /** The folder that its file starts from. */
    readonly folder: string;
  })[];
  /** Print a line per request. */
  readonly logsRequests: boolean;
  /** What the person who typed it should know, such as a flag without effect. */
  readonly notes: readonly string[];
}

const defaultFile = 'stunt.yaml';
const sandboxName = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

export async function resolveServe(args: ServeArguments, cwd: string): Promise<ServeSettings> {
  const named = args.documents ?? [];
  const file = args.config ?? (named.length === 0 ? defaultFile : undefined);
  const { settings, folder } = file === undefined ? nothing(cwd) : await read(file, cwd, args.config !== undefined);
  const inFile = (settings.documents ?? []).map(({ file: source, ...rest }) => ({ source, cwd: folder, ...rest }));
  const overlays = args.overlay?.map(below(cwd)) ?? settings.overlays?.map(below(folder));
  const documents: readonly DocumentToServe[] = (
    named.length > 0 ? named.map((source) => ({ source, cwd })) : inFile
  ).map((document) => (overlays === undefined ? document : { ...document, overlays }));
  if (documents.length === 0)
    throw new CliError('NO_DOCUMENT', `${file} lists no documents[], and no document was named`);
  const level = args.verboseLevel ?? settings.log?.level;
  return {
    documents,
    server: given(serverOptions(args, settings)),
    ...given({ handlers: handlersOf(args, cwd, settings, folder), fixtures: fixturesOf(args, cwd, settings, folder) }),
    contracts: args.contracts ?? settings.contracts ?? false,
    scenarios: (settings.scenarios ?? []).map((scenario) => ({ ...scenario, folder })),
    logsRequests: level === 'debug' || level === 'trace',
    notes: args.multiprocess ? ['--multiprocess has no effect here: one process serves and logs.'] : [],
  };
}

/** Each is relative to where it was written: the command line, or stunt.yaml. */
const below =
  (folder: string) =>
  (path: string): string =>
    /^https?:/.test(path) ? path : resolve(folder, path);

function handlersOf({ handlers }: ServeArguments, cwd: string, settings: SettingsFile, folder: string) {
  if (handlers !== undefined) return below(cwd)(handlers);
  return settings.handlers === undefined ? undefined : below(folder)(settings.handlers);
}

function fixturesOf({ fixtures }: ServeArguments, cwd: string, settings: SettingsFile, folder: string) {
  const found: Record<string, string> = {};
  if (settings.fixtures !== undefined) found.default = below(folder)(settings.fixtures);
  for (const [name, sandbox] of Object.entries(settings.sandboxes ?? {}))
    if (sandbox?.fixtures !== undefined) found[name] = below(folder)(sandbox.fixtures);
  if (fixtures !== undefined) found.default = below(cwd)(fixtures);
  return Object.keys(found).length === 0 ? undefined : found;
}

function serverOptions(args: ServeArguments, settings: SettingsFile): ServeSettings['server'] {
  const { listen = {}, answers = {} } = settings;
  const seed = args.seed ?? answers.seed;
  const stateless = args.stateless ?? (settings.state === undefined ? undefined : settings.state === 'off');
  const header = args['fault-header'] ?? settings.faultHeader;
  return {
    host: args.host ?? listen.host,
    port: validPort('--port', args.port ?? listen.port),
    controlPort: validPort('--control-port', args['control-port'] ?? listen.controlPort),
    tls: args.tls ?? listen.tls,
    cors: args.cors ?? listen.cors,
    maxBody: validSize(args['max-body'] ?? listen.maxBody),
    dynamic: args.dynamic ?? answers.dynamic,
    seed: seed === undefined ? undefined : String(seed),
    ignoreExamples: args['ignore-examples'] ?? answers.ignoreExamples,
    fillProperties: args['json-schema-faker-fillProperties'] ?? answers.fillProperties,
    errors: args.errors ?? answers.errors,
    errorStyle: args['error-style'] ?? answers.errorStyle,
    state: stateless === undefined ? undefined : !stateless,
    stateBase: args.base ?? settings.base,
    maxItems: validCount('--max-items', args['max-items'] ?? settings.maxItems),
    auth: args.auth ?? settings.auth,
    ...limitsOf(args.limits, settings),
    storage: args.store ?? settings.store,
    publicUrl: validUrl(args['public-url'] ?? listen.publicUrl),
    requestFaults: header === undefined ? undefined : header === 'on',
    sandboxes: args.sandbox?.map(validSandbox) ?? sandboxesOf(settings),
    faults: settings.faults,
    webhooks: settings.webhooks,
  };
}

/** `off` wins over all of the file; `on` leaves what the file says of single operations. */
function limitsOf(flag: ServeArguments['limits'], { limits, sandboxes }: SettingsFile): Partial<ServerOptions> {
  if (flag === 'off') return { limits: flag };
  const own = Object.entries(sandboxes ?? {}).flatMap(([name, settings]): [string, GivenLimits][] =>
    settings?.limits === undefined ? [] : [[name, settings.limits]],
  );
  const given = flag === 'on' ? (typeof limits === 'object' ? { '*': flag, ...limits } : flag) : limits;
  return { ...(given && { limits: given }), ...(own.length > 0 && { sandboxLimits: Object.fromEntries(own) }) };
}

/** What nobody set is left out, so that it cannot hide a default of the engine. */
function given<T extends object>(options: T): T {
  for (const key of Object.keys(options) as (keyof T)[]) {
    if (options[key] === undefined) delete options[key];
  }
  return options;
}

function nothing(cwd: string): { settings: SettingsFile; folder: string } {
  return { settings: { version: 1 }, folder: cwd };
}

async function read(file: string, cwd: string, wasAsked: boolean) {
  try {
    return await readSettings(file, cwd);
  } catch (error) {
    if (wasAsked || !(error instanceof CliError) || error.code !== 'CONFIG_NOT_FOUND') throw error;
    throw new CliError('NO_DOCUMENT', `no document was named, and there is no ${defaultFile} in ${cwd}`);
  }
}

function validCount(flag: string, count: number | undefined): number | undefined {
  if (count === undefined || (Number.isSafeInteger(count) && count > 0)) return count;
  throw new CliError('USAGE', `${flag} is ${count}; it has to be a whole number above 0.`);
}

function validPort(flag: '--port' | '--control-port', port: number | string | undefined): number | undefined {
  if (port === undefined) return undefined;
  if (typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  const fallback = flag === '--port' ? 'for 4010; 0 takes' : 'for';
  throw new CliError(
    'USAGE',
    `${flag} takes a number from 0 to 65535, not ${JSON.stringify(port)}`,
    `Leave it out ${fallback} a free one.`,
  );
}

function validSize(size: string | number | undefined): number | undefined {
  const bytes = typeof size === 'string' ? parseSize(size) : size;
  if (size === undefined || bytes !== undefined) return bytes;
  throw new CliError('USAGE', `--max-body: "${size}" is no size`, 'Write 512kb, 10mb, or a number of bytes.');
}

/** @throws CliError where it is no address; without a slash at the end. */
function validUrl(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (/^https?:\/\/[^/?#]/.test(given) && URL.canParse(given)) return given.replace(/\/+$/, '');
  throw new CliError(
    'USAGE',
    `--public-url: "${given}" is no address`,
    'Write https://HOST, without what comes behind.',
  );
}

/** As the file has them; one without settings is a mere name. */
function sandboxesOf({ sandboxes = {} }: SettingsFile): (string | NewSandbox)[] {
  return Object.entries(sandboxes).map(([name, settings]) => {
    const { limits: _, ...kept } = settings ?? {};
    const { ttl, seed, auth, listen, record } = kept;
    const given = { name, ttl: ttlOf(name, ttl), seed: seed?.toString(), auth, port: listen, record };
    return Object.keys(kept).length === 0 ? name : given;
  });
}

function ttlOf(name: string, given: string | undefined): number | undefined {
  const ms = parseDuration(given);
  if (given === undefined || (ms !== undefined && ms > 0)) return ms;
  throw new CliError(
    'CONFIG_INVALID',
    `sandboxes.${name}.ttl is "${given}", which is over at once, or too long`,
    `Write ${DURATION_FORM}.`,
  );
}

function validSandbox(name: string): string {
  if (sandboxName.test(name)) return name;
  const hint = 'Use lower case letters, digits and dashes, at most 63, and no dash at either end.';
  throw new CliError('USAGE', `--sandbox: "${name}" is no name for a sandbox`, hint);
}
