/**
 * A small client with the manners that a test can prove: it gives up after a deadline, waits as it is told, repeats what may be
 * repeated under one idempotency key, and says what it could not do.
 */
export interface Intake {
  readonly id: string;
  readonly status: string;
}

export type Opened = { readonly kind: 'opened'; readonly intake: Intake } | { readonly kind: 'unavailable' };

export interface ClientOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Milliseconds for one attempt. */
  readonly deadline: number;
  /** Waits so many milliseconds; tests hand in one that moves a clock. */
  readonly wait: (ms: number) => Promise<void>;
}

const ATTEMPTS = 3;

export async function openIntake(subject: string, { baseUrl, apiKey, deadline, wait }: ClientOptions): Promise<Opened> {
  const key = crypto.randomUUID();
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const answer = await fetch(`${baseUrl}/intakes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': apiKey, 'idempotency-key': key },
      body: JSON.stringify({ recipientId: 'prt_01HV3PBHEG79FAMF', category: 'other', subject }),
      signal: AbortSignal.timeout(deadline),
    }).catch(() => undefined);
    if (answer?.status === 201) {
      const { id, status }: Intake = await answer.json();
      return { kind: 'opened', intake: { id, status } };
    }
    if (answer && answer.status !== 429 && answer.status < 500) return { kind: 'unavailable' };
    await wait(Number(answer?.headers.get('retry-after') ?? attempt) * 1000);
  }
  return { kind: 'unavailable' };
}
