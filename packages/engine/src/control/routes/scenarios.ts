import { StuntError } from '../../errors.ts';
import { scenarioFromJson } from '../../scenario/parse-scenario.ts';
import type { RunOptions, RunStatus } from '../../scenario/scenario.ts';
import { bodyOf, parameter, queryOf, type Routes, sandboxOf } from './route.ts';

const ACTIONS = ['pause', 'resume', 'skip', 'stop'] as const;
const MEDIA_TYPES = {
  json: 'application/json',
  text: 'text/plain; charset=utf-8',
  html: 'text/html; charset=utf-8',
} as const;

/** Scenarios and their runs: `/scenarios`, `/scenarios/{name}/run`, `/scenarios/runs/{id}` and what can be done with one. */
export const scenarioRoutes: Routes = (app, services) => {
  const { scenarios } = services;
  const runOf = (sandbox: string, id: string): RunStatus => {
    const run = scenarios.runs(sandbox).find((candidate) => candidate.id === id);
    if (run === undefined) throw unknownRun(id);
    return run;
  };

  app.get('/scenarios', async (request) => ({
    scenarios: scenarios.list().map(({ name, description, phases }) => ({
      name,
      description,
      phases: phases.map((phase) => ({ name: phase.name, for: phase.for, requests: phase.requests })),
    })),
    runs: scenarios.runs(sandboxOf(request, services)),
  }));
  app.post('/scenarios/run', async (request, reply) => {
    const { scenario, ...options } = bodyOf(request);
    const run = scenarios.run(sandboxOf(request, services), scenarioFromJson(scenario), runOptions(options));
    return reply.status(201).send(run);
  });
  app.post('/scenarios/:name/run', async (request, reply) => {
    const options = runOptions(bodyOf(request));
    return reply.status(201).send(scenarios.run(sandboxOf(request, services), parameter(request, 'name'), options));
  });
  app.get('/scenarios/runs/:id', async (request) => {
    const sandbox = sandboxOf(request, services);
    const id = parameter(request, 'id');
    if (queryOf(request).wait === 'true') await scenarios.ended(sandbox, id);
    return runOf(sandbox, id);
  });
  app.get('/scenarios/runs/:id/report', async (request, reply) => {
    const format = formatOf(queryOf(request).format);
    const id = parameter(request, 'id');
    const report = scenarios.report(sandboxOf(request, services), id, format);
    if (report === undefined) throw unknownRun(id);
    return reply.header('content-type', MEDIA_TYPES[format]).send(report);
  });
  for (const action of ACTIONS) {
    app.post(`/scenarios/runs/:id/${action}`, async (request) => {
      const { to } = bodyOf(request);
      const id = parameter(request, 'id');
      const run = scenarios.act(sandboxOf(request, services), id, action, typeof to === 'string' ? to : undefined);
      if (run === undefined) throw unknownRun(id);
      return run;
    });
  }
};

function runOptions({ where, loop }: Readonly<Record<string, unknown>>): RunOptions {
  if (where !== undefined && (typeof where !== 'object' || where === null || Array.isArray(where)))
    throw new StuntError('CONTROL_INVALID', 'where has to be an object such as {"operation": "getIntake"}.');
  if (loop !== undefined && typeof loop !== 'boolean')
    throw new StuntError('CONTROL_INVALID', `loop is ${JSON.stringify(loop)}; it has to be true or false.`);
  return { ...(where && { where: { ...where } }), ...(loop !== undefined && { loop }) };
}

function formatOf(format: string | undefined): 'json' | 'text' | 'html' {
  if (format === undefined || format === 'json') return 'json';
  if (format === 'text' || format === 'html') return format;
  throw new StuntError('CONTROL_INVALID', `format is "${format}"; allowed: json, text, html.`);
}

const unknownRun = (id: string): StuntError => new StuntError('SCENARIO_UNKNOWN', `There is no run "${id}" here.`);
