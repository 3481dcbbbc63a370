/** The part of the control API's description that is about metrics. */

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const maybe = (type: string) => ({ type: [type, 'null'], minimum: 0 });
const problem = { $ref: '#/components/responses/Problem' };
const list = (items: object) => ({ type: 'array', items });
const object = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});

const traffic = {
  requests: count,
  successRate: { ...maybe('number'), maximum: 1 },
  p50Ms: maybe('number'),
  p99Ms: maybe('number'),
};

export const metricsSchemas = {
  Stats: object({
    sandboxes: list(
      object({
        sandbox: text,
        createdAt: { type: ['string', 'null'] },
        firstSuccess: { ...object({ at: text, afterMs: { type: 'number' } }), type: ['object', 'null'] },
        ...traffic,
        operations: list(
          object({
            operation: text,
            ...traffic,
            refusals: list(object({ cause: text, count })),
            violations: list(object({ what: text, count })),
          }),
        ),
      }),
    ),
  }),
};

export const metricsPaths = {
  '/metrics': {
    get: {
      operationId: 'getMetrics',
      tags: ['metrics'],
      summary: 'Metrics for Prometheus, of every sandbox; below /~name/_stunt of that one',
      responses: {
        '200': { description: 'Text, version 0.0.4', content: { 'text/plain': { schema: text } } },
        '4XX': problem,
      },
    },
  },
  '/stats': {
    get: {
      operationId: 'getStats',
      tags: ['metrics'],
      summary: 'Volume, success, durations and where partners get stuck, by sandbox and operation',
      responses: {
        '200': {
          description: 'Of every sandbox; below /~name/_stunt of that one',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Stats' } } },
        },
        '4XX': problem,
      },
    },
  },
};
