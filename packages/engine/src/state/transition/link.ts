import type { Operation } from '../../operation.ts';
import { absoluteUrl } from '../absolute-url.ts';
import { namesOf } from '../base.ts';
import type { StateContext } from '../context.ts';
import { toSegment } from '../segment.ts';
import type { StateCall } from '../state.ts';

/**
 * The address of another path, in the sandbox that was asked and as it was asked. Where the document lets a key in the query stand
 * for all other credentials there, the link has a grant in its place, which opens this path alone and for a while.
 */
export function compileLink(
  operation: Operation,
  template: string,
  context: StateContext,
): (call: StateCall) => string {
  const target = context.document.operations.find((each) => each.method === 'GET' && each.template === template);
  const key = target && keyInQuery(target);
  const names = namesOf(template);
  const depth = operation.template.split('/').length;
  return (call) => {
    const { request, values, sandbox } = call;
    const filled = template.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => toSegment(String(values.path[name])));
    const asked = request.target.replace(ORIGIN, '').split('?', 1)[0] ?? '';
    const before = asked
      .split('/')
      .slice(0, 1 - depth)
      .join('/');
    const path = Object.fromEntries(Object.entries(values.path).filter(([name]) => names.has(name)));
    const grant = target && key !== undefined ? context.grantOf(sandbox, target, path) : undefined;
    const query = grant === undefined ? '' : `?${encodeURIComponent(key ?? '')}=${grant}`;
    return absoluteUrl(request, `${before}${filled}${query}`, context.publicUrl);
  };
}

/** Of the absolute form of a target. */
const ORIGIN = /^https?:\/\/[^/?]*/i;

/** What the document asks for in the query and in no other place, as one way in. */
function keyInQuery(operation: Operation): string | undefined {
  for (const [scheme, ...others] of operation.model().security ?? [])
    if (others.length === 0 && scheme?.type === 'apiKey' && scheme.in === 'query') return scheme.name;
  return undefined;
}
