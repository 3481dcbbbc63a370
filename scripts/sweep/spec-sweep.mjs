/** Runs the corpus's own sweeping script on one document and reads its result into a row. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { classOf, emptyRow } from './row.mjs';
import { stuntCommand } from './stunt-command.mjs';

const patience = 120;

export async function runSpecSweep({ root, script, document, description, max }) {
  const folder = mkdtempSync(join(tmpdir(), 'stunt-sweep-'));
  const result = join(folder, 'result.json');
  const pidFile = join(folder, 'pid');
  // The script starts the server in a session of its own: whoever interrupts the sweep still has to find it.
  const killServer = () => killByFile(pidFile);
  process.once('exit', killServer);
  const server = stuntCommand(root, '{spec}', '{port}').map((word) => (word.startsWith('{') ? word : quote(word)));
  const command = `sh -c 'echo $$ > "$0"; exec "$@"' ${quote(pidFile)} ${server.join(' ')}`;
  const options = { bound: patience, max, deps: join(root, 'packages/engine'), out: result };
  const args = [
    script,
    document.file,
    command,
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
  ];
  try {
    await runToEnd(process.execPath, args);
    return toRow(document, description, JSON.parse(readFileSync(result, 'utf8')));
  } finally {
    process.off('exit', killServer);
    rmSync(folder, { recursive: true, force: true });
  }
}

const quote = (word) => `'${word.replaceAll("'", `'\\''`)}'`;

function runToEnd(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`the sweeping script ended with ${signal ?? code}`)),
    );
  });
}

function killByFile(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 'SIGTERM');
  } catch {
    // It has not started, or has ended.
  }
}

function toRow(document, description, result) {
  const row = emptyRow(document);
  Object.assign(row, {
    version: result.version,
    operations: result.operations,
    startedS: result.started_s,
    peakMb: result.peak_rss_mb,
  });
  if (result.started_s === null) {
    row.failures.push(`does not start: ${result.why}. ${result.tail ?? ''}`.trim());
    return row;
  }
  row.asked = result.sampled;
  Object.assign(row.answers, result.answers);
  const { json, valid, invalid, invalidFormatOnly, unchecked, undeclared } = result.json;
  row.json = { json, valid, invalid, format: invalidFormatOnly, unchecked, undeclared };
  for (const answer of result.results) judgeAnswer(row, description, answer);
  if (result.exit !== undefined) row.failures.push(`the server ended with ${result.exit}`);
  return row;
}

function judgeAnswer(row, description, { path, status, verdict = '', head, err }) {
  const asked = `GET ${path}`;
  const operation = description.operations.find((one) => one.method === 'GET' && one.path === path);
  if (/^(invalid|format|not JSON)/.test(verdict)) row.failures.push(`${asked}: ${verdict}`);
  else if (/^(unchecked|undeclared)/.test(verdict)) row.notes.push(`${asked}: ${verdict}`);
  if (classOf(status) === 'none') row.failures.push(`${asked}: no answer (${err})`);
  else if (status >= 500) row.failures.push(`${asked}: ${status} ${head ?? ''}`);
  else if (status >= 400 && promisesSuccess(operation)) row.failures.push(`${asked}: ${status} ${head ?? ''}`);
}

/** An operation that documents no success may answer with what it documents. */
function promisesSuccess(operation) {
  return operation === undefined || [...operation.responses.keys()].some((status) => /^([23]|default)/.test(status));
}
