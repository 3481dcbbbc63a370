import { XMLBuilder } from 'fast-xml-parser';
import { isObject, type JsonSchema } from '../schema/json-schema.ts';
import type { Schemas } from '../schema/schemas.ts';

/** How a schema writes its value as XML: the `xml` object of OpenAPI. */
interface XmlHints {
  readonly name?: string;
  readonly prefix?: string;
  readonly namespace?: string;
  readonly attribute?: boolean;
  readonly wrapped?: boolean;
}

const ATTRIBUTE = '@';
const TEXT = '#text';
const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: ATTRIBUTE, textNodeName: TEXT });

/** Writes a value as XML in the names, attributes and wrappers that its schema gives; always one root element, `xml` where nothing names it. */
export function xmlBody(value: unknown, schema: JsonSchema | undefined, schemas: Schemas): string {
  const facts = factsOf(schema, schemas);
  const root = elementName(facts.xml, 'xml');
  if (!Array.isArray(value)) return builder.build({ [root]: content(value, facts, schemas) });
  // Several roots are no document: a list has an element of its own around its items.
  const item = factsOf(facts.items, schemas);
  const items = value.map((each) => content(each, item, schemas));
  return builder.build({ [root]: { [elementName(item.xml, 'item')]: items } });
}

interface Facts {
  readonly xml: XmlHints;
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly items: JsonSchema | undefined;
}

/** What the schema and all that it refers to or joins say of the form. */
function factsOf(schema: JsonSchema | undefined, schemas: Schemas, depth = 0): Facts {
  const none: Facts = { xml: {}, properties: {}, items: undefined };
  if (typeof schema !== 'object' || depth > 20) return none;
  const { $ref, allOf, items } = schema;
  const target = $ref === undefined ? undefined : schemas.resolve($ref);
  const parts = [target, ...(allOf ?? [])];
  const inherited = parts.map((part) => factsOf(part, schemas, depth + 1));
  return {
    xml: Object.assign({}, ...inherited.map(({ xml }) => xml), isObject(schema.xml) ? schema.xml : {}),
    properties: Object.assign({}, ...inherited.map(({ properties }) => properties), schema.properties),
    items: items ?? inherited.find((part) => part.items !== undefined)?.items,
  };
}

function content(value: unknown, facts: Facts, schemas: Schemas): unknown {
  if (!isObject(value)) return withNamespace(value, facts.xml);
  const element: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const inner = factsOf(facts.properties[name], schemas);
    Object.assign(
      element,
      Array.isArray(member) ? list(name, member, inner, schemas) : single(name, member, inner, schemas),
    );
  }
  return withNamespace(element, facts.xml);
}

function single(name: string, value: unknown, facts: Facts, schemas: Schemas): Record<string, unknown> {
  const key = elementName(facts.xml, name);
  if (facts.xml.attribute === true && !isObject(value)) return { [ATTRIBUTE + key]: value };
  return { [key]: content(value, facts, schemas) };
}

function list(name: string, values: readonly unknown[], facts: Facts, schemas: Schemas): Record<string, unknown> {
  const item = factsOf(facts.items, schemas);
  const items = values.map((value) => content(value, item, schemas));
  const own = elementName(facts.xml, name);
  if (facts.xml.wrapped !== true) return { [elementName(item.xml, own)]: items };
  return { [own]: { [elementName(item.xml, own)]: items } };
}

function withNamespace(content: unknown, { namespace, prefix }: XmlHints): unknown {
  if (namespace === undefined) return content;
  const declaration = { [`${ATTRIBUTE}xmlns${prefix ? `:${prefix}` : ''}`]: namespace };
  return isObject(content) ? { ...declaration, ...content } : { ...declaration, [TEXT]: content };
}

const elementName = ({ name, prefix }: XmlHints, fallback: string): string =>
  (prefix ? `${prefix}:` : '') + (name ?? fallback);
