import { printDuration } from '../time/duration.ts';
import type { GameDayReport, PhaseReport } from './game-day.ts';
import { firingsOf, milliseconds, successOf } from './game-day-text.ts';

const WIDTH = 960;
const HEIGHT = 150;
const BAR = 60;

/** The report of a game day as one page without scripts or outside files: the time line drawn, the table below it. */
export function gameDayHtml(report: GameDayReport): string {
  const title = `${report.scenario} on ${report.sandbox}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Game day: ${escaped(title)}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: ${WIDTH}px; color: #1c2024; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: right; padding: .3rem .6rem; border-bottom: 1px solid #d9dde1; }
th:first-child, td:first-child, th:last-child, td:last-child { text-align: left; }
svg { width: 100%; height: auto; }
svg text { font: 12px system-ui, sans-serif; fill: #1c2024; }
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p>${escaped(report.description)}</p>
<p>${escaped(`${report.state} after ${printDuration(Math.round(report.to - report.from))}, ${new Date(report.from).toISOString()} to ${new Date(report.to).toISOString()}`)}</p>
${timeLine(report)}
<table>
<thead><tr><th>phase</th><th>time</th><th>requests</th><th>success</th><th>p50</th><th>p99</th><th>retries</th><th>faults</th></tr></thead>
<tbody>
${report.phases.map((phase) => row(phase.name, phase)).join('\n')}
${row('all', report)}
</tbody>
</table>
<h2>What the clients did</h2>
<ul>${report.clients.map((sentence) => `<li>${escaped(sentence)}</li>`).join('')}</ul>
</body>
</html>
`;
}

/** One block per phase, as wide as it was long; its colour and fill say how much succeeded. */
function timeLine({ phases, from, to }: GameDayReport): string {
  const scale = WIDTH / Math.max(1, to - from);
  const blocks = phases.map((phase) => {
    const x = (phase.from - from) * scale;
    const width = Math.max(2, (phase.to - phase.from) * scale);
    const rate = phase.traffic.successRate;
    const fill = rate === undefined ? 0 : rate * BAR;
    const label = `${phase.name}: ${phase.traffic.requests} requests, ${successOf(phase.traffic)} succeeded`;
    return [
      `<g><title>${escaped(label)}</title>`,
      `<rect x="${round(x)}" y="30" width="${round(width)}" height="${BAR}" fill="${colour(rate)}" fill-opacity=".25" stroke="#fff"/>`,
      `<rect x="${round(x)}" y="${round(30 + BAR - fill)}" width="${round(width)}" height="${round(fill)}" fill="${colour(rate)}"/>`,
      `<text x="${round(x + 4)}" y="22">${escaped(width > 40 ? phase.name : '')}</text>`,
      `<text x="${round(x + 4)}" y="${30 + BAR + 16}">${escaped(width > 40 ? successOf(phase.traffic) : '')}</text></g>`,
    ].join('');
  });
  const end = `<text x="${WIDTH}" y="${HEIGHT - 20}" text-anchor="end">${escaped(printDuration(Math.round(to - from)))}</text>`;
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Time line of the phases">${blocks.join('')}<text x="0" y="${HEIGHT - 20}">0s</text>${end}</svg>`;
}

function colour(rate: number | undefined): string {
  if (rate === undefined) return '#8b949e';
  if (rate >= 0.99) return '#2e7d4f';
  return rate >= 0.5 ? '#c77d0a' : '#b3261e';
}

function row(name: string, { from, to, traffic, firings }: Omit<PhaseReport, 'name'>): string {
  const cells = [
    name,
    printDuration(Math.round(to - from)),
    String(traffic.requests),
    successOf(traffic),
    milliseconds(traffic.p50Ms),
    milliseconds(traffic.p99Ms),
    String(traffic.retries),
    firingsOf(firings),
  ];
  return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
}

const round = (value: number): string => String(Math.round(value * 10) / 10);

const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
