import type { SecuritySchemeSummary } from '../operation.ts';
import { branch, isTree, type Tree, text } from './tree.ts';

/** The security schemes that a document declares, each in a few words. */
export function securitySchemes(root: Tree): SecuritySchemeSummary[] {
  const declared = { ...branch(root, 'securityDefinitions'), ...branch(branch(root, 'components'), 'securitySchemes') };
  return Object.entries(declared)
    .filter((entry): entry is [string, Tree] => isTree(entry[1]))
    .map(([name, scheme]) => ({ name, kind: describe(scheme) }));
}

function describe(scheme: Tree): string {
  switch (scheme.type) {
    case 'apiKey':
      return `apiKey in ${text(scheme.in) ?? '?'} ${text(scheme.name) ?? '?'}`;
    case 'http':
      return `http ${text(scheme.scheme)?.toLowerCase() ?? '?'}`;
    case 'basic':
      return 'http basic';
    case 'oauth2': {
      const flows = Object.keys(branch(scheme, 'flows'));
      const flow = flows.length > 0 ? flows.join(', ') : text(scheme.flow);
      return flow === undefined ? 'oauth2' : `oauth2 (${flow})`;
    }
    default:
      return text(scheme.type) ?? 'unknown';
  }
}
