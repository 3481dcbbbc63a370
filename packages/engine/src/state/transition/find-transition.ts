import type { ApiDocument, Finding, Operation } from '../../operation.ts';
import { isObject } from '../../schema/json-schema.ts';
import { pointerOf, pointerTokens, valueAt } from '../../schema/pointer.ts';
import { type ReadTransition, readTransition, TRANSITION } from './transition.ts';

/** The transition of an operation in its document; undefined where it has none. Never decides what becomes of a broken one. */
export function findTransition({ root }: ApiDocument, operation: Operation): ReadTransition | undefined {
  const described = valueAt(root, pointerTokens(operation.pointer), (ref) =>
    ref.startsWith('#') ? valueAt(root, pointerTokens(ref.slice(1)), () => undefined) : undefined,
  );
  return isObject(described) && Object.hasOwn(described, TRANSITION)
    ? readTransition(described[TRANSITION])
    : undefined;
}

/** What is wrong with the transitions of a document: such an action is answered as if it had none. Reads no schema. */
export function inspectTransitions(document: ApiDocument): Finding[] {
  const readable = new Set(
    document.operations.filter(({ method }) => method === 'GET').map(({ template }) => template),
  );
  const writable = new Set(
    document.operations.filter(({ method }) => method === 'PUT' || method === 'POST').map(({ template }) => template),
  );
  const lists = new Set([...readable].filter((template) => writable.has(template)));
  const emitted = new Set(document.webhooks.map(({ name }) => name));
  return document.operations.flatMap((operation) => {
    const found = findTransition(document, operation);
    if (found === undefined) return [];
    const at = (path: readonly string[], message: string, hint = AS_WITHOUT): Finding => ({
      severity: 'warning',
      code: 'SPEC_TRANSITION_INVALID',
      message: `${TRANSITION} of ${operation.method} ${operation.template}: ${message}`,
      hint,
      pointer: operation.pointer + pointerOf([TRANSITION, ...path]),
    });
    if (found.kind === 'broken') return found.flaws.map(({ path, message }) => at(path, message));
    const { resource, emit, uploaded, requires, answer } = found.transition;
    const unsent = 'Until it is fixed, the action fires what else is named here.';
    const isUploaded = uploaded === undefined || (readable.has(uploaded) && writable.has(uploaded));
    const missing = unnamed(resource, operation);
    return [
      ...(readable.has(resource)
        ? []
        : [at(['resource'], `${resource} is no path with GET; allowed: ${[...readable].filter(isItem).join(', ')}`)]),
      ...(isUploaded ? [] : [at(['uploaded'], `${uploaded} is no path with GET and PUT, or GET and POST`)]),
      ...requires
        .filter(({ collection }) => !lists.has(collection) || unnamed(collection, operation).length > 0)
        .map(({ collection }) =>
          at(['requires', collection], `${collection} is no path with GET and POST whose parameters the action has`),
        ),
      ...[...answer].flatMap(([field, setting]) => {
        const isLost =
          setting.kind === 'link' &&
          (!readable.has(setting.template) || unnamed(setting.template, operation).length > 0);
        return isLost
          ? [at(['answer', field], `${setting.template} is no path with GET whose parameters the action has`)]
          : [];
      }),
      ...missing.map((name) => at(['resource'], `{${name}} is no path parameter of the action`)),
      ...(emit ?? [])
        .filter((name) => !emitted.has(name))
        .map((name) =>
          at(['emit'], `"${name}" is no webhook of the document; allowed: ${[...emitted].join(', ')}`, unsent),
        ),
    ];
  });
}

/** Pointers of the operations whose transition is not followed, for it cannot be read or names no item. */
export function ignoredTransitions(document: ApiDocument): ReadonlySet<string> {
  const readable = new Set(document.operations.map(({ method, template }) => `${method} ${template}`));
  const isIgnored = (operation: Operation): boolean => {
    const found = findTransition(document, operation);
    if (found?.kind !== 'transition') return found !== undefined;
    const { resource } = found.transition;
    return !readable.has(`GET ${resource}`) || unnamed(resource, operation).length > 0;
  };
  return new Set(document.operations.filter(isIgnored).map(({ pointer }) => pointer));
}

const AS_WITHOUT = 'Until it is fixed, the action is answered as without it.';

/** Parameters of the item that the path of the action does not have. */
const unnamed = (resource: string, { template }: Operation): string[] =>
  parametersOf(resource).filter((name) => !parametersOf(template).includes(name));

const isItem = (template: string): boolean => template.endsWith('}');
const parametersOf = (template: string): string[] =>
  [...template.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
