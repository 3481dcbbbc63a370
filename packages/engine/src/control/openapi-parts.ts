/** What the paths of the control API's description are made of. */
export function ref(name: string): object {
  return { $ref: `#/components/schemas/${name}` };
}

export const problem = { $ref: '#/components/responses/Problem' };

export const json = (schema: object, description: string, example?: unknown): object => ({
  description,
  content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
});

export const body = (schema: object, example: unknown, required = true): object => ({
  required,
  content: { 'application/json': { schema, example } },
});

export const pathParameter = (name: string, description: string, example: string): object => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string', minLength: 1 },
  example,
});

export const query = (name: string, schema: object, description: string): object => ({
  name,
  in: 'query',
  schema,
  description,
});
