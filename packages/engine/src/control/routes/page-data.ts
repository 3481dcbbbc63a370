import { type Routes, sandboxOf } from './route.ts';

/** `/page-data`: what the page of a sandbox shows on a click. The control key is not among it: who asks has one, or needs none. */
export const pageDataRoutes: Routes = (app, services) => {
  app.get('/page-data', async (request, reply) => {
    const sandbox = sandboxOf(request, services);
    const { apiKey, clientId, clientSecret } = services.registry.get(sandbox)?.credentials ?? {};
    return reply.header('cache-control', 'no-store').send({ sandbox, apiKey, clientId, clientSecret });
  });
};
