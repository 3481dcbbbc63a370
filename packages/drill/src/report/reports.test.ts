import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { chromium } from 'playwright-core';
import { cellOf } from '../cell.ts';
import type { CellResult } from '../cell-result.ts';
import { defaultPlan } from '../plan/plan.ts';
import { attemptOf, runOf } from '../testing/run-of.ts';
import type { Verdict } from '../verdict.ts';
import { compare } from './compare.ts';
import { htmlReport } from './html-report.ts';
import { junitReport } from './junit-report.ts';
import { markdownReport } from './markdown-report.ts';
import { reportIn } from './read-report.ts';
import type { CellReport, DrillReport } from './report.ts';
import { cellReport, summaryOf } from './report-of.ts';
import { textReport } from './text-report.ts';

const HOSTILE = `a</title><script>window.stolen = 1</script>|\`]]>&"'\u0001\ud800`;

const resultOf = (operation: string, mode: string, verdict: Verdict): CellResult => {
  const known = defaultPlan.modes.find(({ id }) => id === mode);
  if (known === undefined) throw new Error(`there is no mode ${mode}`);
  const attempts = [attemptOf({ operation, fault: 'status', status: 503 }), attemptOf({ operation, at: 60 })];
  const run = runOf({ attempts, output: `printed ${HOSTILE}\n` });
  return { cell: cellOf(operation, known), run, verdict, evidence: [`It is ${HOSTILE}.`] };
};

const results = [
  resultOf('createOrder', '503', 'failed-fast'),
  resultOf(HOSTILE, '503', 'hung'),
  resultOf('createOrder', 'drift', 'not-exercised'),
];
const cells = results.map((result) =>
  cellReport(result, {
    allowed: result.verdict !== 'hung',
    evidence: result.evidence,
    replay: `stunt drill ${HOSTILE}`,
  }),
);
const fingerprint = { client: 'c', plan: 'p', operations: {} };
const report: DrillReport = {
  baseline: {
    ...{ command: ['node', HOSTILE], document: HOSTILE, runs: 2, durationMs: 100, fingerprint },
    operations: [{ id: 'createOrder', calls: 1 }],
  },
  cells,
  summary: summaryOf(cells, { leftOut: [], unchanged: [], stopped: false, durationMs: 1200, earlier: undefined }),
};

const cell = (id: string, verdict: Verdict, allowed = true): CellReport => ({
  ...{ id, operation: id, fault: 'hang', verdict, allowed, exitCode: 0, durationMs: 1, attempts: [], evidence: [] },
  replay: '',
});

describe('reports', () => {
  it('tell of an attempt what the fault changed, what it was asked to wait, and whether it had a key', () => {
    const [result = resultOf('createOrder', 'drift', 'swallowed')] = results;
    const attempts = [
      attemptOf({ fault: 'drift', note: '/id (missing, violating)', retryAfterMs: 1000, key: 'digest' }),
    ];
    const told = { ...result, run: runOf({ attempts }) };
    const { attempts: listed } = cellReport(told, { allowed: true, evidence: [], replay: '' });
    expect(listed).toMatchObject([{ note: '/id (missing, violating)', retryAfterMs: 1000, hasKey: true }]);
    const page = htmlReport(report, [told]);
    expect(page).toContain('201, drift, /id (missing, violating), Retry-After 1 s, with an idempotency key;');
    expect(JSON.stringify(listed) + page).not.toContain('digest');
  });

  it('say for a pull request how much was tried, and name a few of many that were not', () => {
    const tried = [cell('a', 'survived')];
    const leftOut = Array.from({ length: 40 }, (_, index) => resultOf(`op${index}`, 'hang', 'survived').cell);
    const summary = summaryOf(tried, { leftOut, unchanged: [], stopped: false, durationMs: 1, earlier: undefined });
    const text = markdownReport({ ...report, cells: tried, summary });
    expect(text).toMatch(/^### Drill: what was tried is within the plan \(1 of 41 cells\)\n/);
    expect(text).toContain('time was up: 40 cells, op0.hang, ');
    expect(text).not.toContain('op8.hang');
  });

  it('draw the matrix for a terminal, and explain what is outside the plan', () => {
    const text = textReport(report, ['a note']);
    expect(text).toContain('note: a note');
    expect(text).toMatch(/^503 +f +H!/m);
    expect(text).toContain('f failed-fast   - not-exercised   h hung   capital and ! outside the plan');
    expect(text).toContain('3 cells in 1.2 s: 2 within the plan, 1 outside');
    expect(text).not.toContain('failed-fast  createOrder.503');
  });

  it('tell a terminal of cells alike together, the worst first', () => {
    const late = (id: string, ms: number): CellReport => ({
      ...cell(id, 'failed-fast', false),
      evidence: [
        `The command failed ${ms} ms after its start.`,
        'Ask again.',
        `Where DRILL_FAULT is hang, ${id} fails.`,
      ],
      replay: `stunt --only ${id}`,
    });
    const others = [cell('d', 'survived'), { ...cell('e', 'stormed', false), evidence: ['Too often.'], replay: 'now' }];
    const many = [late('a', 470), late('b', 12), { ...late('c', 3), evidence: ['Another reason.', 'Ask again.'] }];
    const text = textReport({ ...report, cells: [...many, ...others] }, []);
    expect(text).toContain(
      [
        ...['', 'stormed  e', '  Too often.', '  replay: now', ''],
        ...['failed-fast  a, b', '  The command failed 470 ms after its start.', '  Ask again.'],
        ...['  Where DRILL_FAULT is hang, a fails.', '  replay: stunt --only a', ''],
        ...['failed-fast  c', '  Another reason.', '  replay: stunt --only c', ''],
      ].join('\n'),
    );
  });

  it('breaks long lists of cells for a terminal', () => {
    const many = Array.from({ length: 30 }, (_, index) => cell(`operation${index}`, 'hung', false));
    const lines = textReport({ ...report, cells: many }, []).split('\n');
    const from = lines.findIndex((line) => line.startsWith('hung  operation0,'));
    expect(lines[from + 1]).toMatch(/^ {6}operation\d+, /);
    expect(Math.max(...lines.slice(from, from + 6).map(({ length }) => length))).toBeLessThan(100);
  });

  it('are well-formed XML whatever is in them', () => {
    const xml = junitReport(report);
    expect(xml).toContain('<testsuites name="drill" tests="3" failures="1" time="1.200">');
    expect(xml).toContain('<skipped message=');
    expect(xml).toContain('<failure type="hung"');
    const text = xml.replaceAll(/<[^<>]*>/g, '');
    expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;|#39;)/);
    expect(xml).not.toMatch(/(?![\n])\p{Cc}/u);
    expect(xml.isWellFormed()).toBe(true);
  });

  it('are tables of Markdown that no name breaks', () => {
    const lines = markdownReport(report).split('\n');
    const rows = lines.filter((line) => line.startsWith('|'));
    const columns = rows.map((row) => row.replaceAll('\\|', '').split('|').length);
    expect(new Set(columns).size).toBe(1);
    const outsideCode = lines
      .map((line) => line.replaceAll(/`(?:[^`\\]|\\.)*`/g, ''))
      .filter((line) => !line.startsWith('stunt'));
    expect(outsideCode.join('\n')).not.toContain('<script>');
  });

  it('say what got better and what worse', () => {
    const before = [
      cell('a', 'hung', false),
      cell('b', 'survived'),
      cell('c', 'failed-fast', false),
      cell('gone', 'hung'),
    ];
    const now = [cell('a', 'failed-fast'), cell('b', 'stormed', false), cell('c', 'failed-fast'), cell('new', 'hung')];
    expect(compare(before, now)).toEqual({
      better: [
        { id: 'a', before: 'hung', now: 'failed-fast' },
        { id: 'c', before: 'failed-fast', now: 'failed-fast' },
      ],
      worse: [{ id: 'b', before: 'survived', now: 'stormed' }],
      ...{ added: ['new'], gone: ['gone'] },
    });
    expect(compare([cell('a', 'survived')], [cell('a', 'degraded')])).toMatchObject({ better: [], worse: [] });
    const comparison = compare([...before, cell('d', 'hung', false)], [...now, cell('d', 'failed-fast')]);
    expect(textReport({ ...report, summary: { ...report.summary, comparison } }, [])).toContain(
      'better: a, d (hung → failed-fast); c (failed-fast → failed-fast)\nworse: b (survived → stormed)\n',
    );
  });

  it('are read again, and nothing else is taken for one', () => {
    expect(reportIn(JSON.parse(JSON.stringify(report)))).toEqual(JSON.parse(JSON.stringify(report)));
    for (const other of [undefined, null, [], {}, { ...report, cells: [{}] }, { ...report, baseline: {} }])
      expect(reportIn(other)).toBeUndefined();
  });

  it('hold no output of the command where programs read them', () => {
    expect(JSON.stringify(report) + junitReport(report) + markdownReport(report)).not.toContain('printed a');
  });
});

const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const itInBrowser = chromiumPath === undefined ? it.skip : it;

describe('the page', () => {
  itInBrowser(
    'shows the matrix, leads to each cell, draws its attempts, and runs nothing that is written in it',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'stunt-test-'));
      const file = join(folder, 'drill.html');
      writeFileSync(file, htmlReport(report, results));
      const flags = ['--no-sandbox', '--disable-gpu'];
      const browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: flags });
      try {
        const page = await browser.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        page.on('request', (request) => {
          if (request.url() !== `file://${file}`) complaints.push(request.url());
        });
        await page.goto(`file://${file}`);
        expect(await page.locator('tbody tr').count()).toBe(2);
        expect(await page.locator('details[open]').count()).toBe(1);
        await page.getByRole('link', { name: 'hung' }).click();
        expect(await page.locator('section:target svg rect').count()).toBe(2);
        expect(await page.locator('section:target pre.output').textContent()).toContain('printed a</title><script>');
        expect(await page.evaluate('window.stolen')).toBeUndefined();
        // The link within the page is no request.
        expect(complaints.filter((text) => !text.includes('#'))).toEqual([]);
      } finally {
        await browser.close();
        rmSync(folder, { recursive: true });
      }
    },
    60_000,
  );
});
