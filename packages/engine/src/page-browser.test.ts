import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { usableKinds } from './control-kinds.ts';
import { type RunningServer, startServer } from './server.ts';
import { type Browser, chromiumPath, openBrowser } from './testing/browser.ts';
import { documentOf } from './testing/engine-of.ts';

/** The page of a sandbox as a person sees it, in a real browser. Whatever it does, it asks this machine only, and its console stays empty. */

const HOSTILE = `</title><script>window.stolen = 1</script><img src=data:,x onerror="window.stolen = 1">`;

const DOCUMENT = `
openapi: 3.1.0
info:
  title: ${JSON.stringify(`Orders ${HOSTILE}`)}
  version: ${JSON.stringify(HOSTILE)}
  description: ${JSON.stringify(`All about orders. ${HOSTILE} [here](javascript:window.stolen=1)`)}
servers: [{ url: https://api.example.com }]
security: [{ key: [] }]
paths:
  /orders:
    get:
      operationId: ${JSON.stringify(`listOrders${HOSTILE}`)}
      summary: ${JSON.stringify(`List orders ${HOSTILE}`)}
      parameters: [{ name: limit, in: query, schema: { type: integer } }]
      responses: { '200': { description: ok, content: { application/json: { example: [{ item: anvil }] } } } }
  ${JSON.stringify(`/${HOSTILE}`)}: { get: { responses: { '200': { description: ok } } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }
`;

const TOKEN = 'the-control-token';
const PATIENCE = 60_000;

if (chromiumPath === undefined)
  console.warn('Pages are not tried in a browser: there is no Chromium (apt-get install chromium).');
const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;

let server: RunningServer;
let browser: Browser;
let page: Page;
let home: string;
let complaints: string[];

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  server = await startServer({ documents: [await documentOf(DOCUMENT)], port: 0, sandboxes: ['acme'] });
  home = `${server.url}/~acme`;
  browser = await openBrowser();
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
}, PATIENCE);

afterAll(async () => {
  await browser?.close();
  await server?.close();
}, PATIENCE);

beforeEach(async () => {
  if (chromiumPath === undefined) return;
  complaints = [];
  page = await opened();
});

afterEach(async () => {
  if (chromiumPath === undefined) return;
  expect(await page.evaluate('window.stolen')).toBeUndefined();
  await page.close();
  expect(complaints).toEqual([]);
  server.engine.faults.clear('acme');
});

async function opened(): Promise<Page> {
  const made = await browser.context.newPage();
  made.setDefaultTimeout(20_000);
  made.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (!['data:', 'blob:'].includes(protocol) && hostname !== '127.0.0.1') complaints.push(`asked ${request.url()}`);
  });
  made.on('pageerror', (error) => complaints.push(String(error)));
  made.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  return made;
}

const apiKey = (): string => server.engine.registry.get('acme')?.credentials.apiKey ?? '';
const callApi = (path = '/orders') => fetch(home + path, { headers: { 'X-Key': apiKey() } });
const clipboard = (from: Page): Promise<string> => from.evaluate('navigator.clipboard.readText()');

describeInBrowser('the page of a sandbox in a browser', () => {
  it(
    'shows what it is, with whatever text the document has as text',
    async () => {
      await page.goto(`${home}/`);
      expect(await page.locator('h1').textContent()).toContain(`Orders ${HOSTILE}`);
      expect(await page.title()).toBe(`Orders ${HOSTILE} · sandbox acme`);
      await page.locator('.operations summary').click();
      expect(await page.locator('.operations tbody tr').count()).toBe(2);
      for (const landmark of ['banner', 'main', 'contentinfo'] as const)
        expect(await page.getByRole(landmark).count()).toBe(1);
    },
    PATIENCE,
  );

  it(
    'has the key behind a click, and in the call that is copied then',
    async () => {
      await page.goto(`${home}/`);
      expect(await page.content()).not.toContain(apiKey());
      await page.getByRole('button', { name: 'Copy the base URL' }).click();
      await page.getByText('Copied').waitFor();
      expect(await clipboard(page)).toBe(home);
      await page.getByRole('button', { name: 'Show the credentials' }).click();
      await page.getByText(apiKey()).first().waitFor();
      await page.getByRole('button', { name: 'Copy the first call' }).click();
      await page.getByText('Copied').last().waitFor();
      expect(await clipboard(page)).toBe(`curl ${home}/orders \\\n  -H 'X-Key: ${apiKey()}'`);
      await page.getByRole('button', { name: 'Hide the credentials' }).click();
      expect(await page.content()).not.toContain(apiKey());
    },
    PATIENCE,
  );

  it(
    'tells of requests as they come, and of what was wrong with them',
    async () => {
      await page.goto(`${home}/`);
      await page.getByText('Nothing yet').waitFor();
      await callApi();
      await page.locator('.request .good').waitFor();
      await callApi('/orders?limit=many');
      await page.getByText('Query parameter limit has the wrong type.').waitFor();
      expect(await page.locator('.request').count()).toBe(2);
      await page.reload();
      await page.getByText('Query parameter limit has the wrong type.').waitFor();
    },
    PATIENCE,
  );

  it(
    'switches a fault on, for one operation, and off again',
    async () => {
      await page.goto(`${home}/`);
      const unavailable = page.getByRole('switch', { name: /Unavailable/ });
      await page.locator('#fault-operation option').nth(1).waitFor({ state: 'attached' });
      await page.getByLabel('What fails').selectOption({ index: 1 });
      await unavailable.click();
      await page.locator('#page-status[aria-checked=true]').waitFor();
      expect((await callApi()).status).toBe(503);
      await page.getByText('Fault status (page-status).').waitFor();
      await unavailable.click();
      await page.locator('#page-status[aria-checked=false]').waitFor();
      expect((await callApi()).status).toBe(200);
    },
    PATIENCE,
  );

  it(
    'offers every fault that the sandbox may use, and no other',
    async () => {
      await page.goto(`${home}/`);
      await page.locator('#page-status').waitFor();
      const ids = await page.getByRole('switch', { includeHidden: true }).evaluateAll((all) => all.map(({ id }) => id));
      const allowed = usableKinds(server.engine, 'acme').filter(({ rule }) => rule !== null);
      expect(ids.toSorted()).toEqual(allowed.map(({ kind }) => `page-${kind}`).toSorted());
      expect(ids.length).toBeGreaterThan(20);
      expect(ids).not.toContain('page-refuse'); // It shares its port.
      await page.getByText('All other faults').click();
      await page.getByRole('switch', { name: /^truncate/ }).click();
      await page.locator('#page-truncate[aria-checked=true]').waitFor();
      expect(server.engine.faults.list('acme').map(({ kind }) => kind.kind)).toEqual(['truncate']);
    },
    PATIENCE,
  );

  it(
    'shows rules that came from elsewhere, and removes them',
    async () => {
      await page.goto(`${home}/`);
      await fetch(`${home}/_stunt/faults/mine`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: '{"kind":"hang"}',
      });
      await page.getByRole('button', { name: 'Remove the rule mine' }).click();
      await page.getByRole('button', { name: 'Remove the rule mine' }).waitFor({ state: 'detached' });
      expect(server.engine.faults.list('acme')).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'resets the sandbox when it is asked twice',
    async () => {
      await callApi();
      await page.goto(`${home}/`);
      await page.getByRole('button', { name: 'Reset sandbox' }).click();
      await page.getByRole('button', { name: 'Yes, reset it' }).click();
      await page.getByText('Nothing yet').waitFor();
      expect(server.engine.journal.entries('acme')).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'has a reference whose "try it" calls this sandbox with its key, and shows the answer',
    async () => {
      await page.goto(`${home}/_stunt/page/reference`);
      await page
        .getByRole('button', { name: /Test Request/ })
        .first()
        .click();
      await page.getByText('The reference opens').waitFor({ state: 'detached' });
      const asked = page.waitForRequest((request) => request.url() === `${home}/orders`);
      await page.getByRole('button', { name: /^Send/ }).first().click();
      expect((await asked).headers()['x-key']).toBe(apiKey());
      await page.getByText('anvil').last().waitFor();
      expect(server.engine.journal.entries('acme').at(-1)).toMatchObject({ status: 200, template: '/orders' });
    },
    PATIENCE,
  );

  it(
    'keeps what stands in it where scripts are off',
    async () => {
      const without = await browser.context.browser()?.newContext({ javaScriptEnabled: false });
      const read = await without?.newPage();
      await read?.goto(`${home}/`);
      expect(await read?.getByText('curl').first().isVisible()).toBe(true);
      expect(await read?.getByRole('button').count()).toBe(0);
      await without?.close();
    },
    PATIENCE,
  );
});

describeInBrowser('the page where control asks for a key', () => {
  it(
    'asks for it, and has everything once it is given',
    async () => {
      const locked = await startServer({ documents: [await documentOf(DOCUMENT)], port: 0, token: TOKEN });
      await page.goto(`${locked.url}/`);
      await page.getByText('Locked:').waitFor();
      await page.getByRole('button', { name: 'Show the credentials' }).click();
      await page.getByLabel('Control key').fill(TOKEN);
      await page.getByRole('button', { name: 'Unlock' }).click();
      const { credentials } = locked.engine.registry.get('default') ?? {};
      await page
        .getByText(credentials?.apiKey ?? 'none')
        .first()
        .waitFor();
      await page.getByText('Nothing yet').waitFor();
      // What was refused is told of by the browser itself.
      complaints = complaints.filter((complaint) => !complaint.includes('status of 401'));
      await page.goto('about:blank');
      await locked.close();
    },
    PATIENCE,
  );
});
