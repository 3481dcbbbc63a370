import type { Double, Sandbox } from '../double.ts';
import type { JestSettings } from '../jest-settings.ts';
import type { Ask, Reach } from './calls.ts';

/**
 * The sandbox of a worker of Jest, as a test file sees it: the members of a double of its own, each of which asks the double of all
 * workers. To close it gives the sandbox back as new; it never ends what others use.
 */
export function beginFile(ask: Ask, settings: JestSettings, worker: string): Double {
  const reach = ask('begin', { settings, worker });
  const { url } = reach;
  const close = async (): Promise<void> => ask('end', { url });
  return {
    ...remoteSandbox(ask, reach),
    sandbox: async (options = {}) => remoteSandbox(ask, ask('sandbox', { url, options })),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function remoteSandbox(ask: Ask, { name, url, credentials }: Reach): Sandbox {
  return {
    name,
    url,
    credentials,
    fault(where, fault, when) {
      const id = ask('fault', { url, where, fault, ...(when && { when }) });
      const remove = (): void => ask('remove', { url, id });
      return { id, remove, [Symbol.dispose]: remove };
    },
    async scenario(scenario) {
      const id = ask('scenario', { url, name: scenario });
      return { id, stop: async () => ask('stop', { url, id }) };
    },
    // JSON leaves out what is undefined; all requests have one shape.
    requests: (only = {}) =>
      ask('requests', { url, ...only }).map((request) => ({
        ...request,
        operation: request.operation,
        body: request.body,
      })),
    clock: {
      now: () => ask('now', { url }),
      advance: (duration) => ask('advance', { url, duration }),
    },
    reset: () => ask('reset', { url }),
  };
}
