import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import { TestEnvironment } from 'jest-environment-node';
import { type Double, type DoubleOptions, double } from './double.ts';

/**
 * A Jest environment in which each test file has a double of its own: `testEnvironment: '@stuntdouble/testing/jest-environment'` and
 * `testEnvironmentOptions: { stunt: { document: 'openapi.yaml', auth: 'off' } }`. The engine and the document are loaded once for each
 * worker, outside of the files' own modules; a further double takes milliseconds. In tests: `current()` of `@stuntdouble/testing/jest`.
 */
export default class StuntEnvironment extends TestEnvironment {
  readonly #settings: Settings;
  #double: Double | undefined;

  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context);
    this.#settings = settingsOf(config.projectConfig.testEnvironmentOptions.stunt, config.projectConfig.rootDir);
  }

  override async setup(): Promise<void> {
    await super.setup();
    const { document, ...options } = this.#settings;
    this.#double = await double(document, options);
    Object.assign(this.global, { stunt: this.#double });
  }

  override async teardown(): Promise<void> {
    await this.#double?.close();
    await super.teardown();
  }
}

interface Settings extends DoubleOptions {
  readonly document: string;
}

function settingsOf(given: unknown, rootDir: string): Settings {
  if (typeof given === 'object' && given !== null && 'document' in given && typeof given.document === 'string')
    return { cwd: rootDir, ...given, document: given.document };
  throw new Error(
    `testEnvironmentOptions.stunt is ${JSON.stringify(given)}; it has to name a document: { stunt: { document: 'openapi.yaml' } }. Other options of double() may follow.`,
  );
}
