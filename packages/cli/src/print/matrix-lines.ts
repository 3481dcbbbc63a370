import type { MatrixAnswer, MatrixRow } from '@stuntdouble/pact';
import { columns } from './columns.ts';
import { noticeLines } from './notice-lines.ts';

/** The matrix of a broker as a table, below it why the answer is what it is. */
export function matrixLines({ rows, reason, notices }: MatrixAnswer): string[] {
  const said = notices.filter(({ text }) => text.trim() !== '');
  const why = said.length > 0 ? noticeLines(said) : reason.split('\n').map((line) => `  ${line}`);
  if (rows.length === 0) return why;
  const isTyped = rows.some(({ type }) => type !== undefined);
  const head = ['CONSUMER', 'VERSION', 'PROVIDER', 'VERSION', 'RESULT', ...(isTyped ? ['HOW'] : [])];
  return [...why, '', columns([head, ...rows.map((row) => cells(row, isTyped))])];
}

function cells(row: MatrixRow, isTyped: boolean): string[] {
  const { consumer, consumerVersion, provider, providerVersion = 'none', type } = row;
  return [consumer, consumerVersion, provider, providerVersion, resultOf(row), ...(isTyped ? [how(type)] : [])];
}

function resultOf({ success, ignored }: MatrixRow): string {
  const word = success === undefined ? 'never verified' : success ? 'kept' : 'NOT KEPT';
  return ignored ? `${word} (ignored)` : word;
}

/** By running the provider, or by comparing documents. */
function how(type: string | undefined): string {
  return { CDCT: 'run', BDCT: 'compared' }[type ?? ''] ?? '';
}
