/**
 * The sweep without the corpus's script: starts a server on one document, asks its operations, judges the JSON answers.
 * Beyond GET and first answers with `allMethods`, `allCodes` (each declared status is demanded) and `dynamic`.
 */
import { ask, peakMemory, startServer } from '../tools/server-process.mjs';
import { createJudge } from './judge.mjs';
import { buildRequest } from './requests.mjs';
import { classOf, emptyRow } from './row.mjs';
import { createRequestSampler } from './sampler.mjs';
import { stuntCommand } from './stunt-command.mjs';

const patience = 120_000;

/** `options`: `{max, allMethods, allCodes, dynamic}`. */
export async function runOwnSweep({ root, document, description, options }) {
  const row = emptyRow(document);
  Object.assign(row, { version: description.version, operations: description.operations.length });
  const questions = await prepare(description, options, row);
  const server = await startServer((port) => stuntCommand(root, document.file, port), { cwd: root });
  try {
    row.startedS = (await server.firstAnswer([{ target: '/' }], () => true, patience)) / 1000;
    const judge = createJudge(description);
    for (const question of questions) {
      if (server.ended() !== undefined) throw new Error(`the server ended (${server.ended()})`);
      await askOne(server.port, question, judge, row);
    }
    const peak = peakMemory(server.pid);
    row.peakMb = peak === undefined ? null : Math.round(peak);
  } catch (error) {
    row.failures.push(`${error.message}\n${server.output()}`);
  } finally {
    await server.stop();
  }
  return row;
}

async function prepare(description, { max, allMethods, allCodes, dynamic }, row) {
  const candidates = description.operations.filter((one) => allMethods || one.method === 'GET');
  const operations = spread(candidates, max);
  const sample = await createRequestSampler(description);
  const questions = [];
  for (const operation of operations) {
    const request = buildRequest(description, operation, sample);
    if (request.skip) {
      row.notes.push(`${operation.method} ${operation.path}: not asked, ${request.skip}`);
      continue;
    }
    for (const code of allCodes ? operation.responses.keys() : [undefined]) {
      const wishes = [/^\d+$/.test(code) && `code=${code}`, dynamic && 'dynamic=true'].filter(Boolean);
      if (code !== undefined && !/^\d+$/.test(code)) continue;
      const headers = wishes.length > 0 ? { ...request.headers, prefer: wishes.join(', ') } : request.headers;
      questions.push({ operation, code, request: { ...request, headers } });
    }
  }
  return questions;
}

/** At most `max` of the list, evenly taken. */
function spread(list, max) {
  if (list.length <= max) return list;
  return Array.from({ length: max }, (_, i) => list[Math.floor((i * list.length) / max)]);
}

async function askOne(port, { operation, code, request }, judge, row) {
  const name = `${operation.method} ${request.target}${code === undefined ? '' : ` (code=${code})`}`;
  row.asked += 1;
  let answer;
  try {
    answer = await ask(port, request);
  } catch (error) {
    row.answers.none += 1;
    row.failures.push(`${name}: no answer (${error.message})`);
    return;
  }
  const { status } = answer;
  const text = answer.body.toString();
  row.answers[classOf(status)] += 1;
  const isWished = code === undefined ? isDeclared(operation, status) : status === Number(code);
  if (!isWished) row.failures.push(`${name}: ${status} ${text.slice(0, 400)}`);
  const type = answer.headers['content-type'] ?? '';
  if (isWished && /[/+]json\b/.test(type) && text !== '')
    count(row, name, answer, judge(operation, { status, type, text }));
}

/** A success, or the only thing that the operation declares. */
function isDeclared({ responses }, status) {
  return status < 400 || ![...responses.keys()].some((key) => /^([23]|default)/.test(key));
}

function count(row, name, answer, { verdict, why }) {
  row.json.json += 1;
  row.json[verdict] += 1;
  const line = `${name}: ${verdict}: ${why} (${answer.headers['stunt-source']})`;
  if (verdict === 'invalid' || verdict === 'format') row.failures.push(line);
  else if (verdict !== 'valid') row.notes.push(line);
}

/** A document without operations starts, and answers 404. */
export async function checkWithoutOperations({ root, document }) {
  const server = await startServer((port) => stuntCommand(root, document.file, port), { cwd: root });
  try {
    let status;
    const note = (answer) => {
      status = answer.status;
      return true;
    };
    await server.firstAnswer([{ target: '/' }], note, patience);
    return status === 404 ? undefined : `GET /: ${status}, where a document without operations answers 404`;
  } catch (error) {
    return error.message;
  } finally {
    await server.stop();
  }
}
