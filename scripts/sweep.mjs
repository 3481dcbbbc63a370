/**
 * `npm run sweep`: serves every document of the corpus, asks it and judges the answers; prints a table and exits with 1
 * when a document does not start, an answer is invalid, or a request that should succeed does not.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readDescription } from './sweep/api-description.mjs';
import { findDocuments, findSpecSweep } from './sweep/documents.mjs';
import { checkWithoutOperations, runOwnSweep } from './sweep/own-sweep.mjs';
import { renderTable, totalOf } from './sweep/row.mjs';
import { runSpecSweep } from './sweep/spec-sweep.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const usage = `npm run sweep -- [OPTIONS]
  --only NAME      only the documents whose name holds NAME; repeatable
  --max N          at most N operations of each document (default: 30; with --all-methods all)
  --own            the repository's own pass, also where the corpus brings its script
  --all-methods    own pass over every operation, with generated valid requests
  --all-codes      own pass, demanding each declared status
  --dynamic        own pass, demanding generated bodies
  --notes          print what was not judged, too
  --format json    the rows as JSON instead of the table
`;

async function main() {
  const { values: options } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      max: { type: 'string' },
      own: { type: 'boolean', default: false },
      'all-methods': { type: 'boolean', default: false },
      'all-codes': { type: 'boolean', default: false },
      dynamic: { type: 'boolean', default: false },
      notes: { type: 'boolean', default: false },
      format: { type: 'string', default: 'table' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (options.help) return process.stdout.write(usage);
  const { documents, fromCorpus } = findDocuments(root);
  if (!fromCorpus) say('The corpus is not here: the sweep runs on the GitHub document of @octokit/openapi.');
  const script = findSpecSweep(root);
  const isBeyond = options['all-methods'] || options['all-codes'] || options.dynamic;
  const isOwn = options.own || isBeyond || script === undefined;
  // The own pass reads one file; the corpus's script follows references into others.
  const possible = documents.filter(({ severalFiles }) => !(isOwn && severalFiles));
  const chosen = possible.filter(({ name }) => options.only?.some((word) => name.includes(word)) ?? true);
  if (chosen.length === 0)
    throw new Error(`No document is named ${options.only}; there are: ${documents.map(({ name }) => name).join(', ')}`);
  const max = Number(options.max ?? (isBeyond ? Number.POSITIVE_INFINITY : 30));
  const rows = [];
  for (const document of chosen) {
    say(`${document.name} ...`);
    rows.push(await sweep(document, { isOwn, script, max, options }));
  }
  report(rows, options);
  if (rows.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
}

async function sweep(document, { isOwn, script, max, options }) {
  const description = readDescription(document.file);
  const { 'all-methods': allMethods, 'all-codes': allCodes, dynamic } = options;
  const row = isOwn
    ? await runOwnSweep({ root, document, description, options: { max, allMethods, allCodes, dynamic } })
    : await runSpecSweep({ root, script, document, description, max });
  if (row.operations === 0 && row.startedS !== null) {
    const failure = await checkWithoutOperations({ root, document });
    if (failure) row.failures.push(failure);
  }
  return row;
}

function report(rows, { format, notes }) {
  if (format === 'json') {
    process.stdout.write(`${JSON.stringify({ rows, total: totalOf(rows.filter((row) => !row.extra)) }, null, 2)}\n`);
    return;
  }
  const [extras, main] = [rows.filter((row) => row.extra), rows.filter((row) => !row.extra)];
  if (main.length > 0) process.stdout.write(`${renderTable(main)}\n`);
  if (extras.length > 0) process.stdout.write(`\nBeside them:\n\n${renderTable(extras)}\n`);
  for (const { name, failures, notes: remarks } of rows) {
    const lines = [
      ...failures.map((line) => `fails: ${line}`),
      ...(notes ? remarks.map((line) => `note: ${line}`) : []),
    ];
    if (lines.length > 0) process.stdout.write(`\n${name}\n${lines.map((line) => `  ${line}`).join('\n')}\n`);
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

await main();
