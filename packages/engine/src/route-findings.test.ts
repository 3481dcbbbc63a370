import { describe, expect, it } from '@jest/globals';
import { mountFindings } from './route-findings.ts';
import { documentOf } from './testing/engine-of.ts';

const documentWith = (paths: string, servers = '[]') =>
  documentOf(`{ openapi: 3.1.0, info: { title: t, version: '1' }, servers: ${servers}, paths: { ${paths} } }`);
const get = "{ get: { responses: { '200': { description: x } } } }";

describe('mountFindings', () => {
  it('names what another document answers already, whatever its parameters are called', async () => {
    const first = await documentWith(`'/orders/{id}': ${get}, /health: ${get}`);
    const second = await documentWith(`'/orders/{order}': ${get}, /bills: ${get}`);
    const [found, ...more] = mountFindings([first, second]);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      code: 'SPEC_ROUTE_DUPLICATE',
      pointer: '/paths/~1orders~1{order}/get',
      file: second.source,
      message: expect.stringContaining('never served'),
    });
  });

  it('says where a route is left to the later document', async () => {
    const first = await documentWith(`/health: ${get}`, '[{ url: https://a.example/one }]');
    const second = await documentWith(`/health: ${get}`, '[{ url: https://a.example/two }]');
    expect(mountFindings([first, second])).toMatchObject([{ message: expect.stringContaining('at /two/health only') }]);
    expect(mountFindings([first])).toEqual([]);
  });
});
