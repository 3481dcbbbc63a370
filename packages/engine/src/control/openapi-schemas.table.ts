/** The schemas of the control API's description. */
const time = { type: 'string', format: 'date-time' };
const duration = { type: 'string', pattern: '^\\d+(\\.\\d+)?(ms|s|m|h|d)$', examples: ['200ms', '30s'] };
const count = { type: 'integer', minimum: 0 };
const text = { type: 'string' };
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const list = (name: string, item: object): object => ({
  type: 'object',
  required: [name],
  properties: { [name]: { type: 'array', items: item } },
});
const object = (properties: Record<string, object>, optional: readonly string[] = []): object => ({
  type: 'object',
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

const traffic = object(
  {
    requests: count,
    succeeded: count,
    successRate: { type: 'number', minimum: 0, maximum: 1 },
    p50Ms: { type: 'number' },
    p99Ms: { type: 'number' },
    retries: count,
    retryAfterMs: { type: 'number' },
  },
  ['successRate', 'p50Ms', 'p99Ms', 'retryAfterMs'],
);
const name = { ...text, pattern: '^[a-z0-9][a-z0-9-]{0,62}$' };
const auth = { type: 'string', enum: ['off', 'presence', 'enforce'] };
const port = { type: 'integer', minimum: 0, maximum: 65_535 };
const url = { ...text, format: 'uri' };
const orNever = { type: ['string', 'null'], format: 'date-time' };
const credentials = {
  name,
  baseUrl: url,
  apiKey: text,
  clientId: text,
  clientSecret: text,
  tokenUrl: url,
  controlKey: text,
  expiresAt: orNever,
};
const firings = { type: 'object', additionalProperties: count };

export const schemas: Readonly<Record<string, object>> = {
  Where: {
    type: 'object',
    description: 'All conditions that are given must hold.',
    additionalProperties: false,
    properties: {
      api: text,
      operation: { ...text, description: 'operationId, or POST /payments/{id}' },
      tag: text,
      path: text,
      query: { type: 'object', additionalProperties: text },
      header: { type: 'object', additionalProperties: text },
      body: { type: 'object', description: 'JSON pointer to value' },
    },
  },
  When: {
    type: 'object',
    additionalProperties: false,
    properties: {
      probability: { type: 'number', minimum: 0, maximum: 1 },
      after: count,
      times: { type: 'integer', minimum: 1 },
      every: { type: 'integer', minimum: 1 },
      schedule: object({ start: duration, for: duration }),
      flap: object({ up: duration, down: duration }),
      ramp: object({ from: { type: 'number' }, to: { type: 'number' }, over: duration }),
      maxActive: { type: 'integer', minimum: 1 },
    },
  },
  RuleInput: {
    type: 'object',
    required: ['kind'],
    additionalProperties: false,
    properties: { kind: text, options: { type: 'object' }, where: ref('Where'), when: ref('When'), ttl: duration },
  },
  Fault: object(
    {
      id: text,
      sandbox: text,
      kind: text,
      options: { type: 'object' },
      where: ref('Where'),
      when: ref('When'),
      ttl: duration,
      layer: { type: 'string', enum: ['listener', 'edge', 'admit', 'state', 'response', 'webhook'] },
      createdAt: time,
      expiresAt: { type: ['string', 'null'], format: 'date-time' },
      matched: count,
      fired: count,
      notes: { type: 'array', items: text },
    },
    ['options', 'where', 'when', 'ttl', 'notes'],
  ),
  FaultList: list('faults', ref('Fault')),
  Cleared: object({ sandbox: text, cleared: count, stopped: { type: 'array', items: text }, everySandbox: count }),
  Kind: {
    type: 'object',
    required: ['kind', 'summary'],
    properties: {
      kind: text,
      summary: text,
      rule: {
        type: ['object', 'null'],
        description: 'A rule that this sandbox may have as it is; null where none is known.',
      },
    },
  },
  KindList: list('kinds', ref('Kind')),
  PreviewInput: {
    type: 'object',
    required: ['operation', 'kind'],
    additionalProperties: false,
    properties: { operation: text, kind: text, options: { type: 'object' }, seed: text },
  },
  Preview: object({ before: text, after: text, diff: text, pointer: text, note: text }, ['pointer', 'note']),
  Phase: object({ name: text, for: duration, requests: count, rules: { type: 'array', items: { type: 'object' } } }, [
    'for',
    'requests',
    'rules',
  ]),
  Scenario: object(
    { name: text, description: text, loop: { type: 'boolean' }, phases: { type: 'array', items: ref('Phase') } },
    ['description', 'loop'],
  ),
  ScenarioList: object({
    scenarios: { type: 'array', items: ref('Scenario') },
    runs: { type: 'array', items: ref('Run') },
  }),
  RunInput: { type: 'object', properties: { where: ref('Where'), loop: { type: 'boolean' } } },
  OwnRunInput: {
    type: 'object',
    required: ['scenario'],
    properties: { scenario: ref('Scenario'), where: ref('Where'), loop: { type: 'boolean' } },
  },
  SkipInput: { type: 'object', properties: { to: text } },
  Run: object(
    {
      id: text,
      scenario: text,
      sandbox: text,
      state: { type: 'string', enum: ['running', 'paused', 'finished', 'stopped'] },
      phase: text,
      phaseIndex: count,
      phases: count,
      rounds: count,
      startedAt: { type: 'number' },
      phaseStartedAt: { type: 'number' },
      phaseEndsIn: { type: 'number' },
    },
    ['phaseEndsIn'],
  ),
  Report: object({
    scenario: text,
    description: text,
    sandbox: text,
    state: text,
    from: { type: 'number' },
    to: { type: 'number' },
    phases: {
      type: 'array',
      items: object({ name: text, from: { type: 'number' }, to: { type: 'number' }, traffic, firings }),
    },
    traffic,
    firings,
    clients: { type: 'array', items: text },
  }),
  Clock: object({ now: time, offset: duration }),
  ClockInput: { type: 'object', required: ['offset'], additionalProperties: false, properties: { offset: duration } },
  Request: {
    type: 'object',
    required: ['id', 'at', 'sandbox', 'method', 'status', 'source', 'durationMs'],
    properties: {
      id: text,
      at: { type: 'number' },
      sandbox: text,
      operation: text,
      method: text,
      template: text,
      status: { type: 'integer' },
      source: text,
      durationMs: { type: 'number' },
      violations: { type: 'array', items: text },
      faults: { type: 'array', items: text },
      refusal: { ...text, description: 'Why the double refused: a code of docs/errors.md, or of OAuth' },
      limits: {
        ...text,
        description: 'As `RateLimit-Policy` of the answer; of a 429 with what was left of each, `;r=0`',
      },
    },
  },
  RequestList: object({ requests: { type: 'array', items: ref('Request') }, total: count }),
  Health: object({ status: { const: 'ok' }, version: text, sandboxes: { type: 'array', items: text } }),
  PageData: object({ sandbox: text, apiKey: text, clientId: text, clientSecret: text }),
  Reset: object({ sandbox: text, cleared: count }),
  SandboxInput: {
    type: 'object',
    required: ['name'],
    additionalProperties: false,
    properties: { name, ttl: duration, seed: text, auth, listen: port, record: { type: 'boolean' } },
  },
  SandboxSettings: {
    type: 'object',
    additionalProperties: false,
    properties: { name, ttl: duration, seed: text, auth, listen: port, record: { type: 'boolean' } },
  },
  SandboxCredentials: object(credentials),
  SandboxImported: object({
    ...credentials,
    notes: { type: 'array', items: text, description: 'What of the file is not shown, and why.' },
  }),
  Sandbox: object({
    ...credentials,
    createdAt: time,
    auth,
    listen: { type: ['integer', 'null'] },
    record: { type: 'boolean' },
    seed: text,
    firstCall: { type: ['string', 'null'], description: 'A request to paste.' },
  }),
  SandboxList: list(
    'sandboxes',
    object({
      ...{ name, baseUrl: url, createdAt: time, expiresAt: orNever, auth },
      ...{ listen: { type: ['integer', 'null'] }, record: { type: 'boolean' } },
    }),
  ),
  SandboxFile: object(
    {
      stuntdouble: { const: 'sandbox' },
      version: { const: 1 },
      name,
      settings: object({ seed: text, auth, ttl: duration }, ['ttl']),
      credentials: object({ apiKey: text, clientId: text, clientSecret: text, controlKey: text }),
      state: { type: 'object', description: 'Values by key; {"$bytes": BASE64} is bytes.' },
    },
    ['credentials'],
  ),
  InvitationInput: {
    type: 'object',
    properties: { name, ttl: duration, sandboxTtl: duration, auth },
  },
  Invitation: object({ code: text, url, expiresAt: time }),
  RedeemInput: { type: 'object', properties: { name } },
  Problem: object({ type: text, title: text, status: { type: 'integer' }, detail: text, code: text, hint: text }, [
    'hint',
  ]),
};
