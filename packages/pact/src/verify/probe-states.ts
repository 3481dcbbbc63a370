import { request as send } from 'undici';
import { PactError } from '../errors.ts';
import type { NeededState } from './needed-states.ts';

/**
 * Asks a provider's endpoint to set each state up, and to take it down again, as a verification does. @returns the names of those
 * that it did not take.
 */
export async function probeStates(
  states: readonly NeededState[],
  url: URL,
  { timeoutMs, headers }: { readonly timeoutMs: number; readonly headers: Readonly<Record<string, string>> },
): Promise<string[]> {
  const missing: string[] = [];
  for (const { name, params } of states) {
    const [first = {}] = params;
    const ask = async (action: 'setup' | 'teardown') => {
      const answer = await send(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ action, params: first, state: name }),
        reset: true,
        signal: AbortSignal.timeout(timeoutMs),
      });
      await answer.body.dump();
      return answer.statusCode;
    };
    const status = await ask('setup').catch((error: unknown) => {
      const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
      throw new PactError(
        'PROVIDER_UNREACHABLE',
        `the endpoint for states at ${url.origin} cannot be reached: ${code}`,
      );
    });
    if (status < 200 || status > 299) missing.push(name);
    else await ask('teardown').catch(() => undefined);
  }
  return missing;
}
