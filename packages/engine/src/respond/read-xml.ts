import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { isObject, type JsonSchema } from '../schema/json-schema.ts';
import type { Schemas } from '../schema/schemas.ts';

/**
 * Reads XML back into the value that a schema describes, by the names, attributes and wrappers of its `xml`: what `xmlBody` writes, and
 * what others write that means the same. Says what cannot be read so; never judges the value.
 */
export type ReadXml =
  | { readonly kind: 'value'; readonly value: unknown; readonly places: readonly XmlPlace[] }
  /** No XML, or other elements than the schema's. */
  | { readonly kind: 'invalid'; readonly messages: readonly string[] }
  /** It cannot be told what the text means under this schema. */
  | { readonly kind: 'unclear'; readonly message: string };

/** Which element, text or attribute a part of the value was read from: for whoever speaks of XML by its own paths. */
export interface XmlPlace {
  /** Names and indices from the value's top. */
  readonly path: readonly string[];
  /** Elements from the root, without prefixes; a text ends with `#text`, an attribute with `@name`. */
  readonly element: readonly string[];
}

const ATTRIBUTE = '@';
const TEXT = '#text';
const parser = new XMLParser({
  ...{ ignoreAttributes: false, attributeNamePrefix: ATTRIBUTE, textNodeName: TEXT },
  ...{ parseTagValue: false, parseAttributeValue: false, trimValues: false, htmlEntities: true },
  ...{ ignoreDeclaration: true, ignorePiTags: true },
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
});

export function readXml(text: string, schema: JsonSchema, schemas: Schemas): ReadXml {
  const reading: Reading = { schemas, problems: [], places: [] };
  try {
    const shape = shapeOf([schema], schemas);
    // Whoever describes a text means the whole of it.
    if (isText(shape)) return { kind: 'value', value: text, places: [] };
    const valid = XMLValidator.validate(text);
    if (valid !== true)
      return { kind: 'invalid', messages: [`it is no XML: ${valid.err.msg}, line ${valid.err.line}`] };
    if (/<!DOCTYPE/i.test(text)) return { kind: 'unclear', message: 'it has a DOCTYPE' };
    const tree: unknown = parser.parse(text);
    const [root, ...others] = isObject(tree) ? childrenOf(tree) : [];
    if (root === undefined || others.length > 0) return { kind: 'invalid', messages: ['it has not one root element'] };
    const named = shape.xml.name ?? root.name;
    if (named !== root.name) reading.problems.push(`its root is <${root.name}>, the document says <${named}>`);
    const top: XmlPlace = { path: [], element: [root.name] };
    const value = isList(shape)
      ? listOf(root.node, shape, [], { ...reading, at: top })
      : elementOf(root.node, shape, { ...reading, at: top });
    const { problems, places } = reading;
    return problems.length > 0 ? { kind: 'invalid', messages: problems } : { kind: 'value', value, places };
  } catch (error) {
    // What the parser refuses to read, such as names that no object may have.
    return { kind: 'unclear', message: error instanceof Error ? error.message : String(error) };
  }
}

interface Reading {
  readonly schemas: Schemas;
  readonly problems: string[];
  readonly places: XmlPlace[];
}

/** At one element. */
interface Here extends Reading {
  readonly at: XmlPlace;
}

const below = (here: Here, names: readonly string[], element: string): Here => ({
  ...here,
  at: { path: [...here.at.path, ...names], element: [...here.at.element, element] },
});

/** A text belongs to the value that its element is, or stands in an object beside attributes. */
function placeText({ places, at }: Here, names: readonly string[] = []): void {
  places.push({ path: [...at.path, ...names], element: [...at.element, TEXT] });
}

interface XmlHints {
  readonly name?: string;
  readonly attribute?: boolean;
  readonly wrapped?: boolean;
}

/** What schemas that may all hold say of a form, references and alternatives included. */
interface Shape {
  readonly xml: XmlHints;
  /** Whether `xml.name` stands at the schema itself, not at what it refers to. */
  readonly isNamed: boolean;
  readonly properties: ReadonlyMap<string, readonly JsonSchema[]>;
  readonly items: readonly JsonSchema[];
  readonly additional: readonly JsonSchema[];
  readonly types: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
}

function shapeOf(given: readonly JsonSchema[], schemas: Schemas): Shape {
  const properties = new Map<string, JsonSchema[]>();
  const items: JsonSchema[] = [];
  const additional: JsonSchema[] = [];
  const types = new Set<string>();
  const required = new Set<string>();
  let xml: XmlHints = {};
  const seen = new Set<JsonSchema>();
  const queue = [...given];
  for (let schema = queue.shift(); schema !== undefined; schema = queue.shift()) {
    if (typeof schema !== 'object' || seen.has(schema)) continue;
    seen.add(schema);
    const target = schema.$ref === undefined ? undefined : schemas.resolve(schema.$ref);
    queue.push(...(target === undefined ? [] : [target]), ...(schema.allOf ?? []));
    queue.push(...(schema.oneOf ?? []), ...(schema.anyOf ?? []));
    const hints = hintsOf(schema);
    if ('nodeType' in hints) throw new Error('its schema says nodeType, which is not read');
    xml = { ...hints, ...xml };
    for (const [name, part] of Object.entries(schema.properties ?? {}))
      properties.set(name, [...(properties.get(name) ?? []), part]);
    if (schema.items !== undefined) items.push(schema.items);
    if (typeof schema.additionalProperties === 'object') additional.push(schema.additionalProperties);
    for (const name of schema.required ?? []) required.add(name);
    for (const type of [schema.type ?? []].flat()) types.add(type);
    const values = schema.const === undefined ? schema.enum : [schema.const];
    if (schema.type === undefined) for (const value of values ?? []) types.add(value === null ? 'null' : typeof value);
  }
  const isNamed = given.some((schema) => 'name' in hintsOf(schema));
  return { xml, isNamed, properties, items, additional, types, required };
}

const hintsOf = (schema: JsonSchema): XmlHints =>
  typeof schema === 'object' && 'xml' in schema && isObject(schema.xml) ? schema.xml : {};

const isList = ({ types, items }: Shape): boolean => types.has('array') || items.length > 0;

const isText = ({ types, properties, items }: Shape): boolean =>
  properties.size === 0 &&
  items.length === 0 &&
  types.has('string') &&
  [...types].every((type) => /^(?:string|null)$/.test(type));

type Node = unknown;

interface Named {
  /** Without its prefix: which one stands for a namespace is the writer's choice. */
  readonly name: string;
  readonly node: Node;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const childrenOf = (node: Readonly<Record<string, unknown>>): Named[] =>
  Object.entries(node)
    .filter(([name]) => name !== TEXT && !name.startsWith(ATTRIBUTE))
    .flatMap(([name, nodes]) => [nodes].flat().map((each) => ({ name: localName(name), node: each })));

/** Those that speak of the value: neither namespaces nor what XML itself has. */
const attributesOf = (node: Readonly<Record<string, unknown>>): Map<string, unknown> =>
  new Map(
    Object.entries(node)
      .filter(([name]) => name.startsWith(ATTRIBUTE) && !/^@(?:xmlns$|xmlns:|xsi:|xml:)/.test(name))
      .map(([name, value]) => [localName(name.slice(1)), value]),
  );

const textIn = (node: Node): string => String((isObject(node) ? node[TEXT] : node) ?? '');

function elementOf(node: Node, shape: Shape, here: Here): unknown {
  here.places.push(here.at);
  const element = isObject(node) ? node : {};
  if (element['@xsi:nil'] === 'true') return null;
  const children = childrenOf(element);
  const attributes = attributesOf(element);
  const isPlain = children.length === 0 && attributes.size === 0;
  if (isPlain && !shape.types.has('object') && shape.properties.size === 0) {
    placeText(here);
    return converted(textIn(node), shape);
  }
  return objectOf({ children, attributes, text: textIn(node) }, shape, here);
}

interface Content {
  readonly children: readonly Named[];
  readonly attributes: Map<string, unknown>;
  readonly text: string;
}

function objectOf({ children, attributes, text }: Content, shape: Shape, here: Here): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  const left = Map.groupBy(children, ({ name }) => name);
  for (const [property, schemas] of shape.properties) {
    const inner = shapeOf(schemas, here.schemas);
    const names = namesOf(property, inner);
    if (inner.xml.attribute === true) {
      const name = names.find((each) => attributes.has(each));
      if (name === undefined) continue;
      value[property] = converted(String(attributes.get(name)), inner);
      here.places.push(below(here, [property], `${ATTRIBUTE}${name}`).at);
      attributes.delete(name);
      continue;
    }
    const isFlat = isList(inner) && inner.xml.wrapped !== true;
    const item = isFlat ? shapeOf(inner.items, here.schemas) : inner;
    const wanted = isFlat && item.xml.name !== undefined ? [item.xml.name] : isFlat ? [...names, property] : names;
    const name = wanted.find((each) => left.has(each));
    const nodes = left.get(name ?? '')?.map((each) => each.node) ?? [];
    left.delete(name ?? '');
    // A list without a wrapper that has no items has no element either.
    if (nodes.length === 0 && isFlat && shape.required.has(property)) value[property] = [];
    if (nodes.length === 0) continue;
    // What comes twice is a list, whatever it was meant to be.
    const isMany = isFlat || nodes.length > 1;
    const values = nodes.map((each, index) => {
      const there = below(here, isMany ? [property, String(index)] : [property], name ?? '');
      return isList(item) ? listOf(each, item, names, there) : elementOf(each, item, there);
    });
    value[property] = isMany ? values : values[0];
  }
  for (const [name, nodes] of left) undeclared(name, nodes, { value, shape, here });
  for (const [name, given] of attributes) {
    if (shape.properties.has(name)) here.problems.push(`${name} is an attribute, the document has an element`);
    else value[name] = given;
  }
  if (text.trim() !== '') {
    value[TEXT] = text.trim();
    placeText(here, [TEXT]);
  }
  return value;
}

interface Around {
  readonly value: Record<string, unknown>;
  readonly shape: Shape;
  readonly here: Here;
}

function undeclared(name: string, nodes: readonly Named[], { value, shape, here }: Around): void {
  const property = shape.properties.get(name);
  if (property !== undefined) {
    const inner = shapeOf(property, here.schemas);
    const meant = inner.xml.attribute === true ? 'an attribute' : `<${namesOf(name, inner)[0]}>`;
    here.problems.push(`<${name}> is written as ${meant} in the document`);
    return;
  }
  const other = shapeOf(shape.additional, here.schemas);
  const values = nodes.map(({ node }, index) =>
    elementOf(node, other, below(here, nodes.length > 1 ? [name, String(index)] : [name], name)),
  );
  value[name] = values.length > 1 ? values : values[0];
}

/** What a property is called: its own `xml.name` and no other; where only the type has one, writers differ. */
const namesOf = (property: string, { xml, isNamed }: Shape): string[] =>
  xml.name === undefined ? [property] : isNamed ? [xml.name] : [xml.name, property];

/** The items inside an element of their own. `names` are those of the element, which items have as well where they have no other. */
function listOf(node: Node, shape: Shape, names: readonly string[], here: Here): unknown[] {
  here.places.push(here.at);
  const item = shapeOf(shape.items, here.schemas);
  const wanted = item.xml.name === undefined ? names : [item.xml.name];
  return (isObject(node) ? childrenOf(node) : []).map((child, index) => {
    const there = below(here, [String(index)], child.name);
    if (wanted.length > 0 && !wanted.includes(child.name))
      here.problems.push(`<${child.name}> is an item, the document says <${wanted[0]}>`);
    return isList(item) ? listOf(child.node, item, [], there) : elementOf(child.node, item, there);
  });
}

/** XML has texts only: the schema says what they are. Where it says two things, nobody can tell. */
function converted(text: string, { types }: Shape): unknown {
  const isNumeric = types.has('number') || types.has('integer');
  if (types.has('string') && (isNumeric || types.has('boolean')))
    throw new Error(`"${text.slice(0, 40)}" may be ${[...types].join(' or ')}`);
  const bare = text.trim();
  if (isNumeric && /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(bare)) return Number(bare);
  if (types.has('boolean') && /^(?:true|false|1|0)$/.test(bare)) return bare === 'true' || bare === '1';
  return text === '' && types.has('null') && !types.has('string') ? null : text;
}
