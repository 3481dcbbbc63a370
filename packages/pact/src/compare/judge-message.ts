import type { ApiDocument, describedWebhooks } from '@stuntdouble/engine';
import { isObject } from '../pact/json.ts';
import type { MessageInteraction } from '../pact/pact.ts';
import type { Draft } from './finding.ts';
import { escapeToken, pointerOf } from './pointer.ts';
import { readValue } from './read-value.ts';
import { ruleBook } from './rule-book.ts';

/** Messages are held against the payload of the webhook that they name; one that names none is said to be unchecked. */

type DescribedWebhooks = ReturnType<typeof describedWebhooks>;

export interface JudgedMessage {
  readonly webhook: string | undefined;
  readonly drafts: Draft[];
}

export function judgeMessage(
  document: ApiDocument,
  webhooks: DescribedWebhooks,
  message: MessageInteraction,
): JudgedMessage {
  const name = webhookNamed(webhooks, message);
  const webhook = name === undefined ? undefined : webhooks.get(name);
  if (name === undefined || webhook === undefined) return { webhook: undefined, drafts: [unchecked(webhooks)] };
  const content = message.contents?.content;
  if (webhook.schema === undefined || !content || !('json' in content))
    return {
      webhook: name,
      drafts: [
        {
          ...unchecked(webhooks),
          message: `the document describes no JSON payload of ${name}, or the message has none`,
        },
      ],
    };
  const pointer =
    document.webhooks.find((candidate) => candidate.name === name)?.pointer ?? `/webhooks/${escapeToken(name)}`;
  const place = {
    schema: webhook.schemas.normalise(webhook.schema),
    pointer: `${pointer}/requestBody/content/${escapeToken(message.contents?.contentType ?? 'application/json')}/schema`,
  };
  const reading = { schemas: webhook.schemas, rules: ruleBook(message.rules.body), mode: 'sent' as const };
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

const unchecked = (webhooks: DescribedWebhooks): Draft => ({
  code: 'message.unchecked',
  severity: 'warning',
  message:
    webhooks.size === 0
      ? 'the document describes no webhooks'
      : `the message names none of the document's webhooks (${[...webhooks.keys()].slice(0, 5).join(', ')}) in its description, metadata or type`,
  at: '',
  pointer: undefined,
});

/** Said outright in the metadata or the payload's type, else by a word of the description; the longest name wins. */
function webhookNamed(
  webhooks: DescribedWebhooks,
  { description, metadata, contents }: MessageInteraction,
): string | undefined {
  const names = [...webhooks.keys()].toSorted((a, b) => b.length - a.length);
  const payload =
    contents && 'json' in contents.content && isObject(contents.content.json) ? contents.content.json : {};
  const said = [...Object.values(metadata), payload.type, payload.event, payload.eventType, payload.event_type];
  const outright = names.find((name) => said.includes(name));
  return outright ?? names.find((name) => isWordIn(name, description));
}

function isWordIn(name: string, text: string): boolean {
  const at = text.indexOf(name);
  if (at === -1) return false;
  const around = `${text[at - 1] ?? ' '}${text[at + name.length] ?? ' '}`;
  return !/[\w]/.test(around) && !/\.\w/.test(text.slice(at + name.length, at + name.length + 2));
}
