import { StuntError } from '../../errors.ts';
import { DURATION_FORM, parseDuration, printDuration } from '../../time/duration.ts';
import { bodyOf, type Routes, sandboxOf } from './route.ts';

/** The sandbox's clock: how far it is ahead of the engine's, and moving it. */
export const clockRoutes: Routes = (app, { clocks, ...rest }) => {
  const services = { clocks, ...rest };
  const shown = (sandbox: string): object => ({
    now: new Date(clocks.clockOf(sandbox).now()).toISOString(),
    offset: printDuration(clocks.offsetOf(sandbox)),
  });
  app.get('/clock', async (request) => shown(sandboxOf(request, services)));
  app.put('/clock', async (request) => {
    const sandbox = sandboxOf(request, services);
    const { offset } = bodyOf(request);
    const ms = parseDuration(offset);
    if (ms === undefined)
      throw new StuntError('CONTROL_INVALID', `offset is ${JSON.stringify(offset)}; write ${DURATION_FORM}.`);
    clocks.setOffset(sandbox, ms);
    return shown(sandbox);
  });
};
