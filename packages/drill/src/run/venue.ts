import type { AuthMode, Clock, ReachableSandbox, RunningServer } from '@stuntdouble/engine';

/** Where a run takes place: a sandbox that nobody else has meanwhile. */
export interface Venue {
  take(): Promise<ReachableSandbox>;
  /** Leaves nothing of the run behind. */
  leave(sandbox: ReachableSandbox): Promise<void>;
  /** Of the place, where it is always the same. */
  readonly url: string | undefined;
}

/** A new sandbox on a port of its own for each run. */
export async function ownSandboxes(server: RunningServer, auth: AuthMode): Promise<Venue> {
  let made = 0;
  return {
    url: undefined,
    take() {
      made += 1;
      return server.createSandbox({ name: `run-${made}`, port: 0, auth });
    },
    async leave({ name }) {
      server.engine.registry.delete(name);
    },
  };
}

/** The listener may have been shut by the run before: that long it takes to be back. */
const BACK_MS = 50;

/** One sandbox on one port, for an app that knows only that; it starts anew with each run. @throws StuntError SANDBOX_PORT */
export async function sharedSandbox(server: RunningServer, auth: AuthMode, port: number, clock: Clock): Promise<Venue> {
  const sandbox = await server.createSandbox({ name: 'attached', port, auth });
  return {
    url: sandbox.baseUrl,
    take: async () => sandbox,
    async leave({ name }) {
      server.engine.faults.clear(name);
      server.engine.registry.reset(name);
      await clock.sleep(BACK_MS);
    },
  };
}
