import type { FaultInForce } from '../control/answers.ts';
import { columns } from './columns.ts';
import { inUnits } from './in-units.ts';

/** One rule in a line: `r1 status code=503 where operation=getIntake when probability=0.5, gone in 28s`. */
export function faultLine(fault: FaultInForce, now: number): string {
  const { id, kind, options, expiresAt } = fault;
  const where = conditions(fault.where);
  const when = members(fault.when);
  return [
    id,
    kind,
    members(options),
    where && `where ${where}`,
    when && `when ${when}`,
    expiresAt && `gone in ${inUnits(Date.parse(expiresAt) - now)}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** The rules in force in columns, with how often each one matched and fired. */
export function faultTable(faults: readonly FaultInForce[], now: number): string {
  const rows = faults.map((fault) => {
    const { id, sandbox, layer, kind, options, where, when, expiresAt, matched, fired } = fault;
    const left = expiresAt === null ? '-' : inUnits(Date.parse(expiresAt) - now);
    return [
      id,
      sandbox,
      // What acts on the port sees no requests that could be counted.
      layer === 'listener' ? '-' : `${fired}/${matched}`,
      left,
      [kind, members(options)].join(' ').trim(),
      conditions(where) || 'all',
      members(when) || 'always',
    ];
  });
  return columns([['id', 'sandbox', 'fired', 'gone in', 'fault', 'where', 'when'], ...rows]);
}

/** `code=503 lognormal={median=200ms,sigma=0.4}`: what there is, as it could be typed. */
function members(group: object | undefined): string {
  return Object.entries(group ?? {})
    .map(([name, value]) => `${name}=${isGroup(value) ? `{${members(value).replaceAll(' ', ',')}}` : shown(value)}`)
    .join(' ');
}

/** `operation=getOrder body=/priority=high`: as `--where` has it. */
function conditions(where: FaultInForce['where']): string {
  const lines = Object.entries(where ?? {}).flatMap(([name, value]) =>
    isGroup(value)
      ? Object.entries(value).map(([key, wanted]) => `${name}=${key}=${shown(wanted)}`)
      : [`${name}=${shown(value)}`],
  );
  return lines.join(' ');
}

const isGroup = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
