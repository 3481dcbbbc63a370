import { describe, expect, it } from '@jest/globals';
import type { IHttpOperationResponse } from '@stoplight/types';
import { chooseContent, responseOfFirst, responseOfStatus, usualResponse } from './choose-response.ts';

const response = (code: string, ...mediaTypes: string[]): IHttpOperationResponse => ({
  id: code,
  code,
  contents: mediaTypes.map((mediaType) => ({ id: mediaType, mediaType })),
});

describe('usualResponse', () => {
  it('is the lowest 2xx, whatever the order of the document', () => {
    expect(usualResponse([response('404'), response('204'), response('201')])?.status).toBe(201);
  });

  it('takes a range at its lowest status', () => {
    expect(usualResponse([response('2XX')])?.status).toBe(200);
  });

  it('is never a 1xx, which is no answer', () => {
    expect(usualResponse([response('101'), response('404')])?.status).toBe(404);
    expect(usualResponse([response('1XX')])).toBeUndefined();
  });

  it('falls back to default as 200, then to the first', () => {
    expect(usualResponse([response('404'), response('default')])?.status).toBe(200);
    expect(usualResponse([response('404'), response('500')])?.status).toBe(404);
    expect(usualResponse([])).toBeUndefined();
  });
});

describe('responseOfStatus', () => {
  it('prefers the exact status to its range and its range to default', () => {
    const all = [response('default'), response('4XX'), response('404')];
    expect(responseOfStatus(all, 404)?.response.code).toBe('404');
    expect(responseOfStatus(all, 410)).toMatchObject({ status: 410, response: { code: '4XX' } });
    expect(responseOfStatus(all, 503)).toMatchObject({ status: 503, response: { code: 'default' } });
    expect(responseOfStatus([response('200')], 503)).toBeUndefined();
  });
});

describe('responseOfFirst', () => {
  it('takes the first status that is described, else default under the first status', () => {
    expect(responseOfFirst([response('400')], [422, 400])?.status).toBe(400);
    expect(responseOfFirst([response('default')], [422, 400])?.status).toBe(422);
    expect(responseOfFirst([response('200')], [422, 400])).toBeUndefined();
  });
});

describe('chooseContent', () => {
  const chosen = (accept: string | undefined, ...mediaTypes: string[]) => {
    const found = chooseContent(response('200', ...mediaTypes), accept);
    return found.kind === 'content' ? found.content.mediaType : found.kind;
  };

  it.each([
    ['application/json;q=0.8, application/xml', ['application/json', 'application/xml'], 'application/xml'],
    ['*/*', ['text/plain', 'application/json'], 'text/plain'],
    ['text/*', ['application/json', 'text/csv'], 'text/csv'],
    ['application/json; version=1', ['application/json'], 'application/json'],
    [
      'application/vnd.api+json; version=1',
      ['application/vnd.api+json; version=1'],
      'application/vnd.api+json; version=1',
    ],
    ['image/png', ['*/*'], '*/*'],
    ['image/jpeg;q=0, image/png', ['image/*'], 'image/png'],
    ['application/xml; q=0.5', ['application/*'], 'application/xml'],
    ['image/*', ['image/*'], 'image/*'],
    ['text/csv', ['text/*'], 'text/*'],
    ['inv/alid', ['text/plain'], 'not-acceptable'],
    ['application/json;q=0', ['application/json'], 'not-acceptable'],
    ['application/vnd.x+json', ['text/html', 'application/json'], 'application/json'],
    ['text/html, application/vnd.x+json', ['text/html', 'application/json'], 'text/html'],
    ['application/json', ['application/vnd.api+json'], 'application/vnd.api+json'],
    ['application/vnd.x+json;q=0', ['application/json'], 'not-acceptable'],
    ['application/vnd.x+xml', ['application/json'], 'not-acceptable'],
  ])('Accept %s of %j gives %s', (accept, mediaTypes, expected) => {
    expect(chosen(accept, ...mediaTypes)).toBe(expected);
  });

  it('prefers JSON without an Accept, and any type to that', () => {
    expect(chosen(undefined, 'text/plain', 'application/json')).toBe('application/json');
    expect(chosen(undefined, 'application/json', '*/*')).toBe('*/*');
    expect(chosen(undefined, 'text/plain')).toBe('text/plain');
  });

  it('takes media types by their name alone where Prism is asked for', () => {
    const found = chooseContent(response('200', 'application/json'), 'application/vnd.x+json', { asPrism: true });
    expect(found.kind).toBe('not-acceptable');
  });

  it('answers without a body where the document describes none', () => {
    expect(chosen('application/json')).toBe('empty');
  });
});

describe('an Accept of some clients', () => {
  const json = response('200', 'application/json');

  it.each(['*', 'text/html, image/gif, *; q=.2', 'nonsense', ';', 'json, xml'])('is anything: %s', (accept) => {
    expect(chooseContent(json, accept)).toMatchObject({ content: { mediaType: 'application/json' } });
  });

  it('counts where one range of it can be read', () => {
    expect(chooseContent(json, 'nonsense, image/png').kind).toBe('not-acceptable');
    expect(chooseContent(json, '*/json').kind).toBe('content');
  });
});
