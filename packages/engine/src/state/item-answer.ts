import type { Answer, Source } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import { isObject, type JsonObject, type JsonSchema } from '../schema/json-schema.ts';
import type { KnownMembers } from '../schema/known-members.ts';
import { baseBody } from './base.ts';
import type { ResourceState } from './context.ts';
import { type ItemPlace, itemPlace } from './infer/infer-facts.ts';
import { targetOf } from './infer/properties.ts';
import { compileVisible } from './write/visible.ts';
import { compileStoredWriter, type Fields, type StoredWriter } from './write-stored.ts';

/** Shows an item in the success response of one operation, and takes one out of it. Never stores anything. */
export interface ItemAnswer {
  readonly writer: StoredWriter;
  /** Undefined where the response shows no item. */
  readonly place: ItemPlace | undefined;
  /** `isFitted`: it comes from `fitted`, of this answer or of one with the same schema. Undefined where the response cannot show it. */
  answer(
    item: JsonObject,
    accept: string | undefined,
    source: Source,
    fields: Fields,
    isFitted?: boolean,
    /** Of a request, for what this answer alone shows. */
    written?: JsonObject,
  ): Answer | undefined;
  /** What the document shows of an item here; nothing of it is the request's. */
  base(): { readonly item: JsonObject; readonly isExample: boolean } | undefined;
  /** The nearest item that is valid here, without what is never shown; undefined where there is none. `known`: of what items have in common. */
  fitted(item: JsonObject, known?: KnownMembers): JsonObject | undefined;
  /** The item without what is never shown. */
  visible(item: JsonObject): JsonObject;
  itemIn(body: unknown): JsonObject | undefined;
}

/** `schema` is what stored items are valid against; undefined where nothing is known of it. */
export function compileItemAnswer(
  operation: Operation,
  state: ResourceState,
  schema: JsonSchema | undefined,
): ItemAnswer | undefined {
  const { context, resource } = state;
  const schemas = context.responseSchemas;
  const writer = compileStoredWriter(operation, context);
  if (writer === undefined) return undefined;
  const place = itemPlace(operation, schemas, resource);
  const { envelope } = place ?? {};
  const isSame =
    place !== undefined && schema !== undefined && targetOf(schemas, place.schema) === targetOf(schemas, schema);
  const visible = place === undefined ? (item: JsonObject) => item : compileVisible(schemas, place.schema);
  const isStoredAs = isSame && envelope === undefined;
  let shown: { readonly value: unknown; readonly isExample: boolean } | undefined;
  const shownBody = (): { readonly value: unknown; readonly isExample: boolean } => {
    if (shown === undefined) {
      const found = baseBody(context, operation, {}, undefined);
      shown = { value: found?.value, isExample: found?.source === 'example' || found?.source === 'repaired' };
    }
    return shown;
  };
  const itemIn = (body: unknown): JsonObject | undefined => {
    const item = envelope === undefined ? body : isObject(body) ? body[envelope] : undefined;
    return isObject(item) ? item : undefined;
  };
  const valueFor = (item: JsonObject, written: JsonObject | undefined): unknown => {
    const all = isSame || written === undefined ? item : { ...visible(written), ...item };
    const own = isSame || place === undefined ? item : projected(all, place, itemIn(shownBody().value));
    if (envelope === undefined) return own;
    const around = shownBody().value;
    return { ...(isObject(around) ? around : {}), [envelope]: own };
  };
  return {
    writer,
    place,
    itemIn,
    visible,
    answer: (item, accept, source, fields, isFitted = false, written = undefined) =>
      place === undefined && writer.hasContent
        ? undefined
        : writer.write(valueFor(item, written), accept, source, fields, isStoredAs && isFitted),
    base() {
      const { value, isExample } = shownBody();
      const item = itemIn(value);
      return item && { item, isExample };
    },
    fitted(item, known) {
      if (place === undefined) return item;
      const fit = writer.fitted(visible(item), place.schema, known);
      return isObject(fit?.value) ? fit.value : undefined;
    },
  };
}

/** The item with the properties of another view of it: what it has, else what the document shows there. */
export function projected(
  item: JsonObject,
  { properties }: Pick<ItemPlace, 'properties'>,
  shown: JsonObject | undefined,
): JsonObject {
  const view: Record<string, unknown> = {};
  for (const [name, { required }] of properties) {
    if (Object.hasOwn(item, name)) view[name] = item[name];
    else if (shown !== undefined && Object.hasOwn(shown, name) && required) view[name] = shown[name];
  }
  return view;
}
