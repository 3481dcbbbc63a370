import type { Operation } from '@stuntdouble/engine';
import { type DocumentSide, operationPart, type Part, partAt, partsIn, schemaPlace } from './document-side.ts';
import type { Direction } from './schema-node.ts';
import type { Place } from './schema-view.ts';

/** What an operation takes and gives, in one shape for OpenAPI 2 and 3. Reads only; a part that is broken is left out. */
export interface OperationParts {
  readonly operation: Operation;
  readonly part: Part;
  /** By `in name`, header names in lower case. */
  readonly parameters: ReadonlyMap<string, ParameterPart>;
  readonly body: BodyPart | undefined;
  /** By status as written: `200`, `4XX`, `default`. */
  readonly responses: ReadonlyMap<string, ResponsePart>;
}

export interface ParameterPart {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly pointer: string;
  /** How it is written where that is not the default: `style=form explode=false`. */
  readonly style: string;
  readonly places: readonly Place[];
}

export interface BodyPart {
  readonly required: boolean;
  readonly pointer: string;
  readonly contents: ReadonlyMap<string, ContentPart>;
}

export interface ContentPart {
  readonly pointer: string;
  readonly places: readonly Place[];
}

export interface ResponsePart {
  readonly pointer: string;
  readonly contents: ReadonlyMap<string, ContentPart>;
  readonly headers: ReadonlyMap<string, ContentPart & { readonly required: boolean }>;
}

export function readOperation(side: DocumentSide, operation: Operation): OperationParts {
  const part = operationPart(side, operation);
  const given = parametersOf(side, part);
  const isOas2 = side.document.dialect === 'oas2';
  const ofPath = new Map([...given].filter(([, { tree }]) => !['body', 'formData'].includes(String(tree.in))));
  const parameters = new Map([...ofPath].map(([key, each]) => [key, readParameter(side, each, 'request')]));
  return {
    operation,
    part,
    parameters,
    body: isOas2 ? readOldBody(side, part, [...given.values()]) : readBody(side, part, 'request'),
    responses: readResponses(side, part, 'response'),
  };
}

/** Those of the path, then those of the operation, which win. */
export function parametersOf(side: DocumentSide, part: Part): Map<string, Part> {
  const item = part.pointer.slice(0, part.pointer.lastIndexOf('/'));
  const found = new Map<string, Part>();
  for (const owner of [partAt(side, item), part]) {
    const list = owner?.tree.parameters;
    for (const index of Array.isArray(list) ? list.keys() : []) {
      const parameter = partAt(side, `${owner?.pointer}/parameters/${index}`);
      if (parameter === undefined) continue;
      const name = String(parameter.tree.name);
      const place = String(parameter.tree.in);
      found.set(`${place} ${place === 'header' ? name.toLowerCase() : name}`, parameter);
    }
  }
  return found;
}

export function readParameter(side: DocumentSide, part: Part, direction: Direction): ParameterPart {
  const { tree, pointer } = part;
  const place = String(tree.in);
  const [content] = partsIn(side, part, 'content').values();
  const isOas2 = side.document.dialect === 'oas2';
  const places = isOas2 ? schemaPlace(side, direction, part) : schemaPlace(side, direction, content ?? part, 'schema');
  const style = tree.style ?? (['query', 'cookie'].includes(place) ? 'form' : 'simple');
  const written = isOas2
    ? String(tree.collectionFormat ?? 'csv')
    : `style ${style}, explode ${tree.explode ?? style === 'form'}`;
  return {
    ...{ name: String(tree.name), in: place, pointer, places, style: content ? 'content' : written },
    required: tree.required === true || place === 'path',
    deprecated: tree.deprecated === true,
  };
}

export function readBody(side: DocumentSide, { tree, pointer }: Part, direction: Direction): BodyPart | undefined {
  const body = tree.requestBody === undefined ? undefined : partAt(side, `${pointer}/requestBody`);
  if (body === undefined) return undefined;
  return {
    required: body.tree.required === true,
    pointer: body.pointer,
    contents: readContents(side, body, direction),
  };
}

/** Of OpenAPI 2: a parameter `in: body`, or all those `in: formData` as one object. */
function readOldBody(side: DocumentSide, part: Part, parameters: readonly Part[]): BodyPart | undefined {
  const types = oldMediaTypes(side, part, 'consumes');
  const body = parameters.find(({ tree }) => tree.in === 'body');
  const fields = parameters.filter(({ tree }) => tree.in === 'formData');
  if (body !== undefined) {
    const content = { pointer: body.pointer, places: schemaPlace(side, 'request', body, 'schema') };
    const contents = new Map(types.map((type) => [type, content]));
    return { required: body.tree.required === true, pointer: body.pointer, contents };
  }
  const [first] = fields;
  if (first === undefined) return undefined;
  const required = fields.filter(({ tree }) => tree.required === true).map(({ tree }) => String(tree.name));
  const places = fields.map((field): Place => {
    const name = String(field.tree.name);
    return {
      schema: {
        type: 'object',
        properties: { [name]: { $ref: `#${field.pointer}` } },
        required: required.filter((each) => each === name),
      },
      pointer: field.pointer,
    };
  });
  const forms = types.filter((type) => /form/.test(type));
  const named = forms.length > 0 ? forms : ['application/x-www-form-urlencoded'];
  const content = { pointer: first.pointer, places };
  return {
    required: required.length > 0,
    pointer: first.pointer,
    contents: new Map(named.map((type) => [type, content])),
  };
}

function oldMediaTypes({ document: { root } }: DocumentSide, { tree }: Part, key: 'consumes' | 'produces'): string[] {
  const inRoot =
    typeof root === 'object' && root !== null && key in root
      ? Object.entries(root).find(([name]) => name === key)?.[1]
      : undefined;
  const given = tree[key] ?? inRoot;
  return Array.isArray(given) && given.length > 0 ? given.map(bareType) : ['application/json'];
}

function readContents(side: DocumentSide, part: Part, direction: Direction): Map<string, ContentPart> {
  return new Map(
    [...partsIn(side, part, 'content')].map(([type, content]) => [
      bareType(type),
      { pointer: content.pointer, places: schemaPlace(side, direction, content, 'schema') },
    ]),
  );
}

/** Without parameters, lower case. */
export const bareType = (type: unknown): string => String(type).split(';')[0]?.trim().toLowerCase() ?? '';

/** `direction` is of their schemas: what is answered to a message is read by the provider. */
export function readResponses(side: DocumentSide, operation: Part, direction: Direction): Map<string, ResponsePart> {
  const responses = [...partsIn(side, operation, 'responses')].filter(([status]) => !status.startsWith('x-'));
  return new Map(
    responses.map(([status, part]) => [
      status.toUpperCase() === 'DEFAULT' ? 'default' : status.toUpperCase(),
      readResponse(side, operation, part, direction),
    ]),
  );
}

function readResponse(side: DocumentSide, operation: Part, part: Part, direction: Direction): ResponsePart {
  const isOas2 = side.document.dialect === 'oas2';
  const headers = [...partsIn(side, part, 'headers')].map(([name, header]) => {
    const places = isOas2 ? schemaPlace(side, direction, header) : schemaPlace(side, direction, header, 'schema');
    return [name.toLowerCase(), { pointer: header.pointer, places, required: header.tree.required === true }] as const;
  });
  if (!isOas2)
    return { pointer: part.pointer, contents: readContents(side, part, direction), headers: new Map(headers) };
  const places = schemaPlace(side, 'response', part, 'schema');
  const types = places.length === 0 ? [] : oldMediaTypes(side, operation, 'produces');
  const contents = new Map(types.map((type) => [type, { pointer: part.pointer, places }]));
  return { pointer: part.pointer, contents, headers: new Map(headers) };
}
