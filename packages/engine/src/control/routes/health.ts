import { controlDescription } from '../openapi.ts';
import { type Routes, sandboxOf } from './route.ts';

/** What is the same for everything: `/health`, `/reset`, `/openapi.json`. */
export const healthRoutes: Routes = (app, services) => {
  app.get('/health', async () => ({ status: 'ok', version: services.version, sandboxes: [...services.sandboxes] }));
  app.get('/openapi.json', async () => controlDescription(services.version));
  app.post('/reset', async (request) => {
    const sandbox = sandboxOf(request, services);
    services.stopRuns(sandbox);
    const cleared = services.faults.clear(sandbox);
    services.clocks.setOffset(sandbox, 0);
    services.forget(sandbox);
    return { sandbox, cleared };
  });
};
