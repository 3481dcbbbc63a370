import { type Routes, sandboxOf } from './route.ts';
import { createSeats } from './seats.ts';

/** How much may wait for a reader that does not read; more ends its connection. In pieces as small as events it takes ten times that. */
const UNREAD_BYTES = 256 * 1024;

/** `/events`: everything that happens in the sandbox, as server-sent events, until the reader leaves. */
export const eventRoutes: Routes = (app, services) => {
  const seats = createSeats('the events');
  app.get('/events', (request, reply) => {
    const sandbox = sandboxOf(request, services);
    const leave = seats.take(sandbox);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'keep-alive' });
    raw.write(': the events of this sandbox\n\n');
    const unsubscribe = services.subscribe((event) => {
      if (event.sandbox !== sandbox && event.sandbox !== '*') return;
      raw.write(`event: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`);
      if (raw.writableLength > UNREAD_BYTES) raw.destroy();
    });
    raw.on('close', () => {
      unsubscribe();
      leave();
    });
  });
};
