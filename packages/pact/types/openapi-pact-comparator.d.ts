/** What we use of `@pactflow/openapi-pact-comparator`: its own declarations import without extensions, which the compiler cannot follow. */

export interface Result {
  readonly code: string;
  readonly message: string;
  readonly type: 'error' | 'warning' | 'info';
  readonly mockDetails?: { readonly location: string; readonly value: unknown };
  readonly specDetails?: { readonly location: string; readonly value: unknown };
}

export class Comparator {
  constructor(options?: { readonly oas?: object });
  compare(pact: object): AsyncGenerator<Result>;
}
