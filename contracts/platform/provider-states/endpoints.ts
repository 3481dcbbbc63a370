/**
 * For verification without JavaScript: a state-change endpoint and a message endpoint, as pact's verifiers call them. They let anybody be
 * anybody, so a service has them only where it is started with `--provider-states`, and only for its own machine.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isRecord } from '../document.ts';
import type { Platform } from '../platform.ts';
import { readJson } from '../request-body.ts';
import { messageNames, messages } from './messages.ts';
import { stateHandlers } from './vocabulary.ts';

export const statesPath = '/_pact/states';
export const messagesPath = '/_pact/messages';
/** Where the verifier's command line asks for messages; it takes no path for them. */
const cliMessagesPath = '/';

/** Before the service listens. */
export function addProviderStates(app: FastifyInstance, platform: Platform): void {
  const handlers = stateHandlers(app, platform);
  // Each interaction starts from the seed: the first state after a request begins a new one.
  let isUsed = true;
  app.addHook('onRequest', async ({ url }) => {
    if (url !== statesPath) isUsed = true;
  });

  app.post(statesPath, async (request, reply) => {
    const sent = await readJson(request.body);
    const { state = '', params = {}, action = 'setup' } = isRecord(sent) ? sent : {};
    if (isUsed || action === 'teardown') platform.reset();
    if (action === 'teardown' || state === '') return reply.send({});
    const handler = handlers.get(String(state));
    if (!handler) return reply.code(400).send({ error: `There is no state "${state}".`, states: [...handlers.keys()] });
    try {
      const values = await handler(isRecord(params) ? params : {});
      // What a state asks of the service itself is no request of the interaction.
      isUsed = false;
      return reply.send({ ...values });
    } catch (error) {
      return reply.code(400).send({ error: error instanceof Error ? error.message : 'The state cannot be set.' });
    }
  });

  const provideMessage = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const sent = await readJson(request.body);
    const { description } = isRecord(sent) ? sent : {};
    const provide = messages(app, platform).get(String(description));
    if (!provide) {
      return reply.code(400).send({ error: `There is no message "${description}".`, messages: messageNames });
    }
    try {
      const { body, metadata } = await provide();
      void reply.header('pact-message-metadata', Buffer.from(JSON.stringify(metadata)).toString('base64'));
      return reply.send(body);
    } catch (error) {
      return reply.code(400).send({ error: error instanceof Error ? error.message : 'The message cannot be made.' });
    }
  };
  for (const path of [messagesPath, cliMessagesPath]) app.post(path, provideMessage);
}
