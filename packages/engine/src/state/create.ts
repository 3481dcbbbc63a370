import type { Operation } from '../operation.ts';
import type { JsonObject } from '../schema/json-schema.ts';
import { KnownMembers } from '../schema/known-members.ts';
import { plainName } from '../webhook/event-name.ts';
import { absoluteUrl } from './absolute-url.ts';
import { answerIn } from './answer-in.ts';
import { idIn, statelessly } from './base.ts';
import { tagged } from './etag.ts';
import { idempotently } from './idempotency.ts';
import { writableOf } from './infer/infer-facts.ts';
import type { ItemStore } from './item-store.ts';
import { locationOf } from './location.ts';
import type { Answering } from './operation-state.ts';
import { sandboxFull } from './sandbox-full.ts';
import type { StateCall } from './state.ts';
import { keepCreatedFile, readingPathsOf } from './upload/created-files.ts';
import { withBytes } from './upload/describe-bytes.ts';
import { bodyFile, fileIn } from './upload/sent-file.ts';
import { compileFreshSecrets } from './write/fresh-secrets.ts';
import { compileItemRules, type Setting, writtenOf } from './write/item-rules.ts';
import { compileNamedThings } from './write/named-things.ts';
import { slugOf } from './write/readings.ts';
import { compileSentNames } from './write/sent-names.ts';

/** What the document shows of a new item. */
type Shown = Pick<Setting, 'base' | 'isExample'> & { readonly known: KnownMembers };

/** POST to a collection: a new item, of what was sent and of what the server sets. */
export function compileCreate(operation: Operation, store: ItemStore): Answering | undefined {
  const { context, resource, facts, home } = store.state;
  const { idField } = facts;
  const answering = store.answerOf(operation);
  const reader = store.reader() ?? answering;
  if (answering === undefined || reader === undefined || idField === undefined || store.schema === undefined)
    return undefined;
  const envelope = answering.place?.envelope ?? reader.place?.envelope;
  const { writable, shown } = compileSentNames(
    writableOf(operation, context.requestSchemas, envelope),
    facts.properties,
  );
  const rules = compileItemRules(facts.properties, writable, idField);
  // What this answer shows and no later one.
  const own = [...(answering.place?.properties ?? [])].filter(([name]) => !facts.properties.has(name));
  const ownRules = own.length === 0 ? undefined : compileItemRules(new Map(own), writable, undefined);
  const asThings = compileNamedThings(context.responseSchemas, store.schema);
  // An id that is a word of the item's own; any other must not tell what an item, or a person, is called.
  const isSlug = facts.idFormat.kind === 'sampled' && SLUGS.test(plainName(idField));
  const mayName = writable.has(idField) && facts.properties.get(idField)?.readOnly !== true;

  const isAddress = answering.writer.isAddress('location');
  const filePaths = readingPathsOf(resource, context);
  const unreplayed = answering.writer.without(/replay/);

  const freshSecrets = compileFreshSecrets(answering.place, writable, context);
  const storable = (secrets: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(secrets).filter(([name]) => facts.properties.has(name)));

  const inQuery = ({ values }: StateCall): JsonObject =>
    Object.fromEntries(Object.entries(values.query).filter(([name]) => facts.properties.has(name)));

  let shownOnly: Shown | undefined;
  const shownItem = (): Shown => {
    if (shownOnly === undefined) {
      // The answer to a creation shows a new item, that to a read one that has seen something of the world.
      const fresh = answering.place?.properties.has(idField) ? answering.base() : undefined;
      const seen = reader.base();
      const base = { ...seen?.item, ...fresh?.item };
      const ofMember = (name: string) => (fresh !== undefined && Object.hasOwn(fresh.item, name) ? fresh : seen);
      const examples = new Set(Object.keys(base).filter((name) => ofMember(name)?.isExample === true));
      // What neither shows is an example's as far as the reader's is one.
      const isExample = (name: string): boolean =>
        examples.has(name) || (seen?.isExample === true && !Object.hasOwn(base, name));
      shownOnly = { base, isExample, known: new KnownMembers(base) };
    }
    return shownOnly;
  };

  const newItem = (call: StateCall, written: JsonObject, kept: JsonObject): JsonObject | undefined => {
    const now = context.clockOf(call.sandbox).now();
    const given = mayName && written[idField] !== null ? written[idField] : undefined;
    const wish = isSlug ? slugOf(written) : undefined;
    const id = given ?? store.freshId(call, wish);
    if (id === undefined) return undefined;
    const { base, isExample, known } = shownItem();
    const made = rules.created(asThings(written, base), { id, now, base, isExample });
    const item = kept === NOTHING ? made : { ...made, ...kept };
    const fitted = reader.fitted(withParents(item, base, call.values.path), known);
    const file = fitted && (bodyFile(call) ?? fileIn(call.values.parts ?? []));
    return fitted && file ? withBytes(store, fitted, file, written) : fitted;
  };

  const shownOnce = (call: StateCall, written: JsonObject, id: string): JsonObject | undefined => {
    if (ownRules === undefined) return undefined;
    const { item: base = {}, isExample = false } = answering.base() ?? {};
    const now = context.clockOf(call.sandbox).now();
    return ownRules.created(written, { id, now, base, isExample: () => isExample });
  };

  return {
    answer: (call) =>
      idempotently(call, operation, store, () => {
        const raw = bodyFile(call);
        const sent = raw === undefined ? writtenOf(call.values.body, envelope) : inQuery(call);
        if (sent === undefined) return undefined;
        const written = shown(sent);
        const collection = store.state.collectionOf(call.values.path);
        const secrets = freshSecrets(written);
        const said = raw === undefined ? NOTHING : written;
        const item = newItem(call, written, secrets === undefined ? said : { ...said, ...storable(secrets) });
        const id = item && idIn(item, idField);
        if (item === undefined || id === undefined) return undefined;
        const target = locationOf(call, id, resource, home);
        const location = isAddress ? absoluteUrl(call.request, target, context.publicUrl) : target;
        const isNamed =
          answering.writer.describes('location') ||
          (answering.writer.status === 201 && (home ?? resource).operations.read !== undefined);
        const fields = { ...(isNamed && { Location: location }), ...unreplayed };
        // Nothing is stored that could not be answered.
        const whole = secrets ? { ...item, ...secrets } : item;
        const answer =
          answering.answer(whole, call.ask.accept, 'stored', fields, true, shownOnce(call, written, id)) ??
          answerIn(statelessly(context, operation, call.ask));
        if (answer === undefined) return undefined;
        const size = (raw ?? fileIn(call.values.parts ?? []))?.bytes.length ?? 0;
        // An answer may show less of the item than was sent, or nothing; to write all of it once more would only take time.
        const bytes = Math.max(answer.body?.length ?? 0, call.request.body.length - size);
        const full =
          sandboxFull(context, call.sandbox, collection, id, bytes, item) ??
          (size * filePaths.length > 0
            ? sandboxFull(context, call.sandbox, '', undefined, size * filePaths.length)
            : undefined);
        if (full !== undefined) return full;
        const stored = store.change({
          ...{ call, operation, kind: 'created', id, item },
          // What is read elsewhere is made valid by what it is read by.
          isFitted: home === undefined,
          bytes,
          answered: answer.body,
        });
        keepCreatedFile(filePaths, store, call, id);
        return { kind: 'answered', answer: answering.writer.describes('etag') ? tagged(answer, stored) : answer };
      }),
  };
}

const NOTHING: JsonObject = {};
const SLUGS = /slug|handle|permalink|^(name|key|path)$/;

/** What stands above an item in its path is told in it where it has a member of that name. */
function withParents(item: JsonObject, base: JsonObject, path: Readonly<Record<string, unknown>>): JsonObject {
  let told = item;
  for (const [name, value] of Object.entries(path))
    if (Object.hasOwn(item, name) && typeof value === typeof base[name]) told = { ...told, [name]: value };
  return told;
}
