import type { IHttpRequest } from '@stoplight/prism-http';
import type { IHttpOperation } from '@stoplight/types';

/** Whether a URL may be called. */
export type MayCall = (url: string) => Promise<boolean>;

/**
 * The operation with those of its callbacks that may be sent. Where they go is said by the request, in the words that prism-http
 * itself puts into the address; what only an answer says comes from the document and is left.
 */
export async function withAllowedCallbacks(
  operation: IHttpOperation,
  request: IHttpRequest,
  mayCall: MayCall,
  onRefused: (callback: string) => void,
): Promise<IHttpOperation> {
  const { callbacks = [] } = operation;
  if (callbacks.length === 0) return operation;
  // By its default: a CommonJS module has no other export in the packed command.
  const { resolveRuntimeExpressions } = (await import('@stoplight/prism-http/dist/utils/runtimeExpression.js')).default;
  const allowed = await Promise.all(
    callbacks.map(async ({ path, key }) => {
      if (path.includes('{$response') && !path.includes('{$request')) return true;
      const isAllowed = await mayCall(resolveRuntimeExpressions(path, request, NO_RESPONSE));
      if (!isAllowed) onRefused(key);
      return isAllowed;
    }),
  );
  return { ...operation, callbacks: callbacks.filter((_, at) => allowed[at]) };
}

const NO_RESPONSE = { statusCode: 0, headers: {} };
