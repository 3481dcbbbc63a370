import type { SendDelivery, TargetRules } from '@stuntdouble/engine';
import type { EventLog } from '../record/log.ts';
import { shownHeaders, shownUrl } from './redact-webhook.ts';
import { renderRequest, type WebhookParameters } from './render-template.ts';
import { findWebhook, type TriggeredWebhook, triggeredWhere } from './stored-webhooks.ts';
import { triggerWebhooks } from './trigger-webhooks.ts';
import type { Webhook } from './webhook.ts';

/** Sends what webhooks are triggered to send, and tries again what failed. Never holds up a publication, never keeps an answer's body. */
export interface Courier {
  /** Something happened, or may have. */
  wake(): void;
  /** Sends a webhook once, whatever happened: what came of it, and the log. */
  execute(webhook: Webhook, parameters: WebhookParameters): Promise<Executed>;
  /** Breaks off what is under way: it is tried again at the next start. */
  close(): Promise<void>;
}

/** What requests need of webhooks. */
export interface WebhookServices {
  readonly courier: Courier;
  readonly rules: TargetRules;
}

export interface Executed {
  readonly success: boolean;
  readonly status: number;
  readonly logs: string;
  readonly request: { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string };
}

export interface CourierOptions {
  readonly log: EventLog;
  readonly send: SendDelivery;
  /** The registry's address, for what templates name. */
  readonly base: () => string;
  readonly onLog: (line: string) => void;
}

/** Milliseconds after each attempt that failed; then it is given up. */
const WAITS = [10_000, 60_000, 120_000, 300_000, 600_000, 1_200_000];
export const ATTEMPTS = WAITS.length + 1;
/** Milliseconds that a receiver may put an attempt off by `Retry-After`: whoever asks for more is asked again then. */
const MOST_PUT_OFF = 3_600_000;

const OPEN = "status IN ('not_run', 'retrying') ORDER BY id";

export function createCourier(options: CourierOptions): Courier {
  const { log, base } = options;
  const closing = new AbortController();
  const underWay = new Map<string, Promise<void>>();
  const start = (triggered: TriggeredWebhook): void => {
    const work = carry(options, triggered.uuid, closing.signal)
      .catch((error) => {
        if (!closing.signal.aborted)
          options.onLog(`a webhook failed: ${error instanceof Error ? error.name : 'error'}`);
      })
      .finally(() => underWay.delete(triggered.uuid));
    underWay.set(triggered.uuid, work);
  };
  return {
    wake() {
      if (closing.signal.aborted) return;
      // What was published is published: no failure here may be taken for one of that.
      try {
        triggerWebhooks(log, base());
        for (const triggered of triggeredWhere(log.tables, OPEN)) if (!underWay.has(triggered.uuid)) start(triggered);
      } catch (error) {
        options.onLog(`webhooks were not triggered: ${error instanceof Error ? error.message : error}`);
      }
    },
    execute: async (webhook, parameters) => {
      const request = renderRequest(webhook.request, parameters);
      const { status, reason } = await attempt(
        options,
        { webhook, parameters, id: log.uuid(), number: 1 },
        closing.signal,
      );
      return {
        success: isSuccess(status),
        status,
        logs: linesOf(log, webhook, request, { status, reason, number: 1 }),
        request: { url: shownUrl(request.url), headers: shownHeaders(request.headers), body: request.body },
      };
    },
    async close() {
      closing.abort('closed');
      await Promise.all(underWay.values());
    },
  };
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** Until it arrived, or was given up. What it is, is read anew each time: it may have been changed or deleted meanwhile. */
async function carry(options: CourierOptions, uuid: string, signal: AbortSignal): Promise<void> {
  const { log } = options;
  while (!signal.aborted) {
    const [triggered] = triggeredWhere(log.tables, `uuid = ? AND ${OPEN}`, uuid);
    const webhook = triggered && findWebhook(log.tables, triggered.webhookUuid);
    if (triggered === undefined || webhook === undefined) return;
    const wait = triggered.dueAt - log.clock.now();
    if (wait > 0) {
      await log.clock.sleep(wait, signal);
      continue;
    }
    const number = triggered.attempts + 1;
    const parameters = parametersIn(triggered.parameters);
    const outcome = await attempt(options, { webhook, parameters, id: uuid, number }, signal);
    if (signal.aborted) return;
    keep(log, triggered, webhook, { ...outcome, number });
  }
}

interface Outcome {
  readonly status: number;
  readonly reason?: string | undefined;
  /** Milliseconds. */
  readonly retryAfter?: number | undefined;
  readonly number: number;
}

interface ToSend {
  readonly webhook: Webhook;
  readonly parameters: WebhookParameters;
  readonly id: string;
  readonly number: number;
}

function attempt({ send }: CourierOptions, { webhook, parameters, id, number }: ToSend, signal: AbortSignal) {
  const { url, ...request } = renderRequest(webhook.request, parameters);
  const event = parameters['pactbroker.eventName'] ?? 'test';
  return send(url, { delivery: id, attempt: number, event, ...request }, signal);
}

/** A target that is refused is refused the next time as well. */
const isFinal = ({ number, reason }: Outcome): boolean => number >= ATTEMPTS || reason === 'target-refused';

/** Milliseconds until the next attempt: later than planned where the receiver asks for it, never earlier. */
function waitAfter({ number, retryAfter = 0 }: Outcome): number {
  const planned = WAITS[number - 1] ?? 0;
  return Math.max(planned, Math.min(retryAfter, MOST_PUT_OFF));
}

function keep(log: EventLog, triggered: TriggeredWebhook, webhook: Webhook, outcome: Outcome): void {
  const success = isSuccess(outcome.status);
  const wait = waitAfter(outcome);
  const status = success ? 'success' : isFinal(outcome) ? 'failure' : 'retrying';
  const request = renderRequest(webhook.request, parametersIn(triggered.parameters));
  const next = status === 'retrying' ? `[next attempt in ${Math.ceil(wait / 1000)} seconds]\n` : '';
  log.tables.run(
    'UPDATE triggered_webhooks SET status = ?, attempts = ?, due_at = ?, logs = logs || ? WHERE uuid = ?',
    status,
    outcome.number,
    log.clock.now() + wait,
    linesOf(log, webhook, request, outcome) + next,
    triggered.uuid,
  );
}

/** The request without secrets, and the status: an answer's body may quote what was sent. */
function linesOf(
  log: EventLog,
  { request: { method } }: Webhook,
  { url, headers }: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
  { status, reason, number }: Outcome,
): string {
  const at = new Date(log.clock.now()).toISOString();
  const fields = Object.entries(shownHeaders(headers)).map(([name, value]) => `${name}: ${value}`);
  const came = status === 0 ? `no answer (${reason ?? 'connection'})` : `HTTP ${status}`;
  return `[${at}] attempt ${number}: ${method} ${shownUrl(url)}\n${fields.join('\n')}\n[${at}] ${came}\n`;
}

function parametersIn(written: string): WebhookParameters {
  const parameters: unknown = JSON.parse(written);
  if (typeof parameters !== 'object' || parameters === null) return {};
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
}
