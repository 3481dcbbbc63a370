/** Runs the user's npm, quietly and with the user's own settings for registries, proxies and certificates. */
import { basename } from 'node:path';
import { runQuietly } from './step.mjs';

// npm's own pauses between attempts (10 s, then 60 s) would keep a machine without a network waiting in silence.
const flags = [
  ...['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'],
  ...['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'],
];

/** `npm start` says which npm it is; otherwise a shell's PATH finds one. @returns what npm printed. */
export function npm(args, options) {
  const cli = process.env.npm_execpath;
  return cli && basename(cli) === 'npm-cli.js'
    ? runQuietly(process.execPath, [cli, ...args, ...flags], options)
    : runQuietly('npm', [...args, ...flags], options);
}

/** npm takes the registry from more places (environment, global file) than pnpm reads. */
export async function registryOf(options) {
  const printed = await npm(['config', 'get', 'registry'], options);
  return printed.split('\n').find((line) => /^https?:\/\//.test(line));
}

/** Whether the registry is out of reach; one that answers anything at all is not. */
export async function isOffline(options) {
  try {
    await npm(['ping', '--fetch-retries=0', '--fetch-timeout=15000'], options);
    return false;
  } catch (error) {
    return /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT)\b/.test(
      error.message,
    );
  }
}
