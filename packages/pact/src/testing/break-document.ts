import { type ApiDocument, createRouter, type Operation, type Random } from '@stuntdouble/engine';
import type { HttpInteraction } from '../pact/pact.ts';
import { followed, holderOf, isNode, type Node, nodeAt } from './document-tree.ts';
import { type UsedField, usedFields } from './used-places.ts';

/** Changes of a document that break what one interaction uses, each for certain. What cannot be broken so is left out. */
export interface Breakage {
  readonly kind: string;
  readonly what: string;
  /** Of a field or a parameter that is used, not of what is around it. */
  readonly isOfField: boolean;
  /** Changes a copy of the document's root. */
  apply(root: Node): void;
}

export function breakagesOf(
  document: ApiDocument,
  operation: Operation,
  interaction: HttpInteraction,
  random: Random,
): Breakage[] {
  const fields = usedFields(document, operation, interaction);
  const read = pick(
    fields.filter(({ part }) => part === 'response'),
    random,
  );
  const sent = pick(
    fields.filter(({ part }) => part === 'request'),
    random,
  );
  const fieldwise = [
    ...(read ? ofReadField(read) : []),
    ...(sent ? [retyped(sent), ...narrowed(sent)] : []),
    ...ofQuery(document, operation, interaction),
  ];
  const around = [
    ...ofRequest(document, operation, interaction),
    ...ofResponse(document, operation, interaction),
    ...ofRoute(document, operation, interaction),
  ];
  return [
    ...fieldwise.map((change) => ({ ...change, isOfField: true })),
    ...around.map((change) => ({ ...change, isOfField: false })),
  ];
}

export function pick<T>(list: readonly T[], random: Random): T | undefined {
  return list[Math.floor(random.next() * list.length)];
}

type Change = Omit<Breakage, 'isOfField'>;

function ofReadField(field: UsedField): Change[] {
  const gone: Change[] = field.isOpen
    ? []
    : [
        {
          kind: 'remove property',
          what: field.path.join('.'),
          apply: (root) => eachHolder(root, field, (holder, key) => delete holder[key]),
        },
        {
          kind: 'rename property',
          what: field.path.join('.'),
          apply: (root) =>
            eachHolder(root, field, (holder, key) => {
              holder[`${key}Renamed`] = holder[key];
              delete holder[key];
            }),
        },
      ];
  return [...gone, retyped(field), ...narrowed(field)];
}

/** @throws where the document has none of the places: then nothing was broken, and nothing could be found. */
function eachHolder(root: Node, { pointers }: UsedField, change: (holder: Node, key: string) => void): void {
  const found = pointers.flatMap((pointer) => holderOf(root, pointer) ?? []);
  if (found.length === 0) throw new Error(`the document has nothing at ${pointers.join(', ')}`);
  for (const { holder, key } of found) change(holder, key);
}

function retyped(field: UsedField): Change {
  const type = typeof field.value === 'boolean' ? 'integer' : 'boolean';
  return {
    kind: `change type in ${field.part}`,
    what: `${field.path.join('.')} to ${type}`,
    apply: (root) =>
      eachHolder(root, field, (holder, key) => {
        holder[key] = { type };
      }),
  };
}

function narrowed(field: UsedField): Change[] {
  const { value, part, path } = field;
  if (typeof value !== 'string') return [];
  const replace = (schema: Node) => (root: Node) =>
    eachHolder(root, field, (holder, key) => {
      holder[key] = schema;
    });
  const shorter =
    value.length > 1
      ? [
          {
            kind: `shorten in ${part}`,
            what: path.join('.'),
            apply: replace({ type: 'string', maxLength: [...value].length - 1 }),
          },
        ]
      : [];
  return [
    { kind: `narrow enum in ${part}`, what: path.join('.'), apply: replace({ type: 'string', enum: ['stunt-other'] }) },
    ...shorter,
  ];
}

const operationIn = (root: Node, { pointer }: Operation): Node => {
  const found = followed(root, nodeAt(root, pointer));
  return isNode(found) ? found : {};
};

function ofRequest(document: ApiDocument, operation: Operation, { request, response }: HttpInteraction): Change[] {
  if (response.status >= 400) return [];
  const isOld = document.dialect === 'oas2';
  const parameter = (place: string) => ({
    name: 'stunt-new',
    in: place,
    required: true,
    ...(isOld ? { type: 'string' } : { schema: { type: 'string' } }),
  });
  const add = (place: string): Change => ({
    kind: `require a ${place} parameter`,
    what: 'stunt-new',
    apply: (root) => {
      const found = operationIn(root, operation);
      found.parameters = [...(Array.isArray(found.parameters) ? found.parameters : []), parameter(place)];
    },
  });
  const credentials: Change = {
    kind: 'require other credentials',
    what: 'stunt-new',
    apply: (root) => {
      const scheme = { type: 'apiKey', in: 'header', name: 'X-Stunt-New' };
      const owner = isOld ? root : isNode(root.components) ? root.components : {};
      if (!isOld) root.components = owner;
      const key = isOld ? 'securityDefinitions' : 'securitySchemes';
      owner[key] = { ...(isNode(owner[key]) ? owner[key] : {}), stuntNew: scheme };
      operationIn(root, operation).security = [{ stuntNew: [] }];
    },
  };
  const [content] = operation.model().request?.body?.contents ?? [];
  const pointer = `${operation.pointer}/requestBody/content`;
  const body: Change[] =
    isOld || request.body === undefined || content === undefined || !('json' in request.body.content)
      ? []
      : [
          {
            kind: 'require a request property',
            what: 'stuntNew',
            apply: (root) => {
              for (const media of Object.values(nodeAt(root, pointer) ?? {}))
                if (isNode(media))
                  media.schema = { allOf: [media.schema ?? {}, { type: 'object', required: ['stuntNew'] }] };
            },
          },
          {
            kind: 'change request media type',
            what: 'to application/x-stunt',
            apply: (root) => replaceContent(root, pointer),
          },
        ];
  return [add('query'), add('header'), credentials, ...body];
}

function replaceContent(root: Node, pointer: string): void {
  const found = holderOf(root, pointer);
  if (found) found.holder[found.key] = { 'application/x-stunt': {} };
}

function ofQuery({ dialect }: ApiDocument, operation: Operation, { request, response }: HttpInteraction): Change[] {
  const declared = operation.model().request?.query ?? [];
  const named = Object.keys(request.query).find((name) => declared.some((parameter) => parameter.name === name));
  if (named === undefined || response.status >= 400) return [];
  const apply = (root: Node) => narrowParameter(root, operation, named, dialect === 'oas2');
  return [{ kind: 'narrow a query parameter', what: named, apply }];
}

/** Of the operation's own ones and those that it shares with its path: whichever is in force. */
function narrowParameter(root: Node, operation: Operation, name: string, isOld: boolean): void {
  const found = operationIn(root, operation);
  const others = (Array.isArray(found.parameters) ? found.parameters : []).filter((given) => {
    const parameter = followed(root, given);
    return !(isNode(parameter) && parameter.name === name && parameter.in === 'query');
  });
  const schema = { type: 'string', enum: ['stunt-other'] };
  found.parameters = [...others, { name, in: 'query', required: true, ...(isOld ? schema : { schema }) }];
}

function ofResponse(document: ApiDocument, operation: Operation, { response }: HttpInteraction): Change[] {
  const codes = operation.model().responses.map(({ code }) => code);
  const exact = String(response.status);
  const isOnly =
    codes.includes(exact) && !codes.some((code) => code === 'default' || code.toUpperCase() === `${exact[0]}XX`);
  const pointer = `${operation.pointer}/responses/${exact}`;
  const removed: Change = {
    kind: 'remove status',
    what: exact,
    apply: (root) => {
      const { responses } = operationIn(root, operation);
      const table = followed(root, responses);
      if (!isNode(table)) return;
      delete table[exact];
      // A document without responses is none.
      if (Object.keys(table).length === 0) table['299'] = { description: 'another' };
    },
  };
  const typed: Change = {
    kind: 'change response media type',
    what: 'to application/x-stunt',
    apply: (root) => replaceContent(root, `${pointer}/content`),
  };
  const canRetype =
    isOnly && document.dialect !== 'oas2' && response.body !== undefined && 'content-type' in lowered(response.headers);
  return [...(isOnly ? [removed] : []), ...(canRetype ? [typed] : [])];
}

const lowered = (fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));

/** Where another template would answer in its place, nothing need be broken. */
function ofRoute(document: ApiDocument, operation: Operation, { request }: HttpInteraction): Change[] {
  const others = document.operations.filter((other) => other !== operation);
  if (createRouter(others, document.basePaths).match(request.method, request.path).kind === 'matched') return [];
  const siblings = document.operations.filter(({ template }) => template === operation.template);
  const [, , name = '', method = ''] = operation.pointer.split('/');
  const removed: Change = {
    kind: 'remove operation',
    what: `${operation.method} ${operation.template}`,
    apply: (root) => {
      const item = followed(root, nodeAt(root, `/paths/${name}`));
      if (isNode(item)) delete item[method];
    },
  };
  const moved: Change = {
    kind: 'rename path',
    what: operation.template,
    apply: (root) => {
      const found = holderOf(root, `/paths/${name}`);
      if (!found) return;
      found.holder[`${found.key}/stunt-moved`] = found.holder[found.key];
      delete found.holder[found.key];
    },
  };
  return siblings.length > 1 ? [removed] : [removed, moved];
}
