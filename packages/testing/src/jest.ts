import { expect } from '@jest/globals';
import type { Double } from './double.ts';
import { toHaveHonouredRetryAfter } from './matchers/to-have-honoured-retry-after.ts';
import { type ExpectedRequest, toHaveReceived } from './matchers/to-have-received.ts';
import { toHaveRetried } from './matchers/to-have-retried.ts';
import { toMatchContract } from './matchers/to-match-contract.ts';

/** Matchers for Jest: `import '@stuntdouble/testing/jest'` once in a test file, or in `setupFilesAfterEnv`. */
expect.extend({ toHaveReceived, toHaveRetried, toHaveHonouredRetryAfter, toMatchContract });

/**
 * The double of this test file, where `testEnvironment` is `@stuntdouble/testing/jest-environment`; the sandbox of its worker, where
 * `globalSetup` is `@stuntdouble/testing/jest-global-setup`.
 * @throws Error where it is not.
 */
export function current<Operation extends string = string>(): Double<Operation> {
  const { stunt } = globalThis as { readonly stunt?: Double<Operation> };
  if (stunt !== undefined) return stunt;
  throw new Error(
    "There is no double here: set testEnvironment to '@stuntdouble/testing/jest-environment', or start one with double().",
  );
}

declare module 'expect' {
  interface Matchers<R> {
    toHaveReceived(operation: string, expected?: ExpectedRequest): R;
    toHaveRetried(operation: string, expected?: { readonly times?: number }): R;
    toHaveHonouredRetryAfter(operation?: string): R;
    toMatchContract(pacts: string | readonly string[]): Promise<R>;
  }
}
