/** A double inside a test, in any test runner. Matchers for Jest are in `@stuntdouble/testing/jest`. */
export {
  type ActiveFault,
  type ActiveScenario,
  type Double,
  type DoubleOptions,
  double,
  type Sandbox,
  type SandboxOptions,
  type TestClock,
} from './double.ts';
export * from './faults.ts';
export { operationTypes } from './operation-types.ts';
export type { ReceivedRequest } from './received.ts';
