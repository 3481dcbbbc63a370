import { createRequire } from 'node:module';

/**
 * The process in which Pact's native verifier runs: it prints to stdout whatever it likes, and may end the process, so it has
 * one of its own. Takes the options of one verification per message, answers with what the verifier said; never prints itself.
 */

export interface VerifierJob {
  readonly options: VerifierOptions;
}

/** What of `VerifierOptions` of pact-js is used. */
export interface VerifierOptions {
  readonly provider: string;
  readonly providerBaseUrl: string;
  readonly pactUrls: string[];
  readonly providerStatesSetupUrl: string;
  readonly transports: { readonly protocol: string; readonly port: number; readonly path: string }[];
  readonly timeout: number;
  readonly logLevel: 'error';
}

/** `said` is JSON where the verifier came to a result, else why it did not. */
export interface VerifierAnswer {
  readonly said: string;
}

async function verify({ options }: VerifierJob): Promise<VerifierAnswer> {
  try {
    // It is CommonJS, and is found beside whatever file this has become when it is built.
    const { Verifier }: typeof import('@pact-foundation/pact') = createRequire(import.meta.url)(
      '@pact-foundation/pact',
    );
    return { said: String(await new Verifier({ ...options }).verifyProvider()) };
  } catch (error) {
    return { said: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (job: VerifierJob) => {
  void verify(job).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit());
