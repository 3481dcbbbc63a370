import { findPacticipant } from '../../read/pacticipants.ts';
import { pactsWhere } from '../../read/pacts.ts';
import { readWebhook } from '../../webhooks/read-webhook.ts';
import {
  allWebhooks,
  findWebhook,
  forgetWebhook,
  keepWebhook,
  newestEvent,
  type TriggeredWebhook,
  triggeredWhere,
} from '../../webhooks/stored-webhooks.ts';
import { isMeant } from '../../webhooks/trigger-webhooks.ts';
import { type Webhook, webhookName } from '../../webhooks/webhook.ts';
import { webhookParameters } from '../../webhooks/webhook-parameters.ts';
import { triggeredResource, webhookResource } from '../resources/webhook-resource.ts';
import { type Call, created, invalid, noContent, notFound, ok, type Reply, type Route } from '../route.ts';

const PACT = '/pacts/provider/:provider/consumer/:consumer';

/** Webhooks, and what became of what they sent. */
export const webhookRoutes: readonly Route[] = [
  { method: 'GET', path: '/webhooks', handle: list },
  { method: 'POST', path: '/webhooks', handle: (call) => put(call, call.log.uuid()) },
  {
    method: 'GET',
    path: '/webhooks/:uuid',
    handle: withWebhook(({ links }, webhook) => ok(webhookResource(links, webhook))),
  },
  { method: 'PUT', path: '/webhooks/:uuid', handle: (call) => put(call, call.part('uuid')) },
  { method: 'DELETE', path: '/webhooks/:uuid', handle: withWebhook(remove) },
  { method: 'POST', path: '/webhooks/:uuid/execute', handle: withWebhook(execute) },
  { method: 'GET', path: '/webhooks/:uuid/triggered-webhooks', handle: withWebhook(triggeredBy) },
  { method: 'GET', path: '/triggered-webhooks/:uuid/logs', handle: logs },
  { method: 'GET', path: `${PACT}/webhooks`, handle: list },
  { method: 'GET', path: '/webhooks/provider/:provider/consumer/:consumer', handle: list },
  { method: 'GET', path: `${PACT}/webhooks/status`, handle: status },
  { method: 'GET', path: `${PACT}/version/:version/triggered-webhooks`, handle: triggeredForPact },
];

function withWebhook(then: (call: Call, webhook: Webhook) => Reply | Promise<Reply>): Route['handle'] {
  return (call) => {
    const webhook = findWebhook(call.log.tables, call.part('uuid'));
    return webhook === undefined ? notFound(`There is no webhook ${call.part('uuid')}.`) : then(call, webhook);
  };
}

/** All, or those that concern a consumer and a provider. */
function list({ log: { tables }, links, part }: Call): Reply {
  const [consumer, provider] = [part('consumer'), part('provider')].map((name) => findPacticipant(tables, name));
  const concerned = allWebhooks(tables).filter(
    (webhook) =>
      (consumer === undefined || isMeant(tables, webhook.consumer, consumer.name, consumer.id)) &&
      (provider === undefined || isMeant(tables, webhook.provider, provider.name, provider.id)),
  );
  return ok({
    _links: {
      self: { title: 'Webhooks', href: links.to('webhooks') },
      'pb:create': { title: 'POST to create a webhook', href: links.to('webhooks') },
      'pb:webhooks': concerned.map((webhook) => ({
        title: webhook.events.join(', '),
        name: webhookName(webhook),
        href: links.to('webhooks', webhook.uuid),
      })),
    },
  });
}

function put({ log, links, body, webhooks }: Call, uuid: string): Reply {
  if (!/^[\w-]{1,128}$/.test(uuid)) return invalid({ uuid: ['must be letters, digits, - and _'] });
  const before = findWebhook(log.tables, uuid);
  const read = readWebhook(body, { tables: log.tables, rules: webhooks.rules, before });
  if (read.kind === 'invalid') return invalid(read.errors);
  const { createdAt = log.clock.now(), since = newestEvent(log.tables) } = before ?? {};
  const webhook = { ...read.webhook, uuid, createdAt, since };
  keepWebhook(log.tables, webhook);
  const resource = webhookResource(links, webhook);
  return before === undefined ? created(resource, links.to('webhooks', uuid)) : ok(resource);
}

function remove({ log }: Call, { uuid }: Webhook): Reply {
  log.transaction(() => forgetWebhook(log.tables, uuid));
  return noContent;
}

/** For the latest pact that it concerns; where there is none, with words in its place. */
async function execute({ log: { tables }, links, webhooks }: Call, webhook: Webhook): Promise<Reply> {
  const pact = pactsWhere(tables, '1 ORDER BY k.id DESC').find(
    (each) =>
      isMeant(tables, webhook.consumer, each.consumer, each.consumerId) &&
      isMeant(tables, webhook.provider, each.provider, each.providerId),
  );
  const parameters =
    pact === undefined ? placeholders(links.base) : webhookParameters(tables, links.base, { eventName: 'test', pact });
  const { success, status, logs, request } = await webhooks.courier.execute(webhook, parameters);
  return ok({
    request,
    ...(status > 0 && { response: { status, headers: {}, body: '' } }),
    logs,
    success,
    _links: { self: { href: links.to('webhooks', webhook.uuid, 'execute') } },
  });
}

const placeholders = (base: string) => ({
  'pactbroker.eventName': 'test',
  'pactbroker.consumerName': 'example-consumer',
  'pactbroker.providerName': 'example-provider',
  'pactbroker.consumerVersionNumber': '1.0.0',
  'pactbroker.providerVersionNumber': '1.0.0',
  'pactbroker.pactUrl': base,
});

const many = (call: Call, triggered: readonly TriggeredWebhook[], self: string): Reply =>
  ok({
    _embedded: { triggeredWebhooks: triggered.map((each) => triggeredResource(call.links, each)) },
    _links: { self: { href: call.links.template(self) } },
  });

function triggeredBy(call: Call, { uuid }: Webhook): Reply {
  const found = triggeredWhere(call.log.tables, 'webhook_uuid = ? ORDER BY id DESC', uuid);
  return many(call, found, `/webhooks/${uuid}/triggered-webhooks`);
}

function triggeredForPact(call: Call): Reply {
  const names = [call.part('consumer'), call.part('provider'), call.part('version')];
  const found = triggeredWhere(
    call.log.tables,
    'consumer = ? AND provider = ? AND consumer_version = ? AND verification IS NULL ORDER BY id DESC',
    ...names,
  );
  return many(call, found, '/webhooks');
}

function status(call: Call): Reply {
  const found = triggeredWhere(
    call.log.tables,
    'consumer = ? AND provider = ? ORDER BY id DESC LIMIT 100',
    call.part('consumer'),
    call.part('provider'),
  );
  const count = (...states: readonly string[]) => found.filter((each) => states.includes(each.status)).length;
  return ok({
    summary: { successful: count('success'), failed: count('failure', 'retrying'), notRun: count('not_run') },
    _embedded: { triggeredWebhooks: found.map((each) => triggeredResource(call.links, each)) },
    _links: { self: { title: 'Webhooks status', href: call.links.template('/webhooks') } },
  });
}

function logs({ log, part }: Call): Reply {
  const [triggered] = triggeredWhere(log.tables, 'uuid = ?', part('uuid'));
  if (triggered === undefined) return notFound(`No webhook was triggered as ${part('uuid')}.`);
  return { status: 200, body: triggered.logs || 'Not sent yet.\n', type: 'text/plain;charset=utf-8' };
}
