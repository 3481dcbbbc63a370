import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { buildConnector } from 'undici';
import { hostOf, type TargetRules } from './target-rules.ts';

/**
 * Opens connections to targets that are allowed and to no others: each address that a name leads to is judged before it is
 * connected with, and the one that is connected once more before a byte is sent. Thus no name can be turned to a private
 * address between the check and the call.
 */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}

export function guardedLookup(rules: TargetRules, lookup: LookupFunction = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const all = Array.isArray(found) ? found : [{ address: String(found), family: isIP(String(found)) }];
      const allowed = all.filter(({ address }) => rules.allows(hostname, address));
      const [first] = allowed;
      if (first === undefined) return callback(new TargetRefused(hostname), []);
      if (options.all) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
  };
}

/** `connect` has the lookup that is guarded. */
export function guardedConnector(rules: TargetRules, connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) => {
    const host = hostOf(options.hostname);
    // An address needs no name to be looked up: nobody else would judge it.
    if (isIP(host) !== 0 && !rules.allows(host, host)) return callback(new TargetRefused(host), null);
    connect(options, (error, socket) => {
      if (error !== null) return callback(error, null);
      if (socket.remoteAddress !== undefined && rules.allows(host, socket.remoteAddress)) return callback(null, socket);
      socket.destroy();
      callback(new TargetRefused(host), null);
    });
  };
}
