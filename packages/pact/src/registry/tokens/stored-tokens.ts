import { hash } from 'node:crypto';
import type { EventLog } from '../record/log.ts';
import { integer, optional, type RowOf, text } from '../store/column.ts';
import type { Database } from '../store/database.ts';
import type { Grant } from './grant.ts';

/** Who may use the registry, in the file. A token itself is given out once, when it is made, and never kept. */

const shape = {
  id: text,
  name: text,
  role: text,
  pacticipant: optional(text),
  createdAt: integer,
  revokedAt: optional(integer),
};

export type StoredToken = RowOf<typeof shape>;

const select = 'SELECT id, name, role, pacticipant, created_at AS createdAt, revoked_at AS revokedAt FROM tokens';

export const allTokens = (tables: Database): readonly StoredToken[] =>
  tables.all(shape, `${select} ORDER BY created_at, id`);

export const hasTokens = (tables: Database): boolean =>
  tables.one({ count: integer }, 'SELECT count(*) AS count FROM tokens WHERE revoked_at IS NULL')?.count !== 0;

export const findToken = (tables: Database, id: string): StoredToken | undefined =>
  tables.one(shape, `${select} WHERE id = ?`, id);

export interface NewToken {
  readonly name: string;
  readonly grant: Grant;
}

/** @returns the token, which nobody can be told again */
export function makeToken(log: EventLog, { name, grant }: NewToken): { readonly token: string; readonly id: string } {
  const token = `stc_${log.uuid().replaceAll('-', '')}${log.uuid().replaceAll('-', '')}`;
  const id = log.uuid().slice(0, 8);
  log.tables.run(
    'INSERT INTO tokens (id, name, hash, role, pacticipant, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    id,
    name,
    hash('sha256', token),
    grant.role,
    grant.role === 'pacticipant' ? grant.pacticipant : null,
    log.clock.now(),
  );
  return { token, id };
}

/** @returns whether there was one to revoke */
export function revokeToken(log: EventLog, id: string): boolean {
  if (findToken(log.tables, id)?.revokedAt !== undefined || findToken(log.tables, id) === undefined) return false;
  log.tables.run('UPDATE tokens SET revoked_at = ? WHERE id = ?', log.clock.now(), id);
  return true;
}

/** What a token that was shown lets its holder do; undefined where it is not known, or was revoked. */
export function grantOf(tables: Database, shown: string): Grant | undefined {
  const found = tables.one(shape, `${select} WHERE hash = ? AND revoked_at IS NULL`, hash('sha256', shown));
  switch (found?.role) {
    case 'admin':
      return { role: 'admin' };
    case 'pacticipant':
      return found.pacticipant === undefined ? undefined : { role: 'pacticipant', pacticipant: found.pacticipant };
    case 'read-only':
      return { role: 'read-only' };
    default:
      return undefined;
  }
}
