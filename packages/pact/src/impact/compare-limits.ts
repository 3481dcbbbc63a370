import { type DeclaredLimit, declaredLimits, printDuration } from '@stuntdouble/engine';
import type { PartChange } from './compared-operation.ts';
import type { DocumentSide } from './document-side.ts';
import type { OperationParts } from './read-operation.ts';
import type { RuleId } from './rules.table.ts';

/** What changed in how many calls are allowed. Limits are paired by policy, or where there is one on each side. */
export function compareLimits(
  oldSide: DocumentSide,
  old: OperationParts,
  newSide: DocumentSide,
  current: OperationParts,
): PartChange[] {
  const before = declaredLimits(oldSide.document, old.operation);
  const after = declaredLimits(newSide.document, current.operation);
  const only = before.length === 1 && after.length === 1 ? after[0] : undefined;
  const pairOf = (one: DeclaredLimit) => only ?? after.find(({ policy }) => policy === one.policy);
  const found = before.flatMap((one): PartChange[] => {
    const other = pairOf(one);
    if (other === undefined)
      return [changeOf('rate-limit-removed', `${shown(one)} is gone`, one.pointer, current.part.pointer)];
    const [was, is] = [one.limit / one.window, other.limit / other.window];
    if (was === is && one.limit === other.limit) return [];
    const isLower = is < was || (is === was && other.limit < one.limit);
    const message = `it was ${shown(one)}, is ${shown(other)}`;
    return [changeOf(isLower ? 'rate-limit-lowered' : 'rate-limit-raised', message, one.pointer, other.pointer)];
  });
  const paired = new Set(before.map(pairOf));
  const added = after.filter((each) => !paired.has(each));
  return [...found, ...added.map((each) => changeOf('rate-limit-added', shown(each), old.part.pointer, each.pointer))];
}

const shown = ({ limit, window, per }: DeclaredLimit): string => `${limit} in ${printDuration(window)} per ${per}`;

const changeOf = (rule: RuleId, message: string, old: string, current: string): PartChange => ({
  change: { rule, message, old, new: current },
  about: { kind: 'operation' },
});
