import type { ApiDocument, Operation } from '@stuntdouble/engine';

/** Loaded documents made by hand, for tests of what is printed about them. */
export function documentOf(parts: Partial<ApiDocument>): ApiDocument {
  return {
    name: 'orders',
    source: '/project/orders.yaml',
    format: 'openapi-3.1',
    dialect: 'json-schema',
    title: 'Orders',
    version: '1.2.0',
    root: {},
    basePaths: [],
    operations: [],
    webhooks: [],
    mediaTypes: [],
    securitySchemes: [],
    findings: [],
    files: [],
    ...parts,
  };
}

/** `model` holds only what a test is about; http-spec's ids and keys are left out. */
export function operationOf(method: string, template: string, model: object): Operation {
  const id = `${method} ${template}`;
  return {
    id,
    method,
    template,
    pointer: `/paths/${template.replaceAll('/', '~1')}/${method.toLowerCase()}`,
    tags: [],
    summary: undefined,
    deprecated: false,
    model: () => ({ id, method, path: template, responses: [], ...model }),
  };
}
