import { sqliteStore } from '../store/sqlite-store.ts';

/** A process that keeps something and is then killed, or finds that it cannot keep it: `store-writer.ts PATH WHAT`. */
const [, , path = '', what = ''] = process.argv;
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const store = sqliteStore({ path, required: what === 'required', onLog: say });

if (what === 'settings') store.put('sandbox/acme', { name: 'acme' });
if (what === 'state') {
  for (let count = 1; count <= 100; count++) store.put(`state/acme/${count}`, { count });
  await new Promise((resolve) => setTimeout(resolve, 250));
  // Never written: the process ends before its time has come.
  store.put('state/acme/late', {});
}
if (what === 'exit') {
  store.put('state/acme/1', { count: 1 });
  process.exit();
}
say(`ready, kept ${store.isKept}`);
setInterval(() => {}, 1000);
