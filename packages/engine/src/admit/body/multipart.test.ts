import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseMultipart } from './multipart.ts';

const lines = (...text: string[]) => Buffer.from(text.join('\r\n'));
const FIELD = 'Content-Disposition: form-data; name="a"';

function parsed(body: Uint8Array, boundary = 'B') {
  const result = parseMultipart(body, boundary);
  if ('problem' in result) return result.problem;
  return result.parts.map(({ name, filename, mediaType, bytes }) => [
    name,
    filename,
    mediaType,
    Buffer.from(bytes).toString(),
  ]);
}

describe('multipart', () => {
  it('reads fields and files', () => {
    const body = lines(
      '--B',
      FIELD,
      '',
      '1',
      '--B',
      `${FIELD}; filename="x.png"`,
      'content-type: image/png',
      '',
      '\x89PNG\r\n--x',
      '--B--',
      '',
    );
    expect(parsed(body)).toEqual([
      ['a', undefined, undefined, '1'],
      ['a', 'x.png', 'image/png', '\x89PNG\r\n--x'],
    ]);
  });

  it.each([
    ['an empty value', lines('--B', FIELD, '', '', '--B--'), [['a', undefined, undefined, '']]],
    ['no parts', lines('--B--', ''), []],
    ['text around', lines('preamble', '--B', FIELD, '', '1', '--B--', 'epilogue'), [['a', undefined, undefined, '1']]],
    [
      'a name without quotes',
      lines('--B', 'content-disposition:form-data;name=a', '', '1', '--B--'),
      [['a', undefined, undefined, '1']],
    ],
    [
      'quotes in a name',
      lines('--B', 'Content-Disposition: form-data; name="a%22\\"b"', '', '1', '--B--'),
      [['a""b', undefined, undefined, '1']],
    ],
  ])('takes %s', (_what, body, parts) => {
    expect(parsed(body)).toEqual(parts);
  });

  it.each([
    ['nothing', Buffer.from(''), 'must contain its boundary'],
    ['another boundary', lines('--C', FIELD, '', '1', '--C--'), 'must contain its boundary'],
    ['no end', lines('--B', FIELD, '', '1'), 'must end with its boundary and two dashes'],
    [
      'no name',
      lines('--B', 'Content-Disposition: form-data', '', '1', '--B--'),
      'must have a Content-Disposition with a name in part 1',
    ],
    ['no headers', lines('--B', '1', '--B--'), 'must have a Content-Disposition with a name in part 1'],
  ])('refuses %s', (_what, body, problem) => {
    expect(parsed(body)).toBe(problem);
  });

  it('keeps every byte', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const body = Buffer.concat([lines('--B', FIELD, '', ''), bytes, lines('', '--B--', '')]);
        const result = parseMultipart(body, 'B');
        expect('parts' in result && Buffer.from(result.parts[0]?.bytes ?? []).equals(bytes)).toBe(true);
      }),
    );
  });

  it('reads what fetch writes', async () => {
    const form = new FormData();
    form.append('ü', 'a\nb');
    form.append('f', new File(['content'], 'n"a.txt', { type: 'text/plain' }));
    const response = new Response(form);
    const boundary = response.headers.get('content-type')?.split('boundary=')[1] ?? '';
    expect(parsed(new Uint8Array(await response.arrayBuffer()), boundary)).toEqual([
      ['ü', undefined, undefined, 'a\r\nb'],
      ['f', 'n"a.txt', 'text/plain', 'content'],
    ]);
  });
});
