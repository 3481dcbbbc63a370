import { isTree, valueAt } from '../impact/document-side.ts';

/** Changes a document at a place that some operation uses, in a way whose effect is known. For property tests. */
type Tree = Record<string, unknown>;

export interface Mutation {
  readonly name: string;
  /** @returns whether there was a place for it. `pick` chooses among so many. */
  readonly apply: (root: Tree, pick: (count: number) => number) => boolean;
}

interface Site {
  readonly schema: Tree;
  readonly name: string;
}

const methods = ['get', 'put', 'post', 'delete', 'patch'];

function operationsOf(root: Tree): Tree[] {
  const paths = isTree(root.paths) ? Object.values(root.paths) : [];
  return paths.flatMap((item) => (isTree(item) ? methods.map((method) => item[method]) : [])).filter(isMutable);
}

const isMutable = (value: unknown): value is Tree => isTree(value);

/** Documents have paths without operations, too. */
const servedPaths = ({ paths }: Tree): string[] =>
  Object.entries(isTree(paths) ? paths : {}).flatMap(([path, item]) =>
    isTree(item) && methods.some((method) => method in item) ? [path] : [],
  );

function target(root: Tree, value: unknown): Tree | undefined {
  let current = value;
  for (let hops = 0; hops < 10 && isMutable(current); hops += 1) {
    if (typeof current.$ref !== 'string') return current;
    current = valueAt(root, current.$ref.slice(1));
  }
  return undefined;
}

function jsonSchema(root: Tree, owner: Tree | undefined): unknown {
  const content = owner?.content;
  const json = isTree(content) ? Object.entries(content).find(([type]) => /json/.test(type))?.[1] : undefined;
  return isTree(json) ? json.schema : isTree(root.definitions) ? owner?.schema : undefined;
}

/** Fields that answers of success have, by plain ways only: what is composed may have a field twice. */
function responseFields(root: Tree): Site[] {
  const seen = new Set<Tree>();
  const found: Site[] = [];
  const visit = (value: unknown, depth: number): void => {
    const schema = target(root, value);
    if (schema === undefined || seen.has(schema) || depth > 5) return;
    seen.add(schema);
    if (['allOf', 'anyOf', 'oneOf'].some((key) => key in schema)) return;
    if (isTree(schema.properties))
      for (const [name, property] of Object.entries(schema.properties)) {
        if (target(root, property)?.writeOnly !== true) found.push({ schema, name });
        visit(property, depth + 1);
      }
    visit(schema.items, depth + 1);
  };
  for (const { responses } of operationsOf(root))
    for (const [status, response] of isTree(responses) ? Object.entries(responses) : [])
      if (/^2/.test(status)) visit(jsonSchema(root, target(root, response)), 0);
  return found;
}

function requestObjects(root: Tree): Tree[] {
  return operationsOf(root).flatMap(({ requestBody }) => {
    const schema = target(root, jsonSchema(root, target(root, requestBody)));
    return schema !== undefined && isTree(schema.properties) && schema.additionalProperties === undefined
      ? [schema]
      : [];
  });
}

/** @returns whether there was one to change. */
function change<Place>(
  places: readonly Place[],
  pick: (count: number) => number,
  how: (place: Place) => void,
): boolean {
  const place = places[pick(Math.max(1, places.length))];
  if (place === undefined) return false;
  how(place);
  return true;
}

const propertiesOf = (schema: Tree): Tree => (isMutable(schema.properties) ? schema.properties : {});

const fieldsOfType = (root: Tree, type: string): Site[] =>
  responseFields(root).filter(({ schema, name }) => {
    const field = propertiesOf(schema)[name];
    return isTree(field) && field.type === type && field.enum === undefined;
  });

function addParameter(operation: Tree, root: Tree, required: boolean): void {
  const given = Array.isArray(operation.parameters) ? operation.parameters : [];
  const isOld = typeof root.swagger === 'string';
  const parameter = {
    name: 'stuntAdded',
    in: 'query',
    required,
    ...(isOld ? { type: 'string' } : { schema: { type: 'string' } }),
  };
  operation.parameters = [...given, parameter];
}

export const breakingMutations: readonly Mutation[] = [
  {
    name: 'a field of an answer is removed',
    apply: (root, pick) => change(responseFields(root), pick, ({ schema, name }) => delete propertiesOf(schema)[name]),
  },
  {
    name: 'a text of an answer becomes a number',
    apply: (root, pick) =>
      change(fieldsOfType(root, 'string'), pick, ({ schema, name }) => {
        propertiesOf(schema)[name] = { type: 'integer' };
      }),
  },
  {
    name: 'a required field of an answer becomes optional',
    apply: (root, pick) => {
      const required = ({ schema, name }: Site) => Array.isArray(schema.required) && schema.required.includes(name);
      return change(responseFields(root).filter(required), pick, ({ schema, name }) => {
        schema.required = Array.isArray(schema.required) ? schema.required.filter((each) => each !== name) : [];
      });
    },
  },
  {
    name: 'a request needs a further field',
    apply: (root, pick) =>
      change(requestObjects(root), pick, (schema) => {
        propertiesOf(schema).stuntAdded = { type: 'string' };
        schema.required = [...(Array.isArray(schema.required) ? schema.required : []), 'stuntAdded'];
      }),
  },
  {
    name: 'an operation needs a further parameter',
    apply: (root, pick) => change(operationsOf(root), pick, (operation) => addParameter(operation, root, true)),
  },
  {
    name: 'an operation is removed',
    apply: (root, pick) =>
      change(servedPaths(root), pick, (path) => {
        if (isMutable(root.paths)) delete root.paths[path];
      }),
  },
];

export const safeMutations: readonly Mutation[] = [
  {
    name: 'an answer has a further field',
    apply: (root, pick) =>
      change(responseFields(root), pick, ({ schema }) => {
        propertiesOf(schema).stuntAdded = { type: 'string' };
      }),
  },
  {
    name: 'a request may have a further field',
    apply: (root, pick) =>
      change(requestObjects(root), pick, (schema) => {
        propertiesOf(schema).stuntAdded = { type: 'string' };
      }),
  },
  {
    name: 'an operation takes a further parameter',
    apply: (root, pick) => change(operationsOf(root), pick, (operation) => addParameter(operation, root, false)),
  },
  {
    name: 'an operation is added',
    apply: (root) => {
      if (!isMutable(root.paths)) return false;
      root.paths['/stunt-added'] = { get: { responses: { '200': { description: 'fine' } } } };
      return true;
    },
  },
  {
    name: 'descriptions are reworded',
    apply: (root, pick) =>
      change(operationsOf(root), pick, (operation) => {
        operation.description = 'another one';
        operation.summary = 'another one';
        operation.tags = ['another'];
      }),
  },
];
