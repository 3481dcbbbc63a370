import type { JsonObject, ProviderState } from '../pact/pact.ts';
import type { ReadPage } from './read-pages.ts';

/**
 * What a provider's states may put into the request: an id of its own, where it cannot take the one that a state names, and the cursor of a
 * page. Without a value from the state the request goes as it is written.
 */
export function withGenerators(
  request: JsonObject,
  states: readonly ProviderState[],
  page: ReadPage | undefined,
): JsonObject {
  const [item, other] = states.filter(({ name, params }) => name.endsWith(' exists') && params.id !== undefined);
  const id = item && other === undefined ? encodeURIComponent(String(item.params.id)) : undefined;
  const path = String(request.path);
  const isInPath = id !== undefined && path.split('/').includes(id);
  const generators = {
    ...(isInPath && {
      path: fromState(
        path
          .split('/')
          .map((part) => (part === id ? `\${id}` : part))
          .join('/'),
      ),
    }),
    ...(page && { query: { [page.parameter]: fromState(`\${nextCursor}`) } }),
  };
  return Object.keys(generators).length === 0 ? request : { ...request, generators };
}

const fromState = (expression: string): JsonObject => ({ type: 'ProviderState', expression, dataType: 'STRING' });
