import { request as send } from 'undici';
import { PactError } from '../errors.ts';
import type { Pact, ProviderState } from '../pact/pact.ts';

export interface ProbeOptions {
  readonly timeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Asks a provider's endpoint to set up the states of each interaction, one after the other as a verification does, since one may build
 * on those before it; then to take them down again. @returns the names of those that it did not take.
 */
export async function probeStates(pacts: readonly Pact[], url: URL, options: ProbeOptions): Promise<string[]> {
  const needed = pacts
    .flatMap(({ interactions }) => interactions.map(({ states }) => states))
    .filter(({ length }) => length > 0);
  const different = [...new Map(needed.map((states) => [JSON.stringify(states), states])).values()];
  const missing = new Set<string>();
  for (const states of different) {
    for (const state of states) if (!(await isTaken('setup', state, url, options))) missing.add(state.name);
    for (const state of states.toReversed()) await isTaken('teardown', state, url, options);
  }
  return [...missing];
}

async function isTaken(
  action: 'setup' | 'teardown',
  { name, params }: ProviderState,
  url: URL,
  options: ProbeOptions,
): Promise<boolean> {
  try {
    const { statusCode, body } = await send(url, {
      method: 'POST',
      headers: { ...options.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ action, params, state: name }),
      reset: true,
      signal: AbortSignal.timeout(options.timeoutMs),
    });
    await body.dump();
    return statusCode >= 200 && statusCode < 300;
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : error;
    throw new PactError(
      'PROVIDER_UNREACHABLE',
      `the endpoint for states at ${url.origin} cannot be reached: ${String(code)}`,
    );
  }
}
