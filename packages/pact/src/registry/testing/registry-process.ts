import { startRegistry } from '../start-registry.ts';

/** A registry in a process of its own, for tests that kill it: `node registry-process.ts FILE PORT`. Says where it listens. */
const [, , db = '', port = '0'] = process.argv;
const { url } = await startRegistry({ db, port: Number(port) });
process.stdout.write(`${url}\n`);
