/**
 * What the desk of the Harbour Records Office looks at: the intakes that were submitted to it, and one of them in full. Reads only. The desk
 * has to work while the platform does not: then it sees what was read last, and since when that is. Nothing else of an intake than what
 * is shown is read, so that the platform may change the rest.
 */
export interface ShownIntake {
  readonly id: string;
  readonly subject: string;
  readonly priority: string;
  readonly submittedAt: string;
}

export interface IntakeDetails extends ShownIntake {
  readonly status: string;
  readonly summary: string;
  readonly dueAt: string | null;
}

/** What the desk sees. A list that is not current says so. */
export type DeskList =
  | { readonly kind: 'current'; readonly intakes: readonly ShownIntake[] }
  | {
      readonly kind: 'outdated';
      readonly intakes: readonly ShownIntake[];
      readonly readAt: number;
      readonly notice: string;
    }
  | { readonly kind: 'unavailable'; readonly notice: string };

export type DeskIntake =
  | { readonly kind: 'found'; readonly intake: IntakeDetails }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unavailable'; readonly notice: string };

export interface DashboardSettings {
  /** Of the API, without a slash at its end. */
  readonly baseUrl: string;
  readonly token: { get(): Promise<string>; forget(): void };
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** @default 2000 milliseconds for each answer */
  readonly answerMs?: number;
  /** @default 50 */
  readonly pageSize?: number;
}

export interface Dashboard {
  submittedIntakes(): Promise<DeskList>;
  intake(id: string): Promise<DeskIntake>;
}

/** Somebody waits in front of a screen: two attempts, and no pause longer than this. */
const attempts = 2;
const longestPauseMs = 3000;
/** A list that long is not for a desk; and a platform that never ends one does not hang it. */
const mostPages = 20;

export function dashboard(settings: DashboardSettings): Dashboard {
  let last: { readonly intakes: readonly ShownIntake[]; readonly readAt: number } | undefined;

  return {
    async submittedIntakes() {
      try {
        const intakes = await allPages(settings);
        last = { intakes, readAt: settings.now() };
        return { kind: 'current', intakes };
      } catch (error) {
        const notice = noticeOf(error);
        return last ? { kind: 'outdated', ...last, notice } : { kind: 'unavailable', notice };
      }
    },
    async intake(id) {
      try {
        const response = await read(settings, `/intakes/${encodeURIComponent(id)}`);
        if (response.status === 404) return { kind: 'gone' };
        return { kind: 'found', intake: details(await bodyOf(response)) };
      } catch (error) {
        return { kind: 'unavailable', notice: noticeOf(error) };
      }
    },
  };
}

async function allPages(settings: DashboardSettings): Promise<readonly ShownIntake[]> {
  const intakes: ShownIntake[] = [];
  let cursor: unknown;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const query = new URLSearchParams({ status: 'submitted', limit: String(settings.pageSize ?? 50) });
    if (typeof cursor === 'string') query.set('cursor', cursor);
    const { data, page } = await bodyOf(await read(settings, `/intakes?${query}`));
    intakes.push(...list(data).map(shown));
    const { hasMore, nextCursor } = fields(page);
    if (hasMore !== true) break;
    cursor = nextCursor;
  }
  return intakes;
}

/** The platform cannot be asked now; the message is for the person at the desk. */
class Unavailable extends Error {}

async function read(settings: DashboardSettings, path: string, attempt = 1): Promise<Response> {
  const response = await once(settings, path);
  const pauseMs = pauseBefore(response);
  if (response && pauseMs === undefined) return response;
  if (pauseMs === undefined || attempt === attempts || pauseMs > longestPauseMs) {
    throw new Unavailable('The platform does not answer at the moment.');
  }
  await settings.sleep(pauseMs);
  return read(settings, path, attempt + 1);
}

async function once(
  { baseUrl, token, answerMs = 2000 }: DashboardSettings,
  path: string,
): Promise<Response | undefined> {
  const ask = async (): Promise<Response> =>
    fetch(`${baseUrl}${path}`, {
      headers: { authorization: `Bearer ${await token.get()}`, accept: 'application/json' },
      signal: AbortSignal.timeout(answerMs),
    });
  try {
    const response = await ask();
    if (response.status !== 401) return response;
    // The token may have been revoked before its time: once more with a new one.
    token.forget();
    return await ask();
  } catch {
    return undefined;
  }
}

/** How long to wait before the same call again; nothing where repeating it does not help. */
function pauseBefore(response: Response | undefined): number | undefined {
  if (!response) return 1000;
  if (response.status !== 429 && response.status < 500) return undefined;
  const seconds = Number(response.headers.get('retry-after') ?? '1');
  return Number.isFinite(seconds) ? seconds * 1000 : 1000;
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  if (response.status === 401 || response.status === 403) {
    throw new Unavailable('The dashboard has no access to the platform. Please tell its operator.');
  }
  if (!response.ok) throw new Unavailable(`The platform refused the question (${response.status}).`);
  return fields(await response.json());
}

const noticeOf = (error: unknown): string =>
  error instanceof Unavailable ? error.message : 'The platform answered something that cannot be read.';

function shown(value: unknown): ShownIntake {
  const { id, subject, priority, submittedAt } = fields(value);
  return { id: text(id), subject: text(subject), priority: text(priority), submittedAt: text(submittedAt) };
}

function details(value: Record<string, unknown>): IntakeDetails {
  const { status, summary, dueAt } = value;
  return {
    ...shown(value),
    status: text(status),
    // Both may be missing or null, and mean the same then.
    summary: typeof summary === 'string' ? summary : '',
    dueAt: typeof dueAt === 'string' ? dueAt : null,
  };
}

/** A field that the desk needs and that is not there is an answer that cannot be read. */
function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('A field that is shown is missing.');
  return value;
}

const fields = (value: unknown): Record<string, unknown> => Object.fromEntries(Object.entries(Object(value)));
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
