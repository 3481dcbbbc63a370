import { systemClock, systemSecrets } from '@stuntdouble/engine';
import { eventLog } from './record/log.ts';
import { planRetention, type RetentionPlan, type RetentionRules, retain } from './retention/retain.ts';
import { openDatabase } from './store/open-database.ts';
import { allTokens, makeToken, type NewToken, revokeToken, type StoredToken } from './tokens/stored-tokens.ts';

/** What an operator does to a registry's file while no registry has it open. Serves nothing. */
export interface Administration {
  tokens(): readonly StoredToken[];
  makeToken(wanted: NewToken): { readonly token: string; readonly id: string };
  /** @returns whether there was one in force */
  revokeToken(id: string): boolean;
  clean(rules: RetentionRules, dryRun: boolean): RetentionPlan;
  close(): void;
}

/** @throws PactError REGISTRY_… where the file cannot be used, or is in use. */
export function administer(db: string, clock = systemClock, secrets = systemSecrets): Administration {
  const tables = openDatabase(db);
  const log = eventLog({ tables, clock, secrets });
  return {
    tokens: () => allTokens(tables),
    makeToken: (wanted) => makeToken(log, wanted),
    revokeToken: (id) => revokeToken(log, id),
    clean: (rules, dryRun) => (dryRun ? planRetention(tables, clock.now(), rules) : retain(log, rules)),
    close: () => tables.close(),
  };
}
