import { controlDescription } from '../openapi.ts';
import { isOperators, type Routes, resetSandbox, sandboxOf } from './route.ts';

/** What is the same for everything: `/health`, `/reset`, `/openapi.json`. */
export const healthRoutes: Routes = (app, services) => {
  app.get('/health', async (request) => ({
    status: 'ok',
    version: services.version,
    // A sandbox is not told of the others.
    sandboxes: isOperators(request) ? [...services.sandboxes] : [sandboxOf(request, services)],
  }));
  app.get('/openapi.json', async () => controlDescription(services.version));
  app.post('/reset', async (request) => resetSandbox(services, sandboxOf(request, services)));
};
