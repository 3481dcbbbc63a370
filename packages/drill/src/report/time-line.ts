import { harmOf } from '../mode.ts';
import type { RunRecord } from '../run-record.ts';
import { shown } from '../shown.ts';
import { escaped } from './escaped.ts';

/** The attempts of a run drawn as bars over its time, one below the other, as inline SVG. */
const WIDTH = 860;
const LABEL = 250;
const ROW = 22;
const MOST = 40;

type Attempt = RunRecord['attempts'][number];

export function timeLine({ attempts, durationMs, ended, unlisted }: RunRecord): string {
  const drawn = attempts.slice(0, MOST);
  const hidden = attempts.length - drawn.length + unlisted;
  const span = Math.max(durationMs, 1, ...drawn.map(({ at, durationMs: took }) => at + took));
  const scale = (WIDTH - LABEL) / span;
  const bottom = drawn.length * ROW + 8;
  const bars = drawn.map((attempt, index) => bar(attempt, index, scale));
  const more = hidden > 0 ? `<text x="0" y="${bottom + 12}" class="quiet">and ${hidden} more</text>` : '';
  const end = LABEL + durationMs * scale;
  const how = { exited: 'ended', deadline: 'deadline', flood: 'ended for asking without measure', stopped: 'stopped' };
  return `<svg viewBox="0 0 ${WIDTH} ${bottom + 34}" role="img" aria-label="${escaped(`${attempts.length + unlisted} attempts within ${shown(durationMs)}`)}">
${grid(span, scale, bottom)}${bars.join('')}${more}
<line x1="${round(end)}" x2="${round(end)}" y1="0" y2="${bottom}" class="end"/>
<text x="${round(Math.min(end, WIDTH - 4))}" y="${bottom + 28}" text-anchor="end">${escaped(how[ended])} after ${shown(durationMs)}</text>
</svg>`;
}

function grid(span: number, scale: number, bottom: number): string {
  const step = 10 ** Math.floor(Math.log10(span));
  const marks = Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => index * step);
  return marks
    .map((ms) => {
      const x = round(LABEL + ms * scale);
      if (x > WIDTH - 12) return '';
      return `<line x1="${x}" x2="${x}" y1="0" y2="${bottom}" class="grid"/><text x="${x}" y="${bottom + 14}" class="quiet" text-anchor="middle">${shown(ms)}</text>`;
    })
    .join('');
}

function bar(attempt: Attempt, index: number, scale: number): string {
  const { at, durationMs, method, operation, status, fault, connection, left } = attempt;
  const more = detailsOf(attempt);
  const y = index * ROW;
  const what = `${method} ${operation ?? '(no operation)'}`;
  const short = what.length > 34 ? `${what.slice(0, 33)}…` : what;
  const outcome = [status === 0 ? 'no answer' : String(status), fault ?? '', left ? 'client left' : ''].filter(Boolean);
  const title = `${what}: ${[...outcome, ...more].join(', ')}; after ${shown(at)} for ${shown(durationMs)}, connection ${connection}`;
  const x = LABEL + at * scale;
  const width = Math.max(3, durationMs * scale);
  const isRoom = x + width < WIDTH - 150;
  return [
    `<g><title>${escaped(title)}</title><text x="0" y="${y + 15}">${escaped(short)}</text>`,
    `<rect x="${round(x)}" y="${y + 4}" width="${round(width)}" height="${ROW - 8}" rx="2" class="${classOf(attempt)}"/>`,
    `<text x="${round(isRoom ? x + width + 5 : x - 5)}" y="${y + 15}" text-anchor="${isRoom ? 'start' : 'end'}" class="quiet">${escaped(outcome.join(', '))}</text></g>`,
  ].join('');
}

function detailsOf({ note, retryAfterMs, key }: Attempt): string[] {
  return [
    ...(note === undefined ? [] : [note]),
    ...(retryAfterMs === undefined ? [] : [`Retry-After ${shown(retryAfterMs)}`]),
    ...(key === undefined ? [] : ['with an idempotency key']),
  ];
}

function classOf({ fault, left }: Attempt): string {
  if (fault === undefined) return left ? 'late' : 'good';
  const harm = harmOf(fault);
  return (harm === 'late' || harm === 'odd') && !left ? 'late' : 'bad';
}

const round = (value: number): number => Math.round(value * 10) / 10;
