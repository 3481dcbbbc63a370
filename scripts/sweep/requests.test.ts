import { describe, expect, it } from '@jest/globals';
import { buildRequest } from './requests.mjs';

const description = {
  root: { components: { securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'api_key' } } } },
  resolve: (value: unknown) => value,
};
const sample = (schema: { type?: string }) => (schema.type === 'integer' ? 7 : { a: 1, tags: ['x', 'y'] });

function build(operation: object) {
  const whole = { method: 'POST', path: '/', parameters: () => [], body: () => undefined, security: [], ...operation };
  return buildRequest(description, whole, sample);
}

describe('requests', () => {
  it('fills what is required, and leaves out what is not', () => {
    const parameters = () => [
      { in: 'path', name: 'id', required: true, schema: { type: 'integer' } },
      { in: 'query', name: 'filter', required: true, style: 'deepObject', schema: { type: 'object' } },
      { in: 'query', name: 'page', schema: { type: 'integer' } },
      { in: 'header', name: 'X-Run', required: true, example: 'one', schema: { type: 'string' } },
    ];
    const request = build({ path: '/orders/{id}', parameters });
    expect(decodeURIComponent(request.target)).toBe('/orders/7?filter[a]=1&filter[tags][0]=x&filter[tags][1]=y');
    expect(request.headers['x-run']).toBe('one');
  });

  it('sends the credentials of the first alternative', () => {
    expect(build({ path: '/orders', security: [{ key: [] }, { other: [] }] }).target).toBe('/orders?api_key=sweep-key');
  });

  it('writes a form as its encoding says', () => {
    const media = { schema: { type: 'object' }, encoding: { tags: { style: 'form', explode: true } } };
    const request = build({
      body: () => ({ required: true, content: { 'application/x-www-form-urlencoded': media } }),
    });
    expect(request).toMatchObject({
      body: 'a=1&tags=x&tags=y',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  });

  it('does not ask for what a client cannot send', () => {
    expect(build({ path: '/files/{id}#copy' })).toEqual({ skip: 'a fragment is never sent' });
  });
});
