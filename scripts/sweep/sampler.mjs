/** Values for requests, from the engine's own sampler: what it generates as valid is to be admitted as valid. */
export async function createRequestSampler({ root, dialect }) {
  const { createSchemas } = await import('../../packages/engine/src/schema/schemas.ts');
  const { loadSampler } = await import('../../packages/engine/src/schema/sample.ts');
  const sample = await loadSampler();
  const schemas = createSchemas(root, dialect, 'request');
  return (schema, name) => sample(schemas, schemas.normalise(schema), { seed: 1, hints: { name } }).value;
}
