import type { FastifyRequest } from 'fastify';
import { StuntError } from '../../errors.ts';
import { askedOf, bodyOf, queryOf, type Routes, sandboxOf } from './route.ts';

/**
 * `/recording`: a sandbox records its exchanges, or stops, and hands out what it has, for a contract to be made of it. Whether it
 * records is a setting of the sandbox, or somebody holds it recording for a while; what it recorded has no secrets, and is not kept on any disk.
 */
export const recordingRoutes: Routes = (app, services) => {
  const { recordings, registry } = services;
  const shown = (request: FastifyRequest): object => {
    const sandbox = sandboxOf(request, services);
    const { exchanges, dropped } = recordings.read(sandbox) ?? {};
    const record = registry.get(sandbox);
    const baseUrl = record && registry.baseUrlOf(record, askedOf(request));
    return {
      sandbox,
      baseUrl,
      recording: exchanges !== undefined,
      exchanges: exchanges?.length ?? 0,
      dropped: dropped ?? 0,
    };
  };
  app.get('/recording', async (request, reply) => {
    const sandbox = sandboxOf(request, services);
    const recorded = recordings.read(sandbox);
    if (recorded === undefined)
      throw new StuntError('RECORDING_OFF', `Sandbox "${sandbox}" does not record its exchanges.`);
    return reply.header('cache-control', 'no-store').send({ sandbox, ...recorded });
  });
  app.put('/recording', async (request) => {
    const sandbox = sandboxOf(request, services);
    const { fresh, holder, ...others } = bodyOf(request);
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) throw invalid(`${unknown} is not known here; allowed: fresh, holder.`);
    if (fresh !== undefined && typeof fresh !== 'boolean') throw invalid('fresh has to be true or false.');
    if (holder === undefined) await registry.put({ name: sandbox, record: true });
    else if (typeof holder === 'string' && /^[\w-]{8,64}$/.test(holder)) recordings.hold(sandbox, holder);
    else throw invalid('holder has to be 8 to 64 letters and digits that nobody else has.');
    if (fresh === true) recordings.clear(sandbox);
    return shown(request);
  });
  app.delete('/recording', async (request) => {
    const sandbox = sandboxOf(request, services);
    const { holder } = queryOf(request);
    if (holder !== undefined) recordings.release(sandbox, holder);
    else {
      await registry.put({ name: sandbox, record: false });
      recordings.stop(sandbox);
    }
    return shown(request);
  });
  app.get('/recording/documents', async () => ({ documents: recordings.documents() }));
};

const invalid = (message: string): StuntError => new StuntError('CONTROL_INVALID', message);
