import { describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '@stuntdouble/engine';
import { explanation } from './explanation.ts';

const entry: JournalEntry = {
  id: 'q-1',
  at: 0,
  sandbox: 'default',
  operation: 'getOrder',
  method: 'GET',
  template: '/orders/{id}',
  status: 200,
  source: 'example',
  durationMs: 3,
  bytesIn: 0,
  bytesOut: 20,
  violations: [],
  faults: [],
  refusal: undefined,
  limits: undefined,
  pathDigest: '',
  bodyDigest: undefined,
  idempotencyDigest: undefined,
};
const explained = (part: Partial<JournalEntry>) => explanation({ ...entry, ...part }, 'stunt');

describe('explanation', () => {
  it('tells an ordinary answer: operation, origin of the body, nothing to do', () => {
    const text = explained({});
    expect(text).toMatch(/^request +q-1, GET \/orders\/\{id\}\n/);
    expect(text).toMatch(/operation +getOrder\nbody +an example of the document, byte for byte\nnext +nothing/);
  });

  it('tells the limits that it was counted by, and what to do once one is used up', () => {
    const limits = '"default";q=600;w=60, "documents-create";q=60;w=3600';
    expect(explained({ limits })).toMatch(/\nlimits +default: 600 in 1m\n +documents-create: 60 in 1h\nbody/);
    const left = '"default";q=600;w=60;r=9, "documents-create";q=60;w=3600;r=0';
    const refused = explained({ limits: left, status: 429 });
    expect(refused).toMatch(/\nrefused +its limit "documents-create" is used up\n/);
    expect(refused).toMatch(/\nlimits +default: 600 in 1m, 9 left\n +documents-create: 60 in 1h, used up\n/);
    expect(explained({ limits: left.replace('r=0', 'r=1'), status: 429 })).toContain('asked for a 429 itself');
    expect(refused).toMatch(/\nnext +wait as Retry-After of the answer says, or .*: stunt sandbox reset default/);
    expect(explained({ limits, status: 429, source: 'fault' })).not.toContain('is used up');
  });

  it.each([
    [
      'UNAUTHORIZED',
      401,
      /refused +credentials are missing or malformed\n/,
      /next +send credentials as WWW-Authenticate/,
    ],
    ['CREDENTIALS_REJECTED', 401, /refused +the credentials are not good in this sandbox/, /next +send a key of this/],
    [
      'SCOPE_MISSING',
      403,
      /refused +the token does not reach far enough\n/,
      /next +ask the token endpoint for the scopes/,
    ],
  ])('tells why credentials were refused, and what to send: %s', (refusal, status, why, next) => {
    const text = explained({ refusal, status, source: 'example' });
    expect(text).toMatch(why);
    expect(text).toMatch(next);
    const asked = explained({ status, source: 'example' });
    expect(asked).not.toContain('refused');
    expect(asked).toContain('next       nothing');
  });

  it('tells which fault fired and where, which one did not and why, and how to end it', () => {
    const faults = ['r1 drift fired: /items/*/name', 'r2 reset not fired: probability'];
    const text = explained({ faults, source: 'fault', sandbox: 'acme' });
    expect(text).toContain('drift (rule r1) fired at /items/*/name');
    expect(text).toContain('reset (rule r2) matched and did not fire: probability');
    expect(text).toContain('stunt fault remove r1 --sandbox acme');
  });

  it('leads to the request where the fault came with it, and to every sandbox where the rule may be for all', () => {
    const own = explained({ faults: ['request status fired'] });
    expect(own).toContain('it came with the request: send it without X-Stunt-Fault');
    expect(own).not.toContain('fault remove');
    expect(explained({ faults: ['r1 status fired'] })).toMatch(/fault remove r1, .*fault list --all: --sandbox '\*'/);
  });

  it('names the upstream where it gave no answer', () => {
    const failed = { source: 'problem', operation: undefined };
    expect(explained({ ...failed, status: 502 })).toMatch(/next +the upstream could not be reached.*its address/);
    expect(explained({ ...failed, status: 504 })).toMatch(/next +the upstream did not answer in time/);
    expect(explained({ ...failed, status: 502 })).not.toContain('nearest');
    expect(explained({ source: 'upstream', status: 502 })).not.toContain('could not be reached');
  });

  it('leads from the rule of a scenario to its run', () => {
    expect(explained({ faults: ['run-3-0-1 status fired'] })).toContain('stunt scenario stop run-3');
  });

  it.each([
    ['NOT_ACCEPTABLE', 406, 'no media type of the answer is accepted', 'accept one of the available media types'],
    ['PREFERENCE_INVALID', 422, 'a preference cannot be read', 'use Prefer: code=404'],
    ['SANDBOX_UNKNOWN', 404, 'there is no sandbox of that name', 'check the name behind the tilde'],
    ['METHOD_NOT_ALLOWED', 405, 'the path exists, the method does not', 'use one of the methods in Allow'],
  ])('tells every refusal in the words of the catalogue: %s', (refusal, status, why, next) => {
    const text = explained({ refusal, status, source: 'problem', operation: undefined });
    expect(text).toContain(`refused    ${why}`);
    expect(text).toContain(`next       ${next}`);
    expect(text.includes('none matches')).toBe(refusal === 'METHOD_NOT_ALLOWED');
  });

  it('tells what was refused', () => {
    const text = explained({
      status: 422,
      source: 'problem',
      violations: ['query required /limit', 'body type /items/*/qty'],
    });
    expect(text).toMatch(/refused +query limit is missing\n +body items\.\*\.qty has the wrong type\n/);
    expect(text).toContain('fix the request');
  });

  it('tells that nothing matched, and that nothing was sent', () => {
    const none = { operation: undefined, template: undefined, status: 404, source: 'problem' };
    expect(explained(none)).toContain('none matches the method and path');
    expect(explained({ status: 0, faults: ['r1 empty fired'] })).toContain('no answer after 3 ms');
    const refused = explained({ status: 401, refusal: 'UNAUTHORIZED' });
    expect(refused).toMatch(/refused +credentials are missing or malformed\nbody +the document's own response 401\n/);
    expect(refused).toContain('WWW-Authenticate');
  });
});
