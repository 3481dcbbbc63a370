import { parameter, type Routes, sandboxOf } from './route.ts';

/** `/metrics` for Prometheus and `/stats` for people: of every sandbox below `/_stunt`, of one below `/~name/_stunt`. */
export const metricsRoutes: Routes = (app, services) => {
  const scopeOf = (request: Parameters<typeof sandboxOf>[0]): string | undefined => {
    const own = sandboxOf(request, services);
    return parameter(request, 'sandbox') === '' ? undefined : own;
  };
  app.get('/metrics', async (request, reply) => {
    const { contentType, text } = await services.metrics(scopeOf(request));
    return reply.header('content-type', contentType).send(text);
  });
  app.get('/stats', async (request) => services.stats(scopeOf(request)));
};
