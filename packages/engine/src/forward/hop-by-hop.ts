/** Header fields that concern one connection only (RFC 9110 7.6.1) and are not passed on, in either direction. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The fields (a flat list) that go on to the other side, in their order; those that `Connection` names stay behind too. */
export function passedOn(headers: readonly string[], leftOut: ReadonlySet<string>): string[] {
  const named = namedInConnection(headers);
  const kept: string[] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const [name = '', value = ''] = [headers[at], headers[at + 1]];
    const lower = name.toLowerCase();
    if (!HOP_BY_HOP.has(lower) && !leftOut.has(lower) && !named?.has(lower)) kept.push(name, value);
  }
  return kept;
}

function namedInConnection(headers: readonly string[]): Set<string> | undefined {
  let named: Set<string> | undefined;
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const value = headers[at + 1] ?? '';
    if (headers[at]?.toLowerCase() !== 'connection' || value === 'keep-alive' || value === 'close') continue;
    named ??= new Set();
    for (const name of value.split(',')) named.add(name.trim().toLowerCase());
  }
  return named;
}
