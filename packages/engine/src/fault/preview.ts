import type { Delivery } from '../delivery.ts';
import type { Answer } from '../exchange.ts';
import type { FaultPlan } from './fault-kind.ts';
import { answerLines } from './preview/answer-lines.ts';
import { unifiedDiff } from './preview/line-diff.ts';

export interface PreviewInput {
  /** What would be answered without the fault. */
  readonly healthy: Answer;
  readonly plan: FaultPlan;
  /** Unchanged lines around each change. @default 3 */
  readonly context?: number;
}

export interface Preview {
  /** Status, header fields and body as lines; JSON indented. */
  readonly before: string;
  readonly after: string;
  /** From the one to the other, in the unified format; empty where the client gets the same bytes. */
  readonly diff: string;
  /** The JSON pointer that is changed. */
  readonly pointer?: string;
  /** What a diff cannot show: how late, how broken, why not at all. */
  readonly note?: string;
}

/** What a plan makes of an answer, to be looked at before the fault is set. Sends nothing, waits for nothing. */
export function previewFault({ healthy, plan, context }: PreviewInput): Preview {
  const before = answerLines(healthy);
  const after = linesAfter(healthy, before, plan);
  const note = noteOf(plan);
  return {
    before: before.join('\n'),
    after: after.join('\n'),
    diff: unifiedDiff(before, after, context),
    ...(plan.do === 'replace' && plan.pointer !== undefined ? { pointer: plan.pointer } : {}),
    ...(note === undefined ? {} : { note }),
  };
}

function linesAfter(healthy: Answer, before: readonly string[], plan: FaultPlan): readonly string[] {
  if (plan.do === 'answer' || plan.do === 'replace') return answerLines(plan.answer);
  if (plan.do !== 'deliver') return before;
  const { end } = plan.delivery;
  const { body = new Uint8Array() } = healthy;
  if (end?.kind === 'nothing') return [];
  if (end?.kind === 'partial')
    return answerLines({ ...healthy, body: body.subarray(0, Math.floor(body.length * end.fraction)) });
  if (end?.kind === 'garbage')
    return end.afterHeaders
      ? answerLines({ ...healthy, body: end.bytes })
      : answerLines({ ...healthy, headers: [], body: end.bytes }).slice(2);
  return before;
}

function noteOf(plan: FaultPlan): string | undefined {
  switch (plan.do) {
    case 'replace':
      return plan.note;
    case 'nothing':
      return `does not fire: ${plan.why}${plan.where === undefined ? '' : ` at ${plan.where}`}`;
    case 'delay':
      return `${Math.round(plan.ms)} ms late`;
    case 'hold':
      return `held ${plan.ms === undefined ? 'until the fault is cleared' : `for ${Math.round(plan.ms)} ms`}`;
    case 'deliver':
      return deliveryNote(plan.delivery);
    case 'listen':
      return `the listener, not one answer: ${plan.state.kind}`;
    default:
      return undefined;
  }
}

function deliveryNote({ headersOver, pacing, end }: Omit<Delivery, 'signal' | 'onEnd'>): string | undefined {
  const words = [
    headersOver === undefined ? [] : [`headers over ${headersOver} ms`],
    pacing === undefined ? [] : [pacingNote(pacing)],
    end === undefined
      ? []
      : [end.kind === 'garbage' || end.by === 'fin' ? 'then the end of the connection' : 'then a reset'],
  ].flat();
  return words.length === 0 ? undefined : words.join(', ');
}

function pacingNote(pacing: NonNullable<Delivery['pacing']>): string {
  if (pacing.kind === 'rate') return `body at ${pacing.bytesPerSecond} bytes per second`;
  if (pacing.kind === 'chunks') return `body in ${pacing.chunks} chunks over ${pacing.over} ms`;
  const silence = pacing.for === undefined ? 'silence' : `${pacing.for} ms of silence`;
  return `${Math.round(pacing.fraction * 100)}% of the body, then ${silence}`;
}
