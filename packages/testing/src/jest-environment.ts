import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import { TestEnvironment } from 'jest-environment-node';
import type { Double } from './double.ts';
import { type JestSettings, settingsOf } from './jest-settings.ts';
import { announced } from './jest-workers/address.ts';

/**
 * A Jest environment in which each test file has a double: `testEnvironment: '@stuntdouble/testing/jest-environment'` and
 * `testEnvironmentOptions: { stunt: { document: 'openapi.yaml', auth: 'off' } }`. It is one of its own; the engine and the document are loaded once
 * for each worker, outside of the files' own modules, and a further double takes milliseconds. With `globalSetup:
 * '@stuntdouble/testing/jest-global-setup'` it is the worker's sandbox in the one double of all workers, as new for each file, and `STUNT_URL` is
 * where it is. In tests: `current()` of `@stuntdouble/testing/jest`.
 */
export default class StuntEnvironment extends TestEnvironment {
  readonly #settings: JestSettings;
  /** A project that names no global set-up has nothing to do with that of another one. */
  readonly #hasSetUp: boolean;
  #double: Double | undefined;
  #leave = (): void => {};

  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context);
    const { globalConfig, projectConfig } = config;
    this.#settings = settingsOf(projectConfig.testEnvironmentOptions.stunt, projectConfig.rootDir);
    this.#hasSetUp = Boolean(projectConfig.globalSetup ?? globalConfig.globalSetup);
  }

  override async setup(): Promise<void> {
    await super.setup();
    const address = this.#hasSetUp ? announced() : undefined;
    if (address === undefined) {
      // Where there is a double of all workers, the engine is not loaded in each of them.
      const { double } = await import('./double.ts');
      const { document, workerPorts: _, ...options } = this.#settings;
      this.#double = await double(document, options);
    } else {
      const [{ createAsk }, { beginFile }] = await Promise.all([
        import('./jest-workers/ask.ts'),
        import('./jest-workers/remote-double.ts'),
      ]);
      this.#double = beginFile(createAsk(address), this.#settings, process.env.JEST_WORKER_ID ?? '1');
      this.#leave = this.#pointTo(this.#double.url);
    }
    Object.assign(this.global, { stunt: this.#double });
  }

  override async teardown(): Promise<void> {
    this.#leave();
    await this.#double?.close();
    await super.teardown();
  }

  /** For the tests, which have a copy of the environment, and for the processes that they start, which have the real one. */
  #pointTo(url: string): () => void {
    const before = process.env.STUNT_URL;
    process.env.STUNT_URL = url;
    this.global.process.env.STUNT_URL = url;
    return () => {
      if (before === undefined) delete process.env.STUNT_URL;
      else process.env.STUNT_URL = before;
    };
  }
}
