import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ordersDocument } from '../testing/orders-document.ts';
import { endAll, folderWith, runStunt, startStunt } from '../testing/run-stunt.ts';

let upstream: Server;
let url = '';
beforeAll(async () => {
  upstream = createServer((request, response) => response.end(`the real ${request.method} ${request.url}`));
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/base`;
});
afterAll(() => {
  upstream.close();
  endAll();
});

const orders = () => folderWith({ 'orders.yaml': ordersDocument });

describe('stunt proxy', () => {
  it('forwards until a fault is put in the way, and again when it is cleared', async () => {
    const folder = orders();
    const stunt = await startStunt(['proxy', 'orders.yaml', url, '-p', '0', '--sandbox', 'acme'], folder);
    expect(stunt.stdout()).toContain(`All requests go to ${url}, also those that no operation matches.\n`);
    const asked = async (path: string) => {
      const answer = await fetch(stunt.url + path);
      return `${answer.status} ${answer.headers.get('stunt-source')} ${(await answer.text()).slice(0, 40)}`;
    };
    expect(await asked('/orders/o-1')).toBe('200 upstream the real GET /base/orders/o-1');
    await runStunt(['fault', 'add', 'status', '--code', '503', '--operation', 'getOrder'], folder);
    expect(await asked('/orders/o-1')).toMatch(/^503 fault /);
    expect(await asked('/~acme/orders/o-1')).toBe('200 upstream the real GET /base/orders/o-1');
    expect(await asked('/elsewhere')).toBe('200 upstream the real GET /base/elsewhere');
    await runStunt(['fault', 'clear'], folder);
    expect(await asked('/orders/o-1')).toBe('200 upstream the real GET /base/orders/o-1');
    stunt.kill('SIGTERM');
    expect(await stunt.finished).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    { args: ['orders.yaml'], code: 2, says: 'proxy needs a document and the URL of the real API' },
    {
      args: ['orders.yaml', 'localhost:3000'],
      code: 1,
      says: 'The upstream "localhost:3000" is neither http: nor https:',
    },
    { args: ['orders.yaml', 'http://a', '--upstream-timeout', '30'], code: 2, says: '"30" is no duration' },
    { args: ['orders.yaml', 'http://a', '--dynamic'], code: 2, says: 'there is no flag --dynamic' },
  ])('ends with $code for $args: $says', async ({ args, code, says }) => {
    const finished = await runStunt(['proxy', ...args], orders());
    expect(finished).toMatchObject({ code, stderr: expect.stringContaining(says) });
  });
});
