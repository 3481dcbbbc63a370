import type { Engine } from './engine.ts';
import type { HttpRequest } from './exchange.ts';
import type { Subject } from './fault/faults.ts';
import type { EngineMatch } from './mount.ts';

/** What rules may know of a request beside itself: made only where there are rules. `target` is what is left of its own in its sandbox. */
export function subjectOf(
  engine: Engine,
  request: HttpRequest,
  target: string,
  path: string,
  matched: EngineMatch | undefined,
): Subject {
  if (matched?.kind !== 'matched') return { api: apiOfPath(engine, request, path), target, operation: () => undefined };
  const { mount, operation } = matched;
  return { api: mount.document.name, target, operation: () => mount.planOf(operation).view() };
}

/** A whole API that is down also fails for its preflights and for paths that it does not have. */
function apiOfPath({ mounts }: Engine, { method, headers }: HttpRequest, path: string): string | undefined {
  const asked = String(headers['access-control-request-method'] ?? method);
  const [first] = mounts;
  const mount =
    mounts.length === 1
      ? first
      : (mounts.find(({ router }) => router.match(asked, path).kind !== 'none') ??
        mounts.find(({ document }) => document.basePaths.some((base) => path === base || path.startsWith(`${base}/`))));
  return mount?.document.name;
}
