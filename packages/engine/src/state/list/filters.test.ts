import { describe, expect, it } from '@jest/globals';
import { engineOf, type Seen, send } from '../../testing/engine-of.ts';

const ISSUES = `
openapi: 3.1.0
info: { title: issues, version: 1.0.0 }
paths:
  /issues:
    get:
      operationId: listIssues
      parameters:
        - { name: state, in: query, schema: { type: string, enum: [open, closed, all], default: open } }
        - { name: environment, in: query, schema: { type: string, default: none } }
        - { name: customer, in: query, schema: { type: string } }
        - { name: order, in: query, schema: { type: string } }
        - { name: weightOrder, in: query, schema: { type: string, enum: [asc, desc] } }
        - { name: folder_id, in: query, schema: { type: string } }
        - { name: label, in: query, schema: { type: string } }
        - { name: author, in: query, schema: { type: string } }
        - { name: labels, in: query, schema: { type: string } }
        - { name: day, in: query, schema: { type: string } }
        - { name: 'DueTime>', in: query, schema: { type: string } }
        - { name: 'filter[environment]', in: query, schema: { type: string } }
        - name: weight
          in: query
          style: deepObject
          explode: true
          schema: { anyOf: [{ type: object, properties: { gt: { type: integer }, lte: { type: integer } } }, { type: integer }] }
      responses: { '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Issue' } } } } } }
    post:
      operationId: createIssue
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Issue' } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Issue' } } } } }
components:
  schemas:
    Issue:
      type: object
      required: [id]
      properties:
        id: { type: integer, readOnly: true }
        title: { type: string }
        state: { type: string, enum: [open, closed], default: open }
        environment: { type: string }
        weight: { type: integer }
        weightOrder: { type: integer }
        order_id: { type: string }
        day: { type: string, format: date-time }
        dueTime: { type: string, format: date-time }
        customer: { anyOf: [{ type: string }, { type: object, properties: { id: { type: string } } }] }
        folder: { type: object, properties: { id: { type: string } } }
        author: { type: object, properties: { login: { type: string } } }
        labels: { type: array, items: { anyOf: [{ type: string }, { type: object, properties: { name: { type: string } } }] } }
`;

const MADE = [
  { title: 'a', state: 'open', environment: 'test', customer: 'c1', labels: ['bug', 'ui'], weight: 1 },
  { title: 'b', state: 'closed', customer: { id: 'c1' }, folder: { id: 'f1' }, labels: [{ name: 'bug' }], weight: 2 },
  { title: 'c', state: 'open', customer: 'c2', author: { login: 'ada' }, weight: 3, day: '2026-03-01T23:00:00Z' },
  { title: 'd', state: 'open', dueTime: '2026-03-02T00:00:00Z', folder: { id: 'f2' } },
];

const titles = ({ json }: Seen): unknown =>
  Array.isArray(json) ? json.map(({ title }: { title: string }) => title).join('') : json;

describe('what a list is asked for', () => {
  it.each([
    ['', 'acd'],
    ['?state=all', 'abcd'],
    ['?state=closed', 'b'],
    ['?environment=test', 'a'],
    ['?environment=none', 'acd'],
    ['?filter[environment]=test', 'a'],
    ['?state=all&customer=c1', 'ab'],
    ['?state=all&folder_id=f1', 'b'],
    ['?author=ada', 'c'],
    ['?state=all&label=bug', 'ab'],
    ['?state=all&labels=bug,ui', 'a'],
    ['?state=all&weight[gt]=1', 'bc'],
    ['?state=all&weight[gt]=1&weight[lte]=2', 'b'],
    ['?day=2026-03-01', 'c'],
    ['?order=asc', 'acd'],
    ['?weightOrder=desc', 'acd'],
    ['?DueTime%3E=2026-03-01', 'd'],
    ['?DueTime%3E=2026-03-03', ''],
  ])('GET /issues%s is answered with %s', async (query, expected) => {
    const engine = await engineOf(ISSUES, { auth: 'off', stateBase: 'empty' });
    for (const issue of MADE)
      await send(engine, 'POST /issues', { 'content-type': 'application/json' }, JSON.stringify(issue));
    expect(titles(await send(engine, `GET /issues${query}`))).toBe(expected);
  });
});
