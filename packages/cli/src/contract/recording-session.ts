import { randomUUID } from 'node:crypto';
import type { RecordedExchange } from '@stuntdouble/pact';
import type { ControlClient } from '../control/control-client.ts';
import { ControlProblem } from '../control/control-problem.ts';

/** What the control API answers about recordings. */
interface RecordingState {
  readonly sandbox: string;
  readonly baseUrl: string;
  readonly recording: boolean;
  readonly exchanges: number;
  readonly dropped: number;
}

export interface TakenExchanges {
  readonly exchanges: readonly (RecordedExchange & { readonly id: string })[];
  readonly dropped: number;
}

/** A sandbox that records while a command needs it, whoever else records it. */
export interface RecordingSession {
  readonly sandbox: string;
  /** Where its client asks. */
  readonly baseUrl: string;
  /** What came since the session began. */
  take(): Promise<TakenExchanges>;
  end(): Promise<void>;
}

/** Undefined where the sandbox does not record. */
export async function takeRecorded(control: ControlClient): Promise<TakenExchanges | undefined> {
  try {
    return await control.json<TakenExchanges>({ path: '/recording' });
  } catch (error) {
    if (error instanceof ControlProblem && error.code === 'RECORDING_OFF') return undefined;
    throw error;
  }
}

export async function beginRecording(control: ControlClient): Promise<RecordingSession> {
  const before = await takeRecorded(control);
  const known = new Set(before?.exchanges.map(({ id }) => id));
  const holder = randomUUID();
  const { sandbox, baseUrl } = await control.json<RecordingState>({
    method: 'PUT',
    path: '/recording',
    body: { holder },
  });
  return {
    sandbox,
    baseUrl,
    async take() {
      const { exchanges, dropped } = await control.json<TakenExchanges>({ path: '/recording' });
      return {
        exchanges: exchanges.filter(({ id }) => !known.has(id)),
        dropped: Math.max(0, dropped - (before?.dropped ?? 0)),
      };
    },
    async end() {
      await control.json({ method: 'DELETE', path: '/recording', query: { holder } });
    },
  };
}
