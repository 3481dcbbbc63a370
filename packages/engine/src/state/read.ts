import type { Answer } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import { etagOf, etagOfFound, lists, tagIn } from './etag.ts';
import type { FoundItem, ItemStore } from './item-store.ts';
import type { StoredItem } from './kept/overlay.ts';
import { notFound } from './not-found.ts';
import type { Answering } from './operation-state.ts';
import type { StateCall } from './state.ts';

/** Answers that were read lately, each in the place of its version: who asks again mostly asks for the same few items. */
const KEPT = 256;

interface Kept {
  readonly stored: StoredItem;
  readonly accept: string | undefined;
  readonly answer: Answer;
}

const NONE = {};

/** GET of an item: what was written, or the document's; 404 where it was deleted. */
export function compileRead(operation: Operation, store: ItemStore): Answering | undefined {
  const answering = store.answerOf(operation);
  if (answering?.place === undefined) return undefined;
  const { writer } = answering;
  const hasNotModified = operation.model().responses.some(({ code }) => code === '304');
  const kept: (Kept | undefined)[] = new Array(KEPT).fill(undefined);

  const written = (call: StateCall, { stored, item }: FoundItem & { kind: 'stored' }): Answer | undefined => {
    const { accept } = call.ask;
    const place = stored.version % KEPT;
    const before = kept[place];
    if (before?.stored === stored && before.accept === accept) return before.answer;
    const fields = writer.describes('etag') ? { ETag: etagOf(stored) } : NONE;
    const answer = answering.answer(item, accept, 'stored', fields, stored.isFitted);
    if (answer !== undefined) kept[place] = { stored, accept, answer };
    return answer;
  };

  return {
    answer(call) {
      const { stale } = call.damage ?? {};
      const earlier = stale && store.earlier(call.sandbox, call.values.path, stale);
      const found = earlier ?? store.find(call.sandbox, call.values.path, call.ask.params);
      if (found.kind === 'absent') return notFound(store, call);
      const sent = call.request.headers['if-none-match'];
      const etag = hasNotModified && sent !== undefined ? etagOfFound(found) : undefined;
      const own = hasNotModified && sent !== undefined ? tagIn(found.item) : undefined;
      if (hasNotModified && sent !== undefined && (lists(sent, etag) || lists(sent, own))) return notModified(etag);
      if (found.kind === 'base' && found.isShown) return undefined;
      const answer =
        found.kind === 'stored'
          ? written(call, found)
          : answering.answer(found.item, call.ask.accept, found.source === 'example' ? 'repaired' : found.source, {});
      return answer && { kind: 'answered', answer };
    },
  };
}

const notModified = (etag: string | undefined): { kind: 'answered'; answer: Answer } => ({
  kind: 'answered',
  answer: {
    status: 304,
    headers: [...(etag === undefined ? [] : ['ETag', etag]), 'Stunt-Source', 'stored'],
    body: undefined,
    source: 'stored',
  },
});
