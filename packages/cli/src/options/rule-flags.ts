import type { Options } from 'yargs';

/** Where and when a rule fires. */
export const whereFlags = {
  operation: { type: 'string', requiresArg: true, group: 'Where:', description: "operationId, or 'POST /orders/{id}'" },
  tag: { type: 'string', requiresArg: true, group: 'Where:', description: 'Tag of operations' },
  where: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Where:',
    description: 'header=NAME=VALUE, query=NAME=VALUE, body=/POINTER=VALUE, path=/orders/*, api=NAME; may be repeated',
  },
} as const satisfies Record<string, Options>;

export const whenFlags = {
  probability: { type: 'number', requiresArg: true, group: 'When:', description: '0 to 1', defaultDescription: '1' },
  after: { type: 'number', requiresArg: true, group: 'When:', description: 'Not for the first N' },
  times: { type: 'number', requiresArg: true, group: 'When:', description: 'N times, then never again' },
  every: { type: 'number', requiresArg: true, group: 'When:', description: 'Every N-th' },
  schedule: { type: 'string', requiresArg: true, group: 'When:', description: 'start=10s,for=30s' },
  flap: { type: 'string', requiresArg: true, group: 'When:', description: 'Well, failing, well: up=10s,down=5s' },
  ramp: { type: 'string', requiresArg: true, group: 'When:', description: 'Growing chance: from=0,to=1,over=1m' },
  'max-active': { type: 'number', requiresArg: true, group: 'When:', description: 'At most N held or delayed at once' },
  ttl: { type: 'string', requiresArg: true, group: 'When:', description: 'Gone after this time: 30s, 5m, 2h' },
} as const satisfies Record<string, Options>;
