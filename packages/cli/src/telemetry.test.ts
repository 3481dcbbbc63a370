import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Exchange, type JournalEntry, loadDocument, type RunningServer, startServer } from '@stuntdouble/engine';
import { explanation } from './print/explanation.ts';
import { type Canaries, createCanaries, KINDS } from './testing/canaries.ts';
import { canaryDocument } from './testing/canary-document.ts';
import { PLACES } from './testing/canary-places.table.ts';
import { endAll, folderWith, runStunt, type Started, startStunt } from './testing/run-stunt.ts';
import { sendRaw } from './testing/send-raw.ts';

/**
 * Telemetry holds no personal data: values that look like a person's are put into every place of requests and answers, and
 * everything that a double remembers or says of them is searched.
 */

const patience = 120_000;
const IN_ANSWERS = ['example value', 'example name', 'header field', 'repaired example'];
const places = Object.keys(PLACES).length + IN_ANSWERS.length;
const count = places * KINDS.length;

afterAll(endAll);

/** Puts every canary into its place, one request each; what was answered. */
async function drive(port: number, canaries: Canaries): Promise<string[]> {
  const answers: string[] = [];
  for (const [place, bytesOf] of Object.entries(PLACES))
    for (const canary of canaries.of(place)) answers.push(await sendRaw(port, bytesOf(canary)));
  for (const path of ['/notes', '/maps', '/repaired', '/people/1'])
    for (const fault of [
      '',
      'drift',
      'drift;mode=extra-property',
      'malformed',
      'truncate',
      'error-in-200',
      'wrong-encoding',
    ])
      answers.push(
        await sendRaw(
          port,
          `GET ${path} HTTP/1.1\r\nHost: x\r\nX-Api-Key: k\r\n${fault === '' ? '' : `X-Stunt-Fault: ${fault}\r\n`}Connection: close\r\n\r\n`,
        ),
      );
  return answers;
}

describe('the command', () => {
  const canaries = createCanaries();
  const surfaces: Record<string, string> = {};
  /** What is kept because a client wrote it to be kept: data, and no telemetry. */
  const state: Record<string, string> = {};
  let answers: string[];
  let stunt: Started;

  beforeAll(async () => {
    const folder = folderWith({ 'people.json': canaryDocument(canaries) });
    const flags = ['--port', '0', '--verboseLevel', 'debug', '--sandbox', 'acme', '--max-body', '16kb'];
    stunt = await startStunt(['serve', 'people.json', ...flags], folder);
    const startUp = stunt.stdout().length;
    const stop = new AbortController();
    const heard = ['/_stunt', '/~acme/_stunt'].map((path) => listen(stunt.url + path, stop.signal));
    await Promise.all(heard.map(({ begun }) => begun));
    answers = await drive(Number(new URL(stunt.url).port), canaries);
    const ask = async (path: string) => (await fetch(stunt.url + path)).text();
    for (const path of ['requests?limit=1000', 'metrics', 'stats'])
      for (const scope of ['', '/~acme'])
        surfaces[`GET ${scope}/_stunt/${path}`] = await ask(`${scope}/_stunt/${path}`);
    const typed = async (...args: string[]) => {
      const { stdout, stderr } = await runStunt(args, folder);
      surfaces[`stunt ${args.join(' ')}`] = stdout + stderr;
    };
    for (const format of ['text', 'json']) {
      await typed('requests', '--limit', '1000', '--format', format);
      await typed('stats', '--format', format);
    }
    const { requests }: { requests: JournalEntry[] } = JSON.parse(surfaces['GET /_stunt/requests?limit=1000'] ?? '');
    await typed('why', requests.find(({ faults }) => faults.length > 0)?.id ?? '');
    surfaces['stunt why, each'] = requests.map((entry) => explanation(entry, 'stunt')).join('\n');
    await typed('sandbox', 'list');
    await typed('sandbox', 'show', 'acme', '--format', 'json');
    for (const file of readdirSync(join(folder, '.stunt')))
      (file.includes('sqlite') ? state : surfaces)[`.stunt/${file}`] = readFileSync(
        join(folder, '.stunt', file),
        'latin1',
      );
    state.export = (await runStunt(['sandbox', 'export', 'default'], folder)).stdout;
    stop.abort();
    for (const [at, { text }] of heard.entries()) surfaces[`events ${at}`] = text();
    stunt.kill('SIGTERM');
    const { stdout, stderr } = await stunt.finished;
    surfaces.stdout = stdout.slice(startUp);
    surfaces.stderr = stderr;
  }, patience);

  it(`answers with what it was sent, which is why the rest has to be careful`, () => {
    expect(canaries.planted).toHaveLength(count);
    expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 ')).length).toBeGreaterThan(count * 0.9);
    const told = new Set(canaries.find(answers.join('\n')).map((label) => label.replace(/^\w+ in /, '')));
    expect(told.size).toBeGreaterThan(25);
    expect([...told]).toEqual(expect.arrayContaining(IN_ANSWERS.map((place) => `answer: ${place}`)));
  });

  it(`keeps none of ${count} canaries in ${places} places: journal, events, metrics, statistics, logs, files, why`, () => {
    const found = Object.fromEntries(
      Object.entries(surfaces).map(([surface, text]) => [surface, canaries.find(text)] as const),
    );
    expect(found).toEqual(Object.fromEntries(Object.keys(surfaces).map((surface) => [surface, []])));
    const empty = Object.entries(surfaces).filter(([surface, text]) => text.length < 20 && !surface.includes('stderr'));
    expect(empty).toEqual([]);
    expect(surfaces.stderr).toContain('onEvent: Request failed: ECONNREFUSED');
    expect(surfaces['events 0']).toContain('event: exchange');
  });

  it('has in its export what was stored in the sandbox, and nothing else of any request', () => {
    const found = Object.values(state).flatMap((text) =>
      canaries.find(text).map((label) => label.replace(/^\w+ in /, '')),
    );
    const kept = ['stored value', 'stored name', 'stored id', 'id that is deleted', 'id that is unknown', 'JSON value'];
    expect([...new Set(found)].filter((place) => !kept.includes(place))).toEqual([]);
    expect(found).toContain('stored value');
  });

  it('has no label in its metrics beyond those that are listed', () => {
    const labels = [...(surfaces['GET /_stunt/metrics'] ?? '').matchAll(/[{,](\w+)="/g)].map(([, name]) => name);
    expect([...new Set(labels)].sort()).toEqual([
      'cause',
      'kind',
      'le',
      'operation',
      'sandbox',
      'status_class',
      'version',
    ]);
  });
});

function listen(base: string, signal: AbortSignal) {
  let text = '';
  let begin = (): void => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const read = async () => {
    const { body } = await fetch(`${base}/events`, { signal });
    for await (const chunk of body ?? []) {
      text += Buffer.from(chunk).toString();
      begin();
    }
  };
  read().catch(() => {});
  return { begun, text: () => text };
}

describe('the engine', () => {
  const canaries = createCanaries();
  const exchanges: Exchange[] = [];
  const lines: string[] = [];
  const errors: unknown[] = [];
  let server: RunningServer;
  let entries: readonly JournalEntry[];

  beforeAll(async () => {
    const file = join(folderWith({ 'people.json': canaryDocument(canaries) }), 'people.json');
    server = await startServer({
      documents: [await loadDocument(file)],
      port: 0,
      sandboxes: ['acme'],
      onExchange: (exchange) => exchanges.push(exchange),
      onLog: (line, error) => {
        lines.push(line);
        if (error !== undefined) errors.push(error);
      },
    });
    await drive(server.port, canaries);
    entries = server.engine.journal.entries();
  }, patience);
  afterAll(async () => server.close());

  it('has these fields in an entry of its journal, and no other', () => {
    const keys = [
      ...[
        'at',
        'bodyDigest',
        'bytesIn',
        'bytesOut',
        'durationMs',
        'faults',
        'id',
        'idempotencyDigest',
        'limits',
        'method',
      ],
      ...['operation', 'pathDigest', 'refusal', 'sandbox', 'source', 'status', 'template', 'violations'],
    ];
    expect([...new Set(entries.map((entry) => Object.keys(entry).sort().join()))]).toEqual([keys.join()]);
  });

  it('is described field by field, and with these numbers, in docs/privacy.md', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/privacy.md'), 'utf8');
    const [, journal = ''] = page.split(/^## /m);
    const described = [...journal.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []);
    expect(described.toSorted()).toEqual(Object.keys(entries[0] ?? {}).sort());
    const sent = Object.keys(PLACES).length;
    expect(page).toContain(`into ${sent} places of a request and ${IN_ANSWERS.length} of an answer`);
    expect(page).toContain(`${count} canaries`);
  });

  it('would be caught if one line of the allow list were wider', () => {
    expect(canaries.find(JSON.stringify(entries))).toEqual([]);
    const byId = new Map(exchanges.map((exchange) => [exchange.id, exchange]));
    const added = (read: (exchange: Exchange) => unknown, { id }: JournalEntry): unknown => {
      const exchange = byId.get(id);
      return exchange && read(exchange);
    };
    const widenings: Record<string, (exchange: Exchange) => unknown> = {
      path: ({ request }) => request.target,
      header: ({ request }) => request.headers,
      host: ({ request }) => request.headers.host,
      mediaType: ({ request }) => request.headers['content-type'],
      idempotencyKey: ({ request }) => request.headers['idempotency-key'],
      body: ({ request }) => Buffer.from(request.body).toString('latin1'),
      bodyInBase64: ({ request }) => Buffer.from(request.body).toString('base64'),
      violation: ({ violations }) => violations,
      answer: ({ answer }) => Buffer.from(answer?.body ?? []).toString('latin1'),
      answerHeaders: ({ answer }) => answer?.headers,
    };
    const found = Object.entries(widenings).map(([field, read]) => {
      const widened = entries.map((entry) => ({ ...entry, [field]: added(read, entry) }));
      return [field, canaries.find(JSON.stringify(widened)).length > 0];
    });
    expect(found).toEqual(Object.keys(widenings).map((field) => [field, true]));
  });

  it('would be caught at every place that becomes a request, if whole requests were kept', () => {
    const whole = exchanges.map(({ request, answer }) => [
      request.method,
      decoded(request.target),
      Object.entries(request.headers).map(([name, value]) => [name, decoded(String(value)), unBase64(String(value))]),
      Buffer.from(request.body).toString('latin1'),
      Buffer.from(answer?.body ?? []).toString('latin1'),
      answer?.headers,
    ]);
    const seen = new Set(canaries.find(JSON.stringify(whole)).map((label) => label.replace(/^\w+ in /, '')));
    const never = Object.keys(PLACES).filter((place) => !seen.has(place));
    // Refused before there is a request, controlled instead of served, or not handed on by Node.
    expect(never.filter((place) => !place.startsWith('control: ')).sort()).toEqual(NO_REQUEST);
  });

  it(
    'says in its log and its crashes where it failed, and never with what',
    async () => {
      const fail = { thrown: true };
      const mounts = server.engine.mounts.map((mount) => ({
        ...mount,
        planOf(operation: Parameters<typeof mount.planOf>[0]) {
          const error = new TypeError(`cannot read ${last} of ${JSON.stringify(exchanges.at(-1)?.request.headers)}`);
          if (fail.thrown) throw error;
          return { ...mount.planOf(operation), throughPrism: () => Promise.reject(error) };
        },
      }));
      let last = '';
      Object.assign(server.engine, { mounts });
      const before = lines.length;
      for (const thrown of [true, false]) {
        fail.thrown = thrown;
        for (const [place, bytesOf] of Object.entries(PLACES)) {
          const canary = canaries.planted.find((planted) => planted.place === place);
          if (canary === undefined) continue;
          last = canary.text;
          await sendRaw(server.port, bytesOf(canary));
        }
      }
      const failures = lines.slice(before);
      expect(failures.length).toBeGreaterThan(50);
      for (const line of failures)
        expect(line).toMatch(/^request \S+ \(\w+\) failed: TypeError at telemetry\.test\.ts:\d+/);
      expect(canaries.find(lines.join('\n'))).toEqual([]);
      expect(canaries.find(errors.map(String).join('\n')).length).toBeGreaterThan(50);
      expect(canaries.find(JSON.stringify(server.engine.journal.entries()))).toEqual([]);
    },
    patience,
  );
});

const NO_REQUEST = [
  'CONNECT target',
  'Expect',
  'HTTP version',
  'Transfer-Encoding',
  'chunk that is none',
  'header block that is too large',
  'header line without a colon',
  'method',
  'target that is no path',
  'trailer',
  'what is no HTTP',
];

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const unBase64 = (value: string): string => Buffer.from(value.replace(/^Basic /, ''), 'base64').toString('latin1');

describe('a crash', () => {
  const canaries = createCanaries();
  const [, email] = canaries.of('crash');
  const preload = (crash: string) =>
    `--import=data:text/javascript,${encodeURIComponent(`import { Server } from 'node:http';
const { emit } = Server.prototype;
Server.prototype.emit = function (type, message, ...rest) {
  if (type === 'request' && message.url.startsWith('/crash')) { ${crash} }
  return emit.call(this, type, message, ...rest);
};`)}`;

  it.each([
    ['a rejection that nobody handles', 'Promise.reject(new RangeError(message.url));'],
    ['an error that nobody catches', 'setImmediate(() => { throw new RangeError(message.url); });'],
    ['what is no error', 'Promise.reject(message.url);'],
  ])(
    'ends the command with a place and no value: %s',
    async (_, crash) => {
      const folder = folderWith({ 'people.json': canaryDocument(createCanaries()) });
      const flags = ['--port', '0', '-v', 'debug', '--debug'];
      const stunt = await startStunt(['serve', 'people.json', ...flags], folder, { NODE_OPTIONS: preload(crash) });
      await sendRaw(Number(new URL(stunt.url).port), `GET /crash/${email?.text} HTTP/1.1\r\nHost: x\r\n\r\n`);
      const { code, stdout, stderr } = await stunt.finished;
      expect([code, stderr.split('\n')[0]]).toEqual([
        1,
        expect.stringMatching(/^error UNEXPECTED: (RangeError|Error ERR_UNHANDLED_REJECTION)/),
      ]);
      expect(canaries.find(stdout + stderr)).toEqual([]);
    },
    patience,
  );
});
