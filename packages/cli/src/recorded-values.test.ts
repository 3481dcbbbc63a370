import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiDocument, loadDocument, type RunningServer, startServer } from '@stuntdouble/engine';
import { type RecordedExchange, recordPact } from '@stuntdouble/pact';
import { createCanaries } from './testing/canaries.ts';
import { canaryDocument } from './testing/canary-document.ts';
import { PLACES } from './testing/canary-places.table.ts';
import { endAll, folderWith } from './testing/run-stunt.ts';
import { sendRaw } from './testing/send-raw.ts';

/**
 * A contract leaves the company that recorded it. So values that look like a person's are put into every place of a request, the
 * sandboxes record, and the contract that is made of it is searched for each of them.
 */

const patience = 60_000;
const canaries = createCanaries();
let document: ApiDocument;
let server: RunningServer;
let exchanges: RecordedExchange[];

beforeAll(async () => {
  const folder = folderWith({ 'people.json': canaryDocument(canaries) });
  document = await loadDocument(join(folder, 'people.json'));
  const recorded = { record: true, auth: 'off' } as const;
  server = await startServer({
    ...{ documents: [document], port: 0 },
    sandboxes: [
      { name: 'default', ...recorded },
      { name: 'acme', ...recorded },
    ],
  });
  for (const [place, bytesOf] of Object.entries(PLACES))
    for (const canary of canaries.of(place)) await sendRaw(Number(new URL(server.url).port), bytesOf(canary));
  const read = async (scope: string) =>
    JSON.parse(await (await fetch(`${server.url}${scope}/_stunt/recording`)).text());
  exchanges = [...(await read('')).exchanges, ...(await read('/~acme')).exchanges];
}, patience);
afterAll(async () => {
  await server.close();
  endAll();
});

/** What the document itself shows to everybody is no secret of a client. */
const sentIn = (text: string): string[] => canaries.find(text).filter((label) => !label.includes(' in answer: '));

describe('a recorded contract', () => {
  it(
    'has none of the values that were put into every place of a request',
    async () => {
      const recording = await recordPact({ consumer: 'a', provider: 'b', document, exchanges });
      expect(sentIn(JSON.stringify(exchanges)).length).toBeGreaterThan(100);
      expect(recording.recorded).toBeGreaterThan(100);
      expect(recording.interactions).toBeGreaterThan(10);
      expect(sentIn(JSON.stringify(recording.pact))).toEqual([]);
    },
    patience,
  );

  it('leaves secrets out already where it is recorded', () => {
    const text = JSON.stringify(exchanges);
    const places = Object.keys(PLACES).filter((place) => /^(?:authorization|api key|cookie)/i.test(place));
    expect(places.length).toBeGreaterThan(8);
    expect(sentIn(text).filter((label) => places.includes(label.replace(/^\w+ in /, '')))).toEqual([]);
  });
});
