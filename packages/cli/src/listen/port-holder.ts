import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';

/** Finds out which process listens on a port, where the system tells. Never fails: not knowing is an answer. */
export interface PortHolder {
  readonly pid: number;
  readonly command: string;
}

export async function portHolder(port: number): Promise<PortHolder | undefined> {
  try {
    return process.platform === 'linux' ? await fromProc(port) : await fromLsof(port);
  } catch {
    return undefined;
  }
}

/** Linux: the socket's inode is in /proc/net/tcp, and among the descriptors of its process. */
async function fromProc(port: number): Promise<PortHolder | undefined> {
  const sockets = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const inode of listeningInodes(await readFile(table, 'utf8').catch(() => ''), port)) {
      sockets.add(`socket:[${inode}]`);
    }
  }
  if (sockets.size === 0) return undefined;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (await holds(pid, sockets)) return { pid: Number(pid), command: await commandOf(pid) };
  }
  return undefined;
}

/** `comm` would be the name of the main thread, which Node changes. */
async function commandOf(pid: string): Promise<string> {
  const [program] = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
  return basename(program ?? '').split(' ')[0] || 'a process';
}

/** Columns of the table: 1 is the local address in hex, 3 the state (0A = LISTEN), 9 the inode. */
function* listeningInodes(table: string, port: number): Generator<string> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const line of table.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/);
    if (columns[1]?.endsWith(suffix) && columns[3] === '0A' && columns[9]) yield columns[9];
  }
}

async function holds(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  // Another user's process shows no descriptors.
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const descriptor of descriptors) {
    const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
    if (sockets.has(target)) return true;
  }
  return false;
}

/** Elsewhere `lsof` tells, where there is one: `-F` prints `p123` and `cnode` on lines of their own. */
async function fromLsof(port: number): Promise<PortHolder | undefined> {
  const output = await new Promise<string>((resolve, reject) => {
    const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'];
    execFile('lsof', args, { timeout: 2000 }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
  const pid = Number(/^p(\d+)$/m.exec(output)?.[1]);
  const command = /^c(.+)$/m.exec(output)?.[1];
  return pid && command ? { pid, command } : undefined;
}
