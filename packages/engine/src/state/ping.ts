import type { Secrets } from '../chance/secrets.ts';
import type { Operation } from '../operation.ts';
import { usualResponse } from '../respond/choose-response.ts';
import { isObject } from '../schema/json-schema.ts';
import { isPing, plainName, resourceWords } from '../webhook/event-name.ts';
import { answerIn } from './answer-in.ts';
import { baseBody, statelessly } from './base.ts';
import type { StateContext } from './context.ts';
import type { PathIndex } from './infer/path-index.ts';
import type { ItemStore } from './item-store.ts';
import { lazyAnswering } from './lazy-answering.ts';
import { notFound } from './not-found.ts';
import type { Answering } from './operation-state.ts';
import type { Resource } from './resource.ts';
import type { StateOperation } from './state.ts';
import { compileStoredWriter } from './write-stored.ts';

/**
 * `POST /subscriptions/{id}/ping`, in a document that has a webhook `ping` (or `test`): asks for a test delivery to one
 * subscription. Changes nothing; says under which id the delivery comes where the answer has a member for that.
 */
export function pingOf(
  operation: Operation,
  context: StateContext,
  index: PathIndex,
  storeOf: (resource: Resource) => ItemStore,
): StateOperation | undefined {
  const [, above = '', word = ''] = /^(.+\})\/([^/{}]+)$/.exec(operation.template) ?? [];
  if (operation.method !== 'POST' || !isPing(word)) return undefined;
  const event = context.document.webhooks.find(({ name }) => isPing(name))?.name;
  const resource = index.byTemplate(above);
  if (event === undefined || resource === undefined) return undefined;
  return lazyAnswering(
    operation,
    context,
    (sandbox) => context.overlays.peek(sandbox) !== undefined,
    () => compilePing(operation, event, storeOf(resource)),
  );
}

const MESSAGE_IDS = ['messageid', 'deliveryid', 'eventid', 'webhookid', 'id'];

function compilePing(operation: Operation, event: string, store: ItemStore): Answering | undefined {
  const { context, resource } = store.state;
  const writer = compileStoredWriter(operation, context);
  const hasBody = (usualResponse(operation.model().responses)?.response.contents ?? []).length > 0;
  const itemIds = resourceWords(resource.template).map((words) => `${words.join('')}id`);
  return {
    answer(call) {
      const found = store.find(call.sandbox, call.values.path, call.ask.params);
      if (found.kind === 'absent') return notFound(store, call);
      if (found.kind === 'base') return undefined;
      const id = String(call.values.path[resource.parameter]);
      const shown = hasBody ? baseBody(context, operation, call.ask.params, call.sandbox)?.value : undefined;
      const told = isObject(shown) ? { ...shown } : undefined;
      const member = MESSAGE_IDS.map((name) => Object.keys(told ?? {}).find((key) => plainName(key) === name)).find(
        (key) => key !== undefined && typeof told?.[key] === 'string',
      );
      for (const key of Object.keys(told ?? {})) if (told && itemIds.includes(plainName(key))) told[key] = id;
      if (told && member !== undefined) told[member] = likeId(String(told[member]), context.secrets);
      const answer =
        (told && writer?.write(told, call.ask.accept, 'stored', {})) ??
        answerIn(statelessly(context, operation, call.ask));
      if (answer === undefined) return undefined;
      const message = member && answer.body ? memberOf(answer.body, member) : undefined;
      context.changes.tell({
        sandbox: call.sandbox,
        at: context.clockOf(call.sandbox).now(),
        kind: 'updated',
        resource: resource.template,
        id,
        operation: operation.id,
        item: found.item,
        emit: [event],
        ping: { message: message ?? `msg_${context.secrets.token(12)}` },
      });
      return { kind: 'answered', answer };
    },
  };
}

/** As it was answered: made valid, where it was not. */
function memberOf(body: Uint8Array, member: string): string | undefined {
  const value: unknown = JSON.parse(Buffer.from(body).toString());
  return isObject(value) && typeof value[member] === 'string' ? value[member] : undefined;
}

/** Another id in the form of the example: `msg_01KJ…` keeps its prefix, digits and letters stay in their alphabet. */
function likeId(example: string, secrets: Secrets): string {
  const start = example.lastIndexOf('_') + 1;
  const random = Buffer.from(secrets.token(example.length), 'base64url');
  const isHex = /^[0-9a-f-]+$/.test(example);
  const fresh = [...example.slice(start)].map((char, at) => {
    const alphabet = alphabets.find((each) => each.includes(char));
    const own = isHex && char !== '-' ? HEX : alphabet;
    return own === undefined ? char : own.charAt((random[at] ?? 0) % own.length);
  });
  return example.slice(0, start) + fresh.join('');
}

const HEX = '0123456789abcdef';
const alphabets = ['0123456789', 'ABCDEFGHJKMNPQRSTVWXYZ', 'abcdefghjkmnpqrstvwxyz'];
