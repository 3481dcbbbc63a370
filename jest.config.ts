import type { Config } from 'jest';

// Pact's native library reports its use otherwise. Here, since workers inherit the environment and test files have a copy of it.
process.env.PACT_DO_NOT_TRACK = 'true';

/** Tests run as native ES modules, from source: the export condition leads workspace imports to `src`, never to `dist`. */
const config: Config = {
  testEnvironment: 'node',
  // A machine that is busy with other things needs longer; what hangs is still found.
  testTimeout: 30_000,
  roots: ['<rootDir>'],
  testMatch: [
    '<rootDir>/packages/*/src/**/*.test.ts',
    '<rootDir>/contracts/**/*.test.ts',
    '<rootDir>/scripts/**/*.test.ts',
    '<rootDir>/examples/**/*.test.ts',
  ],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/.tools/'],
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/.tools/'],
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironmentOptions: { customExportConditions: ['@stuntdouble/source', 'node', 'node-addons'] },
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024', experimental: { keepImportAttributes: true } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

export default config;
