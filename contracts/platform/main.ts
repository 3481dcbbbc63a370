/** `npm start -- platform`: the process. Everything else is handed what it needs. */
import { platformArguments, usage } from './arguments.ts';
import { banner } from './banner.ts';
import { clockFrom } from './clock.ts';
import { startPlatform } from './start.ts';

const wanted = platformArguments(process.argv.slice(2));

if (wanted.kind === 'help') {
  process.stdout.write(`${usage}\n`);
} else if (wanted.kind === 'wrong') {
  complain(wanted.message, 'npm start -- platform --help lists what there is.', 2);
} else {
  try {
    const running = await startPlatform({
      ...wanted,
      ...(wanted.startsAt !== undefined && { clock: clockFrom(wanted.startsAt) }),
    });
    process.stdout.write(`${banner(running, wanted)}\n`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void running.close().then(() => process.exit(0)));
    }
  } catch (error) {
    const { code } = Object(error);
    const place = `port ${wanted.port} of ${wanted.host}`;
    if (code === 'EADDRINUSE') complain(`${place} is in use.`, 'npm start -- platform --port 0 takes a free one.', 1);
    else if (code === 'EACCES')
      complain(`${place} may not be listened on.`, 'Ports below 1024 need rights; take a higher one.', 1);
    else if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      complain(`${wanted.host} is no address of this machine.`, 'Leave --host out.', 1);
    else throw error;
  }
}

function complain(message: string, hint: string, exitCode: number): void {
  process.stderr.write(`error: ${message}\nhint: ${hint}\n`);
  process.exitCode = exitCode;
}
