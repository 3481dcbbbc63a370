import type { ApiDocument } from '../operation.ts';
import { isObject, type JsonObject } from '../schema/json-schema.ts';
import { pointerTokens } from '../schema/pointer.ts';
import { plainName } from './event-name.ts';
import { followed } from './followed.ts';

/**
 * A collection of the API in which its clients subscribe to events, recognised by what its items hold: a URL to call and a list
 * of events. Inferred from the document alone; reads items, keeps none.
 */
export interface SubscriptionResource {
  /** The template of the item: `/webhook-subscriptions/{id}`. */
  readonly resource: string;
  readonly urlProperty: string;
  /** The property with the object that has the URL, where that is not the item itself: `config`. */
  readonly within?: string;
  readonly eventsProperty: string;
}

const URLS = [
  'url',
  'callbackurl',
  'target',
  'targeturl',
  'endpoint',
  'endpointurl',
  'webhookurl',
  'deliveryurl',
  'uri',
  'callback',
];
/** What a subscription calls the object with its URL and its secret. */
const SETTINGS = new Set(['config', 'configuration', 'settings', 'delivery', 'endpoint', 'target']);
const EVENTS = ['events', 'eventtypes', 'enabledevents', 'topics', 'triggers', 'event', 'eventtype', 'topic', 'types'];

export function subscriptionResources(document: ApiDocument): SubscriptionResource[] {
  return document.operations.flatMap(({ method, template, pointer }) => {
    if (method !== 'POST' || template.endsWith('}')) return [];
    const content = followed(document.root, [...pointerTokens(pointer), 'requestBody', 'content']);
    const schemas = isObject(content)
      ? Object.values(content).map((each) => (isObject(each) ? each.schema : undefined))
      : [];
    const properties = Object.assign({}, ...schemas.map((schema) => propertiesOf(document.root, schema)));
    const own = named(properties, URLS, isUri);
    const [inner] =
      own === undefined
        ? Object.entries(properties).flatMap(([within, property]) => {
            const urlProperty = named(propertiesOf(document.root, property), URLS, isUri);
            return urlProperty !== undefined && SETTINGS.has(plainName(within)) ? [{ within, urlProperty }] : [];
          })
        : [];
    const urlProperty = own ?? inner?.urlProperty;
    const eventsProperty = named(properties, EVENTS, isNames);
    const item = document.operations.find(
      (other) =>
        other.template.startsWith(`${template}/{`) && /^[^/]*$/.test(other.template.slice(template.length + 1)),
    );
    if (urlProperty === undefined || eventsProperty === undefined) return [];
    const within = inner && { within: inner.within };
    return [{ resource: item?.template ?? `${template}/{id}`, urlProperty, eventsProperty, ...within }];
  });
}

/** What an item says of the subscription that it is; undefined where it names no URL. */
export interface SubscriptionFields {
  readonly url: string;
  readonly events: readonly string[] | undefined;
  readonly secret: string | undefined;
  readonly authorization: string | undefined;
  readonly paused: boolean;
  /** It says that it is paused, not that it is off. */
  readonly keeps: boolean;
}

/** A secret that is shown once, in the answer that made the subscription: in the item, wherever that is in it. */
function shownSecret(answered: Uint8Array | undefined): string | undefined {
  if (answered === undefined) return undefined;
  const places = [jsonOf(answered)].flatMap((body) => (isObject(body) ? [body, ...Object.values(body)] : []));
  return places.map((place) => textIn(place, SECRETS)).find((secret) => secret !== undefined);
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
}

function textIn(place: unknown, names: readonly string[]): string | undefined {
  if (!isObject(place)) return undefined;
  return Object.entries(place).flatMap(([key, value]) =>
    names.includes(plainName(key)) && typeof value === 'string' && value !== '' ? [value] : [],
  )[0];
}

const SECRETS = ['secret', 'signingsecret', 'webhooksecret', 'signingkey'];
const PAUSED = new Set(['paused', 'disabled', 'inactive', 'suspended', 'stopped']);

export function subscriptionFields(
  { urlProperty, eventsProperty, within }: SubscriptionResource,
  item: unknown,
  answered?: Uint8Array,
): SubscriptionFields | undefined {
  if (!isObject(item)) return undefined;
  const settings = within === undefined ? item : item[within];
  const url = isObject(settings) ? settings[urlProperty] : undefined;
  if (typeof url !== 'string' || url === '') return undefined;
  const given = item[eventsProperty];
  const events = (Array.isArray(given) ? given : [given]).filter((name) => typeof name === 'string');
  const { status, active, enabled, disabled } = item;
  const word = typeof status === 'string' ? status.toLowerCase() : '';
  return {
    url,
    events: events.length === 0 ? undefined : events,
    secret: textIn(item, SECRETS) ?? textIn(settings, SECRETS) ?? shownSecret(answered),
    authorization: textIn(item, ['authorization']),
    paused: PAUSED.has(word) || active === false || enabled === false || disabled === true,
    keeps: word === 'paused',
  };
}

/** Properties of a schema and of all that it is made of. */
function propertiesOf(root: unknown, schema: unknown, depth = 0): JsonObject {
  const target = followed(root, [], schema);
  if (!isObject(target) || depth > 10) return {};
  const parts = [target.allOf, target.oneOf, target.anyOf].flatMap((list) => (Array.isArray(list) ? list : []));
  const own = isObject(target.properties) ? target.properties : {};
  return Object.assign(
    {},
    ...parts.map((part) => propertiesOf(root, part, depth + 1)),
    Object.fromEntries(Object.entries(own).map(([name, property]) => [name, followed(root, [], property)])),
  );
}

const named = (
  properties: JsonObject,
  names: readonly string[],
  fits: (property: JsonObject) => boolean,
): string | undefined =>
  Object.keys(properties)
    .filter((key) => {
      const property = properties[key];
      return names.includes(plainName(key)) && isObject(property) && fits(property);
    })
    .sort((a, b) => names.indexOf(plainName(a)) - names.indexOf(plainName(b)))[0];

const typesOf = ({ type }: JsonObject): readonly unknown[] => (Array.isArray(type) ? type : [type]);
const isUri = (property: JsonObject): boolean =>
  typesOf(property).includes('string') && (property.format === 'uri' || property.format === 'url');
const isNames = (property: JsonObject): boolean =>
  typesOf(property).some((type) => type === 'array' || type === 'string');
