/** Load on one local port from a process of its own: wrk, or our generator where wrk cannot be had. Always bounded in time. */
import { execFile, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const usualConnections = 32;

const hasWrk = () => spawnSync('wrk', ['-v']).error === undefined;

/** @returns `wrk`, or `generator`; as root on Debian a missing wrk is installed, which is said. */
export function chooseTool(say) {
  if (hasWrk()) return 'wrk';
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).error === undefined) {
    say('wrk is not installed: apt-get install wrk');
    spawnSync('apt-get', ['install', '-y', 'wrk'], { stdio: 'ignore', timeout: 120_000 });
    if (hasWrk()) return 'wrk';
  }
  say(
    'wrk is not installed (apt-get install wrk): a generator in Node takes its place. It is slower than the servers, so trust the CPU rows only.',
  );
  return 'generator';
}

/** Requests for `seconds`; `request` is `{method, target, values, type?, body?, connections?}`. @throws where an answer was an error. */
export async function shoot(tool, port, request, seconds) {
  const { method, target, values, type, body, connections = usualConnections } = request;
  const script = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', join(here, 'requests.lua')];
  const parts = [method, target, values, ...(body === undefined ? [] : [type, body])].map(String);
  const { stdout } =
    tool === 'wrk'
      ? await run('wrk', [...script, `http://127.0.0.1:${port}/`, '--', ...parts])
      : await run(
          process.execPath,
          [join(here, 'generator.mjs'), port, seconds, connections, JSON.stringify(request)].map(String),
        );
  const [requests, microseconds, errors] = stdout
    .match(/RESULT (\d+) (\d+) (\d+)/)
    .slice(1)
    .map(Number);
  if (errors > 0) throw new Error(`${errors} of ${requests} requests to ${target} failed`);
  return { requests, seconds: microseconds / 1e6 };
}
