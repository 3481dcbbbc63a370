import type { SQLOutputValue } from 'node:sqlite';

/** How a column is read: rows get their types from these, so that nothing has to be taken on trust. */
export type Column<T> = (value: SQLOutputValue | undefined) => T;

/** Names of columns, and how each is read. */
export type Shape = Readonly<Record<string, Column<unknown>>>;
export type RowOf<S extends Shape> = { readonly [Name in keyof S]: ReturnType<S[Name]> };

export const text: Column<string> = (value) => {
  if (typeof value === 'string') return value;
  throw new TypeError(`text expected, not ${value === null ? 'NULL' : typeof value}`);
};

export const integer: Column<number> = (value) => {
  if (typeof value === 'number') return value;
  throw new TypeError(`integer expected, not ${value === null ? 'NULL' : typeof value}`);
};

export const flag: Column<boolean> = (value) => integer(value) !== 0;

export const optional =
  <T>(column: Column<T>): Column<T | undefined> =>
  (value) =>
    value === null || value === undefined ? undefined : column(value);

export function readRow<S extends Shape>(shape: S, row: Record<string, SQLOutputValue>): RowOf<S> {
  const read = Object.entries(shape).map(([name, column]) => [name, column(row[name])]);
  // The keys are those of the shape: what no type of Object.fromEntries can say.
  return Object.fromEntries(read) as RowOf<S>;
}
