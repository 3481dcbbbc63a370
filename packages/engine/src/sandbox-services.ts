import type { Asked, ControlledSandboxes } from './control/services.ts';
import type { Engine } from './engine.ts';
import { StuntError } from './errors.ts';
import { stateKey } from './forget-sandbox.ts';
import { stateNames } from './keep-state.ts';
import { DEFAULT_SANDBOX } from './resolve/resolve-sandbox.ts';
import { createInvitations } from './sandbox/invitations.ts';
import { exportSandbox, importState, readSandboxFile, type SandboxFile, settingsOf } from './sandbox/sandbox-file.ts';
import type { NewSandbox, SandboxRecord } from './sandbox.ts';
import type { SandboxPorts } from './sandbox-ports.ts';
import { unservedItems, unservedWords } from './state/kept/unserved-items.ts';
import { printDuration } from './time/duration.ts';

export interface SandboxServicesOptions {
  /** Undefined where there is no server. */
  readonly ports: () => SandboxPorts | undefined;
  /** Where clients reach the double, without a slash at the end: `https://sandbox.example.com`. */
  readonly baseUrl: (asked?: Asked) => string;
  /** The same for a port of its own. */
  readonly portUrl: (port: number, asked?: Asked) => string;
  /** A request to paste: `curl …`. */
  readonly firstCall: ((sandbox: ReachableSandbox) => string | undefined) | undefined;
  readonly authority: string | undefined;
}

/** What a client needs to ask a sandbox. */
export interface ReachableSandbox extends SandboxRecord {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Path of the certificate to trust, for https. */
  readonly authority: string | undefined;
}

/** Sandboxes as the control API makes, shows and ends them: the registry, with the listeners and the files that belong to it. */
export function sandboxServices(engine: Engine, options: SandboxServicesOptions): ControlledSandboxes {
  const { registry } = engine;
  const { store, clock, secrets } = engine.options;
  const baseUrlOf = (record: SandboxRecord, asked?: Asked): string => baseUrl(record, options, asked);
  const withPort = async (given: NewSandbox, make: typeof registry.put): Promise<SandboxRecord> => {
    const { name, port } = given;
    if (port === undefined) return make(given);
    const before = registry.get(name);
    if (before?.port !== undefined && (port === 0 || port === before.port))
      return make({ ...given, port: before.port });
    if (before !== undefined) throw unmovable(before);
    make({ ...given, port: undefined });
    try {
      return registry.put({ name, port: (await options.ports()?.open(name, port)) ?? port });
    } catch (error) {
      registry.delete(name);
      throw error;
    }
  };
  const put = (given: NewSandbox): Promise<SandboxRecord> => {
    const before = registry.get(given.name);
    if (before !== undefined && given.ttl !== undefined && before.createdAt + given.ttl <= clock.now())
      throw overAlready(before, given.ttl);
    return withPort(given, registry.put);
  };
  const create = async (given: NewSandbox): Promise<SandboxRecord> =>
    registry.get(given.name) === undefined ? withPort(given, registry.create) : registry.create(given);
  /** What replaces another is as new, and its time begins now. */
  const fromNow = (given: NewSandbox): NewSandbox => {
    const age = clock.now() - (registry.get(given.name)?.createdAt ?? clock.now());
    return given.ttl === undefined ? given : { ...given, ttl: given.ttl + age };
  };
  return {
    get: registry.get,
    list: registry.list,
    create,
    put,
    delete: registry.delete,
    rotateKeys: registry.rotateKeys,
    reset: registry.reset,
    baseUrlOf,
    firstCallOf: (record, asked) =>
      options.firstCall?.({ ...record, baseUrl: baseUrlOf(record, asked), authority: options.authority }),
    invitations: createInvitations({ store, clock, secrets, create, judgeName: registry.judgeName }),
    invitationUrl: (code, asked) => `${options.baseUrl(asked)}/_stunt/invitations/${code}`,
    exported: (record, withCredentials) => exportSandbox(record, withCredentials, store, stateKey(record.name)),
    async imported(given, { name, replace }) {
      const file = readSandboxFile(given);
      const settings = { ...settingsOf(file), ...(name !== undefined && { name }) };
      const record = replace ? registry.put(fromNow(settings)) : registry.create(settings);
      if (replace) registry.reset(record.name);
      await importState(file, store, stateKey(record.name));
      return { record, notes: importNotes(file, engine) };
    },
  };
}

/** The default sandbox is what is served where none is named. */
export function baseUrl(
  { name, port }: SandboxRecord,
  { baseUrl: base, portUrl }: Pick<SandboxServicesOptions, 'baseUrl' | 'portUrl'>,
  asked?: Asked,
): string {
  if (port !== undefined) return portUrl(port, asked);
  return name === DEFAULT_SANDBOX ? base(asked) : `${base(asked)}/~${name}`;
}

function importNotes({ state }: SandboxFile, { options: { documents }, mounts }: Engine): string[] {
  // Without state nothing is shown, and who asked for that knows.
  if (mounts.every((mount) => mount.state === undefined)) return [];
  const served = stateNames(documents);
  const unserved = unservedItems(Object.entries(state), served);
  return unserved.length === 0 ? [] : [unservedWords(unserved, served)];
}

const unmovable = ({ name, port }: SandboxRecord): StuntError =>
  new StuntError(
    'SANDBOX_INVALID',
    `Sandbox "${name}" is served ${port === undefined ? 'by its path' : `on port ${port}`}, and cannot move to another port.`,
    'Export it, delete it, make it anew with the port, and import it.',
  );

const overAlready = ({ name, createdAt }: SandboxRecord, ttl: number): StuntError =>
  new StuntError(
    'SANDBOX_INVALID',
    `Sandbox "${name}" was made at ${new Date(createdAt).toISOString()}, so with a ttl of ${printDuration(ttl)} it would be over already.`,
    'A ttl counts from then: give a longer one, or delete the sandbox.',
  );
