import type { Engine } from './engine.ts';
import { StuntError } from './errors.ts';
import type { HttpServer } from './transport/http-server.ts';

/** Listeners of sandboxes that have one of their own, opened and closed with them. Knows no transport beyond a listener's port and faults. */
export interface SandboxPorts {
  /** The port that was had. @throws StuntError SANDBOX_PORT */
  open(name: string, port: number): Promise<number>;
  close(name: string): Promise<void>;
  closeAll(): Promise<void>;
}

type Listen = (sandbox: string, port: number) => Promise<HttpServer>;

export function createSandboxPorts({ faults, registry }: Engine, listen: Listen): SandboxPorts {
  const opened = new Map<string, { readonly server: HttpServer; readonly end: () => void }>();
  const close = async (name: string): Promise<void> => {
    const known = opened.get(name);
    opened.delete(name);
    known?.end();
    await known?.server.close();
  };
  const unwatch = registry.watch(({ kind, name }) => {
    if (kind === 'deleted') void close(name);
  });
  return {
    async open(name, port) {
      const known = opened.get(name);
      if (known !== undefined) return known.server.port;
      const server = await listen(name, port).catch((error: unknown) => {
        const words = error instanceof Error ? error.message : String(error);
        throw new StuntError('SANDBOX_PORT', `Sandbox "${name}" cannot listen on port ${port}: ${words}.`);
      });
      opened.set(name, { server, end: faults.onListener((states) => server.apply(states), name) });
      return server.port;
    },
    close,
    async closeAll() {
      unwatch();
      await Promise.all([...opened.keys()].map(close));
    },
  };
}

/** Opens those of the sandboxes that are there from the start; one that cannot be had is said, and all others are served. */
export async function openKnownPorts({ registry, options }: Engine, ports: SandboxPorts): Promise<void> {
  for (const { name, port } of registry.list()) {
    if (port === undefined) continue;
    try {
      registry.put({ name, port: await ports.open(name, port) });
    } catch (error) {
      options.onLog(`note: ${error instanceof Error ? error.message : String(error)} It is served at /~${name}.`);
    }
  }
}
