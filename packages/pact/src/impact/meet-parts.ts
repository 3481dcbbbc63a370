import type { HttpInteraction } from '../pact/pact.ts';
import { type About, type ComparedOperation, partText } from './compared-operation.ts';
import { contentTypes, headersOf } from './contract-parts.ts';
import type { Met } from './join-contract.ts';

/** Which changes of parts (parameters, bodies, statuses, credentials) an interaction meets. Values are looked at elsewhere. */
export function meetParts(
  { changes }: ComparedOperation,
  interaction: HttpInteraction,
  /** Pointers of all operations that the contract calls. */
  called: ReadonlySet<string>,
): Met[] {
  return changes.flatMap(({ change, about }): Met[] => {
    if (!isMet(change.rule, about, interaction, called)) return [];
    const isRead = about.kind === 'header';
    return [{ change, part: partText(about), field: '', isRead }];
  });
}

function isMet(
  rule: string,
  about: About,
  { request, response }: HttpInteraction,
  called: ReadonlySet<string>,
): boolean {
  switch (about.kind) {
    case 'operation':
      // Whoever expects to be refused is refused still.
      return !(rule.startsWith('security-') && response.status === 401);
    case 'parameter':
      return isSent(about, request) !== /required/.test(rule);
    case 'body':
      return (request.body !== undefined) !== /required/.test(rule);
    case 'body-type':
      return request.body !== undefined && contentTypes(request).includes(about.type);
    case 'response':
      if (rule === 'response-success-status-added') return response.status < 300;
      if (rule === 'response-body-removed' && response.body === undefined) return false;
      return isStatus(about.status, response.status);
    case 'response-type':
      return isStatus(about.status, response.status) && contentTypes(response).includes(about.type);
    case 'header':
      return isStatus(about.status, response.status) && headersOf(response).has(about.name);
    case 'link':
      // Whoever calls what it led to may have come that way.
      return isStatus(about.status, response.status) && about.target !== undefined && called.has(about.target);
  }
}

function isSent(
  { in: place, name }: Extract<About, { kind: 'parameter' }>,
  request: HttpInteraction['request'],
): boolean {
  if (place === 'query') return Object.hasOwn(request.query, name) || Object.hasOwn(request.query, `${name}[]`);
  if (place === 'header') return headersOf(request).has(name.toLowerCase());
  if (place === 'cookie') return (headersOf(request).get('cookie') ?? []).some((cookie) => cookie.includes(`${name}=`));
  return true;
}

/** `default` is what is left, and cannot be told from here. */
const isStatus = (described: string, status: number): boolean =>
  described === String(status) || described === `${String(status)[0]}XX`;
