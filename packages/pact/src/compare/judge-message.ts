import { isObject } from '../pact/json.ts';
import type { MessageInteraction } from '../pact/pact.ts';
import type { Draft } from './finding.ts';
import type { MessagePayload } from './message-payloads.ts';
import { pointerOf } from './pointer.ts';
import { readValue } from './read-value.ts';
import { ruleBook } from './rule-book.ts';

/** Messages are held against the payload of the webhook or callback that they name; one that names none is said to be unchecked. */
type Payloads = ReadonlyMap<string, MessagePayload>;

export interface JudgedMessage {
  readonly webhook: string | undefined;
  readonly drafts: Draft[];
}

export function judgeMessage(payloads: Payloads, message: MessageInteraction): JudgedMessage {
  const { webhook, drafts } = judgePayload(payloads, message);
  return { webhook, drafts: message.synchronous ? [...drafts, requestUnchecked] : drafts };
}

/** OpenAPI describes messages that a provider sends, and none that it takes. */
const requestUnchecked: Draft = {
  ...{ code: 'message.request.unchecked', severity: 'warning', at: '/request', pointer: undefined },
  message:
    'the message that the consumer sends is not held against the document: OpenAPI describes none that a provider takes',
};

function judgePayload(payloads: Payloads, message: MessageInteraction): JudgedMessage {
  const payload = payloadNamed(payloads, message);
  if (payload === undefined) return { webhook: undefined, drafts: [unchecked(whyNone(payloads))] };
  const { name, schemas, schema, pointer } = payload;
  const content = message.contents?.content;
  if (schema === undefined)
    return { webhook: name, drafts: [unchecked(`the document describes no JSON payload of ${name}`)] };
  if (!content || !('json' in content))
    return { webhook: name, drafts: [unchecked('the message has no JSON content')] };
  const place = { schema: schemas.normalise(schema, pointer), pointer };
  const reading = { schemas, rules: ruleBook(message.rules.body), mode: 'sent' as const };
  return {
    webhook: name,
    drafts: readValue(reading, [place], content.json).map((problem) => ({
      code: codes[problem.kind],
      severity: problem.severity,
      message:
        problem.kind === 'incompatible'
          ? `${problem.path.join('.') || 'the payload'}: ${problem.message}`
          : problem.message,
      at: `/contents${pointerOf(problem.path)}`,
      pointer: problem.pointer,
    })),
  };
}

const codes = {
  incompatible: 'message.payload.incompatible',
  undeclared: 'message.payload.undeclared',
  optional: 'message.payload.optional',
  nullable: 'message.payload.nullable',
  rule: 'message.rule.incompatible',
  narrower: 'message.rule.narrower',
} as const;

const unchecked = (message: string): Draft => ({
  ...{ code: 'message.unchecked', severity: 'warning', message },
  ...{ at: '', pointer: undefined },
});

function whyNone(payloads: Payloads): string {
  const names = [...new Set([...payloads.values()].map(({ name }) => name))];
  if (names.length === 0) return 'the document describes no webhooks and no callbacks';
  const more = names.length > 5 ? `, and ${names.length - 5} more` : '';
  return `the message names none of the document's webhooks in its description, metadata or type: ${names.slice(0, 5).join(', ')}${more}`;
}

/** Said outright in the metadata or the payload's type, else by a word of the description; the longest name wins. */
function payloadNamed(payloads: Payloads, { description, metadata, contents }: MessageInteraction) {
  const names = [...payloads.keys()].toSorted((a, b) => b.length - a.length);
  const payload =
    contents && 'json' in contents.content && isObject(contents.content.json) ? contents.content.json : {};
  const said = [...Object.values(metadata), payload.type, payload.event, payload.eventType, payload.event_type];
  const outright = names.find((name) => said.includes(name)) ?? names.find((name) => isWordIn(name, description));
  return outright === undefined ? undefined : payloads.get(outright);
}

function isWordIn(name: string, text: string): boolean {
  const at = text.indexOf(name);
  if (at === -1) return false;
  const around = `${text[at - 1] ?? ' '}${text[at + name.length] ?? ' '}`;
  return !/[\w]/.test(around) && !/\.\w/.test(text.slice(at + name.length, at + name.length + 2));
}
