import { addressKind, createTargetRules, type TargetRules } from '@stuntdouble/engine';

/**
 * Where a registry's webhooks may go: public addresses, this machine where the registry itself answers only there, and what
 * the operator lists. Never the addresses of metadata services, whatever is listed.
 */
export function webhookTargets(allow: readonly string[], onLoopback: boolean): TargetRules {
  const listed = createTargetRules(allow);
  const loopback = onLoopback || allow.some((entry) => /^(localhost$|127\.|::1)/.test(entry));
  const allows = (host: string, address: string): boolean => {
    switch (addressKind(address)) {
      case 'public':
        return true;
      case 'loopback':
        return loopback;
      case 'private':
      case 'forbidden':
        return listed.allows(host, address);
    }
  };
  return {
    allows,
    refusalOfUrl(url) {
      // What is wrong with the URL itself; what is said of its address is decided here.
      const host = URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : '';
      const kind = /^[\d.]+$|:/.test(host) ? addressKind(host) : undefined;
      if (kind === undefined || kind === 'forbidden') return listed.refusalOfUrl(url);
      const asName = new URL(url);
      asName.hostname = 'name.invalid';
      const refusal = listed.refusalOfUrl(asName.href);
      if (refusal !== undefined || allows(host, host)) return refusal;
      return `webhooks to ${kind} addresses such as ${host} are sent only where --webhook-allow lists them`;
    },
  };
}
