import { planRetention, type RetentionRules, retain } from '../../retention/retain.ts';
import { type Call, invalid, ok, type Reply, type Route } from '../route.ts';

/** Clearing away old versions, which a Pact Broker does by a task of its own. Nothing goes unless `dryRun` is false. */
export const retentionRoutes: readonly Route[] = [{ method: 'POST', path: '/stunt/retention', handle: clean }];

function clean({ log, body }: Call): Reply {
  const { keepLatest, olderThanMs, dryRun = true } = body;
  const errors: Record<string, string[]> = {};
  if (keepLatest !== undefined && !isCount(keepLatest)) errors.keepLatest = ['must be a whole number from 1'];
  if (olderThanMs !== undefined && !isCount(olderThanMs)) errors.olderThanMs = ['must be milliseconds, from 1'];
  if (keepLatest === undefined && olderThanMs === undefined) errors.keepLatest = ['is missing, and so is olderThanMs'];
  if (typeof dryRun !== 'boolean') errors.dryRun = ['must be true or false'];
  if (Object.keys(errors).length > 0) return invalid(errors);
  const rules: RetentionRules = {
    keepLatest: isCount(keepLatest) ? keepLatest : undefined,
    olderThan: isCount(olderThanMs) ? olderThanMs : undefined,
  };
  const plan = dryRun === false ? retain(log, rules) : planRetention(log.tables, log.clock.now(), rules);
  return ok({ dryRun: dryRun !== false, ...plan });
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 1;
