import { StuntError } from '../../errors.ts';
import type { ControlledRule } from '../services.ts';
import { isOperators, parameter, queryOf, type Routes, sandboxOf } from './route.ts';

/** The rules in force: `/faults`, `/faults/{id}`, `/faults/kinds`, `/faults/preview`. */
export const faultRoutes: Routes = (app, services) => {
  const { faults } = services;
  const scopeOf = (request: Parameters<typeof sandboxOf>[0]): string => {
    const own = sandboxOf(request, services);
    const { sandbox } = queryOf(request);
    if (sandbox === undefined) return own;
    if (sandbox === '*' && isOperators(request)) return '*';
    const where = sandbox === '*' ? 'ask below /_stunt' : `a sandbox is asked below its own path, /~${sandbox}/_stunt`;
    throw new StuntError('CONTROL_INVALID', `sandbox is "${sandbox}"; allowed: "*", below /_stunt only; ${where}.`);
  };

  app.get('/faults', async (request) => ({ faults: faults.list(scopeOf(request)).map(shown) }));
  app.get('/faults/kinds', async (request) => ({ kinds: services.kinds(sandboxOf(request, services)) }));
  app.post('/faults/preview', async (request) => services.preview(sandboxOf(request, services), request.body));
  app.post('/faults', async (request, reply) => {
    const rule = faults.put(scopeOf(request), request.body);
    return reply
      .status(201)
      .header('location', `faults/${encodeURIComponent(rule.id)}`)
      .send(shown(rule));
  });
  app.get('/faults/:id', async (request) => {
    const id = parameter(request, 'id');
    const rule = faults.list(scopeOf(request)).find((candidate) => candidate.id === id);
    if (rule === undefined) throw unknown(id);
    return shown(rule);
  });
  app.put('/faults/:id', async (request) =>
    shown(faults.put(scopeOf(request), request.body, parameter(request, 'id'))),
  );
  // Removing what is gone already is no mistake: the caller has what it wanted.
  app.delete('/faults/:id', async (request, reply) => {
    faults.remove(scopeOf(request), parameter(request, 'id'));
    return reply.status(204).send();
  });
  app.delete('/faults', async (request) => {
    const all = queryOf(request).all === 'true';
    if (all && !isOperators(request))
      throw new StuntError(
        'CONTROL_INVALID',
        'all=true clears every sandbox; ask below /_stunt, not below one of them.',
      );
    const scope = all ? undefined : scopeOf(request);
    const stopped = services.stopRuns(scope);
    const cleared = faults.clear(scope);
    // What holds in every sandbox is not cleared with one of several: whoever asked has to hear of it.
    return { sandbox: scope ?? '*', cleared, stopped, everySandbox: faults.list('*').length };
  });
};

const unknown = (id: string): StuntError =>
  new StuntError('FAULT_UNKNOWN', `There is no fault "${id}" here; it may have been removed or have expired.`);

function shown({ id, sandbox, layer, input, createdAt, expiresAt, counts, notes }: ControlledRule): object {
  return {
    id,
    sandbox,
    ...input,
    layer,
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: expiresAt === undefined ? null : new Date(expiresAt).toISOString(),
    matched: counts.matched,
    fired: counts.fired,
    ...(notes && notes.length > 0 && { notes }),
  };
}
