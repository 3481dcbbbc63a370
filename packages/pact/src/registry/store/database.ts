import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { type RowOf, readRow, type Shape } from './column.ts';

export type Value = string | number | bigint | boolean | null | undefined;

/** The open file: statements are prepared once, rows are read by their shape. Knows no table. */
export interface Database {
  all<S extends Shape>(shape: S, sql: string, ...values: readonly Value[]): RowOf<S>[];
  one<S extends Shape>(shape: S, sql: string, ...values: readonly Value[]): RowOf<S> | undefined;
  run(sql: string, ...values: readonly Value[]): void;
  /** All of it or nothing, on the disk when it returns. One inside another is part of it. */
  transaction<T>(work: () => T): T;
  close(): void;
}

export function databaseOf(file: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = file.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  let depth = 0;
  return {
    all: (shape, sql, ...values) =>
      prepared(sql)
        .all(...values.map(bound))
        .map((row) => readRow(shape, row)),
    one: (shape, sql, ...values) => {
      const row = prepared(sql).get(...values.map(bound));
      return row === undefined ? undefined : readRow(shape, row);
    },
    run: (sql, ...values) => {
      prepared(sql).run(...values.map(bound));
    },
    transaction(work) {
      if (depth > 0) return work();
      file.exec('BEGIN IMMEDIATE');
      depth++;
      try {
        const result = work();
        file.exec('COMMIT');
        return result;
      } catch (error) {
        if (file.isTransaction) file.exec('ROLLBACK');
        throw error;
      } finally {
        depth--;
      }
    },
    close: () => file.close(),
  };
}

const bound = (value: Value): SQLInputValue => (typeof value === 'boolean' ? Number(value) : (value ?? null));
