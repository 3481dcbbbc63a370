import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkDocument } from '../check-document.ts';
import { loadDocument } from '../load/load-document.ts';
import type { ApiDocument } from '../operation.ts';
import { responseOfStatus } from '../respond/choose-response.ts';
import { check } from '../schema/check.ts';
import { createSchemas } from '../schema/schemas.ts';
import { type RunningServer, startServer } from '../server.ts';
import { documentOf } from '../testing/engine-of.ts';

/** The control API's description, served by a double, beside the control API itself: both have to follow it, call by call. */
const PLATFORM = `
openapi: 3.1.0
info: { title: intakes, version: 1.0.0 }
paths:
  /intakes/{id}:
    get:
      operationId: getIntake
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: one, content: { application/json: { schema: { type: object, required: [id], properties: { id: { type: string } } }, example: { id: i1 } } } } }
webhooks:
  intake.submitted: { post: { responses: { '204': { description: taken } } } }
`;

const folder = mkdtempSync(join(tmpdir(), 'stunt-description-'));
let real: RunningServer;
let double: RunningServer;
let description: ApiDocument;
beforeAll(async () => {
  real = await startServer({ documents: [await documentOf(PLATFORM)], port: 0 });
  const file = join(folder, 'control.json');
  writeFileSync(file, await (await fetch(`${real.url}/_stunt/openapi.json`)).text());
  description = await loadDocument(file);
  double = await startServer({ documents: [description], port: 0 });
});
afterAll(async () => {
  await real.close();
  await double.close();
  rmSync(folder, { recursive: true });
});

const rule = {
  kind: 'status',
  options: { code: 503 },
  where: { operation: 'getIntake' },
  when: { times: 2 },
  ttl: '30s',
};
const own = { scenario: { name: 'blip', phases: [{ name: 'down', for: '10s', rules: [{ kind: 'status' }] }] } };

const exported = {
  stuntdouble: 'sandbox',
  version: 1,
  name: 'copy',
  settings: { seed: '', auth: 'presence' },
  state: { 'intakes/1': { id: '1' } },
};

/** In this order, since the later ones need what the earlier ones made. */
const calls: [method: string, path: string, operation: string, body?: unknown][] = [
  ['GET', '/health', 'getHealth'],
  ['GET', '/openapi.json', 'getDescription'],
  ['GET', '/page-data', 'getPageData'],
  ['GET', '/faults/kinds', 'listKinds'],
  ['POST', '/faults', 'addFault', rule],
  ['PUT', '/faults/mine', 'putFault', rule],
  ['GET', '/faults', 'listFaults'],
  ['GET', '/faults/mine', 'getFault'],
  ['POST', '/faults/preview', 'previewFault', { operation: 'getIntake', kind: 'status' }],
  ['DELETE', '/faults/mine', 'removeFault'],
  ['DELETE', '/faults', 'clearFaults'],
  ['GET', '/clock', 'getClock'],
  ['PUT', '/clock', 'setClock', { offset: '30s' }],
  ['POST', '/scenarios/brownout/run', 'runScenario', { where: { operation: 'getIntake' } }],
  ['POST', '/scenarios/run', 'runOwnScenario', own],
  ['GET', '/scenarios', 'listScenarios'],
  ['GET', '/scenarios/runs/run-1', 'getRun'],
  ['POST', '/scenarios/runs/run-1/pause', 'pauseRun'],
  ['POST', '/scenarios/runs/run-1/resume', 'resumeRun'],
  ['POST', '/scenarios/runs/run-1/skip', 'skipRun', {}],
  ['GET', '/scenarios/runs/run-1/report', 'getReport'],
  ['POST', '/scenarios/runs/run-1/stop', 'stopRun'],
  ['GET', '/requests?limit=5', 'listRequests'],
  ['POST', '/webhooks/subscriptions', 'addWebhookSubscription', { url: 'http://127.0.0.1:9/hooks' }],
  ['GET', '/webhooks', 'listWebhooks'],
  ['GET', '/webhooks/subscriptions/s1', 'getWebhookSubscription'],
  ['POST', '/webhooks/send', 'sendWebhook', { event: 'intake.submitted' }],
  ['GET', '/webhooks/deliveries', 'listWebhookDeliveries'],
  ['POST', '/webhooks/deliveries/d1/replay', 'replayWebhookDelivery'],
  ['DELETE', '/webhooks/subscriptions/s1', 'removeWebhookSubscription'],
  ['PUT', '/recording', 'startRecording', { fresh: true }],
  ['GET', '/recording', 'getRecording'],
  ['GET', '/recording/documents', 'getRecordingDocuments'],
  ['DELETE', '/recording', 'stopRecording'],
  ['GET', '/stats', 'getStats'],
  ['POST', '/reset', 'resetSandbox'],
  ['POST', '/sandboxes', 'createSandbox', { name: 'acme', ttl: '7d' }],
  ['GET', '/sandboxes', 'listSandboxes'],
  ['PUT', '/sandboxes/acme', 'putSandbox', { ttl: '8d', seed: 's', auth: 'off' }],
  ['GET', '/sandboxes/acme', 'getSandbox'],
  ['POST', '/sandboxes/acme/rotate-keys', 'rotateKeys'],
  ['POST', '/sandboxes/acme/reset', 'resetNamedSandbox'],
  ['GET', '/sandboxes/acme/export?credentials=true', 'exportSandbox'],
  ['POST', '/sandboxes/import', 'importSandbox', exported],
  ['DELETE', '/sandboxes/acme', 'deleteSandbox'],
  ['POST', '/invitations', 'invite', { sandboxTtl: '7d' }],
];

/** Streams, by what only an earlier answer or a stream gives, or no JSON: held to the description in the tests of control, its routes and metrics. */
const ELSEWHERE = [
  'streamEvents',
  'getRequest',
  'getMetrics',
  'showInvitation',
  'redeemInvitation',
  'listenToWebhooks',
  'reportWebhookOutcome',
];

async function call(base: string, method: string, path: string, body: unknown) {
  const sent =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await fetch(base + path, { method, ...sent });
  const text = await answer.text();
  return { status: answer.status, json: text === '' ? undefined : JSON.parse(text) };
}

function violations(operationId: string, status: number, json: unknown): unknown[] {
  const operation = description.operations.find(({ id }) => id === operationId);
  const described = responseOfStatus(operation?.model().responses ?? [], status);
  if (described === undefined) return [`${operationId} describes no ${status}`];
  const schema = described.response.contents?.find(({ mediaType }) => mediaType.endsWith('json'))?.schema;
  if (schema === undefined) return json === undefined ? [] : ['a body that is not described'];
  const schemas = createSchemas(description.root, description.dialect, 'response');
  return check(schemas, schemas.normalise(schema), json);
}

describe('the description of the control API', () => {
  it('has nothing that stunt check finds', async () => {
    expect((await checkDocument(description)).findings).toEqual([]);
  });

  it('lists every operation that is called here, and no other', () => {
    expect([...calls.map(([, , operation]) => operation), ...ELSEWHERE].sort()).toEqual(
      description.operations.map(({ id }) => id).sort(),
    );
  });

  it('is followed by the real API and by a double of it', async () => {
    for (const [method, path, operation, body] of calls) {
      const [ours, doubles] = [
        await call(`${real.url}/_stunt`, method, path, body),
        await call(double.url, method, path, body),
      ];
      expect({ operation, status: ours.status, violations: violations(operation, ours.status, ours.json) }).toEqual({
        operation,
        status: doubles.status,
        violations: [],
      });
      expect(violations(operation, doubles.status, doubles.json)).toEqual([]);
    }
  });

  it('describes what is refused', async () => {
    const wrong: [string, string, string, unknown][] = [
      ['POST', '/faults', 'addFault', { kind: 'nope' }],
      ['GET', '/faults/none', 'getFault', undefined],
      ['PUT', '/clock', 'setClock', { offset: 'soon' }],
      ['POST', '/scenarios/none/run', 'runScenario', {}],
      ['POST', '/webhooks/subscriptions', 'addWebhookSubscription', { url: 'http://10.0.0.1/' }],
      ['POST', '/webhooks/send', 'sendWebhook', { event: 'none' }],
      ['POST', '/sandboxes', 'createSandbox', { name: 'No' }],
      ['POST', '/sandboxes', 'createSandbox', { name: 'copy' }],
      ['GET', '/sandboxes/none', 'getSandbox', undefined],
      ['DELETE', '/sandboxes/default', 'deleteSandbox', undefined],
      ['POST', '/sandboxes/import', 'importSandbox', { name: 'x' }],
      ['POST', '/invitations/wrong', 'redeemInvitation', { name: 'x' }],
    ];
    for (const [method, path, operation, body] of wrong) {
      const { status, json } = await call(`${real.url}/_stunt`, method, path, body);
      expect([operation, status >= 400 && status < 500, violations(operation, status, json)]).toEqual([
        operation,
        true,
        [],
      ]);
    }
  });
});
