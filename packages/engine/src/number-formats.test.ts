import { describe, expect, it } from '@jest/globals';
import { engineOf, send } from './testing/engine-of.ts';

const parameter = (name: string, schema: string) => `{ name: ${name}, in: query, schema: { ${schema} } }`;
const document = (version: string): string => `openapi: ${version}
info: { title: t, version: '1' }
paths:
  /n:
    get:
      parameters:
        - ${parameter('big', 'type: integer, format: int64')}
        - ${parameter('small', 'type: integer, format: int32')}
        - ${parameter('own', 'type: integer, format: int64, maximum: 9')}
        - ${parameter('double', 'type: number, format: double')}
      responses: { '204': { description: ok } }
`;

describe('number formats', () => {
  it.each(['3.0.3', '3.1.0'])(
    'take every value of theirs, within the bounds that were written, in OpenAPI %s',
    async (version) => {
      const engine = await engineOf(document(version));
      const status = async (query: string) => (await send(engine, `GET /n?${query}`)).status;
      expect(await status('big=9223372036854775807')).toBe(204);
      expect(await status('big=-9223372036854775808')).toBe(204);
      expect(await status('double=1e300')).toBe(204);
      expect(await status('small=2147483647')).toBe(204);
      expect(await status('small=2147483648')).toBe(422);
      expect(await status('own=10')).toBe(422);
    },
  );
});
