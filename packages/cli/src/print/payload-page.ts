import { type OperationUse, type PayloadReport, topmostUnused } from '@stuntdouble/pact';
import { payloadHeadline } from './payload-headline.ts';
import { recordedNote } from './payload-text.ts';

/** The report as one page that loads nothing from elsewhere and runs nothing: to be mailed, kept, printed. */
export function payloadPage(report: PayloadReport): string {
  const { document, operations, totals, uncalled } = report;
  const title = `Payload use of ${document.title} ${document.version}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="kind">Payload use</p>
<h1>${text(document.title)} <small>${text(document.version)}</small></h1>
<p class="answer">${text(payloadHeadline(report))}</p>
<dl class="totals">
${figure('of the bytes unused', `${totals.unusedPercent}%`)}
${figure('bytes unused', `${count(totals.unusedBytes)} of ${count(totals.offeredBytes)}`)}
${figure('fields unused', `${count(totals.unusedFields)} of ${count(totals.offeredFields)}`)}
${figure('operations called', `${totals.called} of ${totals.operations}`)}
${figure('fields about persons', count(report.personal.length))}
</dl>
<p class="note">${text(partnersText(report))} Sizes are those of one answer as the double serves it.${text(recordedNote(report))}</p>
<h2>Operations that contracts call</h2>
${operations.map((use, index) => operationSection(use, index < MOST_OPEN)).join('\n')}
<h2>Data about persons</h2>
${personalTable(report)}
${uncalled.length === 0 ? '' : `<h2>Called by no contract</h2>\n<details><summary>${count(uncalled.length)} operations</summary><ul class="plain">${uncalled.map((each) => `<li><code>${text(each)}</code></li>`).join('')}</ul></details>`}
</main>
</body>
</html>`;
}

const count = (value: number): string => value.toLocaleString('en');

const partnersText = ({ partners }: PayloadReport): string => {
  const names = [...new Set(partners.map(({ consumer, recorded }) => `${consumer}${recorded ? ' (recorded)' : ''}`))];
  return `Contracts of ${names.join(', ')}.`;
};

const figure = (label: string, value: string): string => `<div><dd>${text(value)}</dd><dt>${text(label)}</dt></div>`;

/** The worst come first; more of them open would hide the rest. */
const MOST_OPEN = 2;

function operationSection(use: OperationUse, isOpen: boolean): string {
  const { operation, callers, offeredBytes, unusedBytes, unusedPercent, fields, requests } = use;
  const unused = topmostUnused(fields);
  const sizes =
    use.status === undefined ? 'answers without JSON' : `${count(unusedBytes)} of ${count(offeredBytes)} bytes unused`;
  return `<details${isOpen && unused.length > 0 ? ' open' : ''}>
<summary><code>${text(operation)}</code> <span class="bar" aria-hidden="true"><i style="width:${Math.min(100, unusedPercent)}%"></i></span> <b>${unusedPercent}%</b> <span class="sizes">${text(sizes)}; called by ${text(callers.join(', '))}</span></summary>
${fieldTable(use)}
${requestList('Required, and sent by no contract', requests.requiredNeverSent)}
${requestList('Optional, and sent by no contract', requests.optionalNeverSent)}
${requestList('Read by contracts, and not in the answer that was measured', use.readButNotServed)}
</details>`;
}

function fieldTable({ fields }: OperationUse): string {
  if (fields.length === 0) return '';
  const rows = fields.map(({ field, bytes, readBy, offeredTo, use, personal }) => {
    const whom =
      use === 'read'
        ? text(readBy.join(', '))
        : use === 'offered'
          ? `offered to ${text(offeredTo.join(', '))}`
          : 'nobody';
    const about = personal === undefined ? '' : ` <mark>${text(personal)}</mark>`;
    return `<tr class="${use}"><td><code>${breakable(field)}</code>${about}</td><td class="number">${count(bytes)}</td><td>${whom}</td></tr>`;
  });
  return `<table><thead><tr><th>field</th><th class="number">bytes</th><th>read by</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

function requestList(title: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  return `<p class="list"><b>${text(title)}:</b> ${names.map((name) => `<code>${breakable(name)}</code>`).join(', ')}</p>`;
}

function personalTable({ personal }: PayloadReport): string {
  if (personal.length === 0) return '<p>No field looks like data about a person.</p>';
  const rows = personal.map(({ operation, field, kind, readBy, offeredTo }) => {
    const whom =
      readBy.length > 0 ? readBy.join(', ') : offeredTo.length > 0 ? `offered to ${offeredTo.join(', ')}` : 'nobody';
    return `<tr class="${readBy.length > 0 ? 'read' : 'unused'}"><td><code>${text(operation)}</code></td><td><code>${breakable(field)}</code></td><td><mark>${text(kind)}</mark></td><td>${text(whom)}</td></tr>`;
  });
  return `<p class="note">By name and format; <code>x-personal-data</code> in a schema overrules.</p>
<table><thead><tr><th>operation</th><th>field</th><th>looks like</th><th>read by</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

const text = (given: string): string =>
  given.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Long names may break behind their dots. */
const breakable = (field: string): string => text(field).replaceAll('.', '.<wbr>');

const style = `
:root{color-scheme:light dark;--ink:#1d2430;--soft:#5b6675;--line:#dde2e9;--paper:#fff;--tint:#f5f7fa;--bad:#c2410c;--mark:#fde9c8}
@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa6b6;--line:#313a47;--paper:#14181f;--tint:#1c222b;--bad:#fb923c;--mark:#5a4317}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:62rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 1rem}h1 small{color:var(--soft);font-weight:400;font-size:1.1rem}
h2{font-size:1.2rem;margin:2.5rem 0 .75rem}
.kind{color:var(--soft);margin:0;font-size:.9rem}
.answer{font-size:1.2rem;border-left:4px solid var(--bad);padding:.25rem 0 .25rem 1rem;margin:0 0 1.5rem}
.totals{display:flex;flex-wrap:wrap;gap:.75rem;margin:0 0 1rem}
.totals div{flex:1 1 9rem;background:var(--tint);border-radius:.5rem;padding:.75rem 1rem}
.totals dd{margin:0;font-size:1.3rem;font-weight:600;white-space:nowrap}.totals dt{color:var(--soft);font-size:.85rem}
.note{color:var(--soft);font-size:.9rem}
details{border:1px solid var(--line);border-radius:.5rem;margin:.6rem 0;overflow:hidden}
summary{cursor:pointer;padding:.65rem 1rem;background:var(--tint);display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:center}
summary code{font-weight:600}
.sizes{color:var(--soft);font-size:.85rem;flex:1 1 100%}
.bar{width:6rem;height:.5rem;border-radius:.25rem;background:var(--line);overflow:hidden;margin-left:auto}.bar i{display:block;height:100%;background:var(--bad)}
table{width:100%;border-collapse:collapse;font-size:.9rem}
th,td{text-align:left;padding:.35rem 1rem;border-top:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:500}
code{overflow-wrap:anywhere}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tr.unused td{color:var(--bad)}tr.offered td{font-style:italic}
mark{background:var(--mark);color:inherit;border-radius:.25rem;padding:0 .35rem;font-size:.8rem;white-space:nowrap}
code{font:.9em ui-monospace,monospace}
.list{margin:.6rem 1rem}
.plain{columns:2 18rem;padding:0 1rem 0 2.2rem;font-size:.9rem}
@media(max-width:40rem){th,td{padding:.35rem .5rem}}
@media print{details{break-inside:avoid}}
`;
