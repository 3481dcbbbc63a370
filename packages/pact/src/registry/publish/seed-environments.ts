import type { EventLog } from '../record/log.ts';
import { integer } from '../store/column.ts';

const SEEDS = [
  { name: 'test', displayName: 'Test', production: false },
  { name: 'production', displayName: 'Production', production: true },
];

/** A new registry has the environments that a new Pact Broker has. What was deleted since does not come back. */
export function seedEnvironments(log: EventLog): void {
  if (log.tables.one({ seq: integer }, 'SELECT seq FROM events LIMIT 1') !== undefined) return;
  log.transaction(() => {
    for (const seed of SEEDS)
      log.record({ type: 'environment-created', uuid: log.uuid(), environment: { ...seed, contacts: [] } });
  });
}
