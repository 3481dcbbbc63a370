import { type PayloadReport, topmostUnused } from '@stuntdouble/pact';

/** Is there bloat, how much, and where: in one sentence. */
export function payloadHeadline({ totals, operations }: PayloadReport): string {
  const { called, offeredBytes, unusedBytes, unusedPercent } = totals;
  if (called === 0) return 'Not known: no contract calls an operation of this document.';
  if (offeredBytes === 0) return 'Nothing to measure: the operations that contracts call answer without JSON.';
  if (unusedBytes === 0)
    return `No bloat: everything that contracts' operations answer is read by a partner, or offered to one whose contract was recorded.`;
  const [worst] = operations;
  const fields = worst === undefined ? [] : topmostUnused(worst.fields);
  const largest = fields.toSorted((one, other) => other.bytes - one.bytes).slice(0, 3);
  const where =
    worst === undefined
      ? ''
      : ` Most of it is in ${worst.operation}: ${count(worst.unusedBytes)} bytes, such as ${largest.map(({ field }) => field).join(', ')}.`;
  return `Bloat: ${unusedPercent}% of what ${called === 1 ? '1 called operation answers' : `${called} called operations answer`} (${count(unusedBytes)} of ${count(offeredBytes)} bytes) is read by no partner.${where}`;
}

const count = (value: number): string => value.toLocaleString('en');
