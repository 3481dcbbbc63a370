import { type Canary, encoded, slug } from './canaries.ts';

/** Every place of a request that a client can put something into, each with the bytes that put a canary there. */

type Headers = Readonly<Record<string, string>>;

const request = (line: string, headers: Headers = {}, body = ''): string =>
  [
    `${line} HTTP/1.1`,
    ...(Object.keys(headers).includes('Host') ? [] : ['Host: localhost']),
    'Connection: close',
    ...(body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n');

const KEY = { 'X-Api-Key': 'k' };
const GET = 'GET /people/1';
const get = (headers: Headers): string => request(GET, { ...KEY, ...headers });
const query = (text: string): string => request(`${GET}?${text}`, KEY);
const post = (type: string, body: string, more: Headers = {}): string =>
  request('POST /maps', { 'Content-Type': type, ...more }, body);
const json = (value: unknown): string => post('application/json', JSON.stringify(value));
const part = (disposition: string, body: string, type = ''): string =>
  `--b\r\nContent-Disposition: form-data; ${disposition}\r\n${type}\r\n${body}\r\n--b--\r\n`;
const multipart = (disposition: string, body: string, type?: string): string =>
  post('multipart/form-data; boundary=b', part(disposition, body, type));
/** As header fields take it: without what they cannot hold. */
const field = ({ text }: Canary): string => text;

export const PLACES: Readonly<Record<string, (canary: Canary) => string>> = {
  'path parameter': (c) => request(`GET /people/${encoded(c)}`, KEY),
  'path parameter of the wrong type': (c) => request(`GET /numbers/${encoded(c)}`),
  'path that is unknown': (c) => request(`GET /${encoded(c)}/x`),
  'path behind a sandbox': (c) => request(`GET /~acme/people/${encoded(c)}`, KEY),
  'path with a dot segment': (c) => request(`GET /people/../${encoded(c)}`),
  'path with a broken escape': (c) => request(`GET /people/%zz${encoded(c)}`, KEY),
  'path of a method that is not there': (c) => request(`DELETE /people/${encoded(c)}`, KEY),
  'sandbox in the path': (c) => request(`GET /~${slug(c)}/people/1`),
  'sandbox in the path, encoded': (c) => request(`GET /~${encoded(c)}/people/1`),
  'reserved path of tokens': (c) => request(`GET /_auth/${encoded(c)}`),
  'query value': (c) => query(`q=${encoded(c)}`),
  'query value of the wrong type': (c) => query(`limit=${encoded(c)}`),
  'query value that is not declared': (c) => query(`other=${encoded(c)}`),
  'query name': (c) => query(`${encoded(c)}=1`),
  'query name in a map': (c) => query(`filter[${encoded(c)}]=x`),
  'query with a broken escape': (c) => query(`q=%zz${encoded(c)}`),
  'query __example': (c) => query(`__example=${encoded(c)}`),
  'query __code': (c) => query(`__code=${encoded(c)}`),
  'fragment in the target': (c) => request(`${GET}#${encoded(c)}`, KEY),
  'absolute target': (c) => request(`GET http://${slug(c)}.example/people/1?q=${encoded(c)}`, KEY),
  'target that is no path': (c) => request(`GET ${slug(c)}`, KEY),
  'CONNECT target': (c) => request(`CONNECT ${slug(c)}:443`),
  'header value': (c) => get({ 'X-Person': field(c) }),
  'header value of the wrong type': (c) => get({ 'X-Age': field(c) }),
  'header value that is not declared': (c) => get({ 'X-Other': field(c) }),
  'header name': (c) => get({ [`X-${slug(c)}`]: '1' }),
  'Authorization: Bearer': (c) => request(GET, { Authorization: `Bearer ${field(c)}` }),
  'Authorization: Basic, user': (c) => request(GET, { Authorization: `Basic ${btoa(`${c.text}:secret`)}` }),
  'Authorization: Basic, password': (c) => request(GET, { Authorization: `Basic ${btoa(`ada:${c.text}`)}` }),
  'Authorization of an unknown scheme': (c) => request(GET, { Authorization: field(c) }),
  'API key in a header': (c) => request(GET, { 'X-Api-Key': field(c) }),
  'API key in the query': (c) => request(`${GET}?key=${encoded(c)}`),
  'API key in a cookie': (c) => request(GET, { Cookie: `sid=${encoded(c)}` }),
  'cookie value of the wrong type': (c) => get({ Cookie: `session=${encoded(c)}` }),
  'cookie name': (c) => get({ Cookie: `${slug(c)}=1` }),
  'cookie that cannot be read': (c) => get({ Cookie: field(c) }),
  'media type': (c) => post(`application/${slug(c)}`, '{}'),
  'media type parameter': (c) => post(`application/json; charset="${field(c)}"`, '{}'),
  'media type that is none': (c) => post(field(c), '{}'),
  'multipart boundary': (c) => post(`multipart/form-data; boundary="${field(c)}"`, '--x--'),
  'Content-Encoding': (c) => post('application/json', '{}', { 'Content-Encoding': field(c) }),
  'Transfer-Encoding': (c) => request('POST /maps', { 'Transfer-Encoding': field(c) }),
  'Content-Length': (c) => request('POST /maps', { 'Content-Length': field(c) }),
  Accept: (c) => get({ Accept: `application/${slug(c)}` }),
  'Accept parameter': (c) => get({ Accept: `text/csv; p="${field(c)}"` }),
  Expect: (c) => get({ Expect: field(c) }),
  Upgrade: (c) => get({ Upgrade: slug(c) }),
  Host: (c) => get({ Host: `${slug(c)}.example` }),
  'Host that names a sandbox': (c) => get({ Host: `acme.${slug(c)}.example` }),
  'User-Agent': (c) => get({ 'User-Agent': field(c) }),
  Referer: (c) => get({ Referer: `https://example.org/${encoded(c)}` }),
  Origin: (c) => get({ Origin: `https://${slug(c)}.example` }),
  'X-Forwarded-For': (c) => get({ 'X-Forwarded-For': field(c) }),
  'If-Match': (c) => get({ 'If-Match': `"${encoded(c)}"` }),
  'Idempotency-Key': (c) => get({ 'Idempotency-Key': field(c) }),
  'X-Request-Id': (c) => get({ 'X-Request-Id': field(c), Traceparent: field(c) }),
  'preflight: method': (c) =>
    request(`OPTIONS ${GET.slice(4)}`, { Origin: 'https://a.example', 'Access-Control-Request-Method': slug(c) }),
  'preflight: header names': (c) =>
    request(`OPTIONS ${GET.slice(4)}`, {
      Origin: 'https://a.example',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': slug(c),
    }),
  'X-Stunt-Fault: kind': (c) => get({ 'X-Stunt-Fault': field(c) }),
  'X-Stunt-Fault: option': (c) => get({ 'X-Stunt-Fault': `status;${slug(c)}=1` }),
  'X-Stunt-Fault: value': (c) => get({ 'X-Stunt-Fault': `drift;path=/${encoded(c)}` }),
  'X-Stunt-Fault: body': (c) => get({ 'X-Stunt-Fault': `answer;body=${field(c)}` }),
  'Prefer: fault': (c) => get({ Prefer: `fault="${field(c)}"` }),
  'Prefer: example': (c) => get({ Prefer: `example=${slug(c)}` }),
  'Prefer: code': (c) => get({ Prefer: `code=${slug(c)}` }),
  'Prefer: seed': (c) => get({ Prefer: `seed=${slug(c)}, dynamic=true` }),
  'Prefer that is unknown': (c) => get({ Prefer: `${slug(c)}="${field(c)}"` }),
  'JSON value': (c) =>
    request(
      'PUT /people/1',
      { 'Content-Type': 'application/json' },
      JSON.stringify({ name: c.text, note: c.text, age: 1 }),
    ),
  'JSON value of the wrong type': (c) => json({ age: c.text }),
  'JSON name': (c) => json({ [c.text]: 'x' }),
  'JSON name, nested': (c) => json({ age: { [c.text]: { [c.text]: c.text } } }),
  'JSON that is broken': (c) => post('application/json', `{"name": ${c.text}`),
  'JSON that is no object': (c) => json(c.text),
  'JSON where the schema is broken': (c) =>
    request('POST /lax', { 'Content-Type': 'application/json' }, JSON.stringify(c.text)),
  'form value': (c) => post('application/x-www-form-urlencoded', `age=${encoded(c)}`),
  'form name': (c) => post('application/x-www-form-urlencoded', `${encoded(c)}=x&a[${encoded(c)}]=y`),
  'multipart value': (c) => multipart('name="age"', c.text),
  'multipart name': (c) => multipart(`name="${c.text}"`, 'x'),
  'multipart file name': (c) => multipart(`name="age"; filename="${c.text}.pdf"`, 'x'),
  'multipart media type': (c) => multipart('name="age"', 'x', `Content-Type: text/${slug(c)}\r\n`),
  'multipart that is broken': (c) => post('multipart/form-data; boundary=b', `--b\r\n${c.text}`),
  'text body': (c) => post('text/plain', c.text),
  'XML value and name': (c) => post('application/xml', `<r><age>${c.text}</age><${slug(c).replace(/^\d+/, 'n')}/></r>`),
  'XML that is broken': (c) => post('application/xml', `<r><${c.text}`),
  'body of no media type': (c) => request('POST /maps', {}, c.text),
  'body that is too large': (c) => post('application/json', JSON.stringify(`${c.text}${'x'.repeat(20_000)}`)),
  'callback address': (c) =>
    request(
      'POST /hooks',
      { 'Content-Type': 'application/json' },
      JSON.stringify({ to: `http://127.0.0.1:1/${encoded(c)}` }),
    ),
  'callback address that is none': (c) =>
    request('POST /hooks', { 'Content-Type': 'application/json' }, JSON.stringify({ to: c.text })),
  method: (c) => request(`${slug(c).toUpperCase()} /people/1`),
  'HTTP version': (c) => `GET / HTTP/${c.text}\r\n\r\n`,
  'what is no HTTP': (c) => `${c.text}\r\n\r\n`,
  'header line without a colon': (c) => `GET / HTTP/1.1\r\nHost: localhost\r\n${c.text}\r\n\r\n`,
  'header block that is too large': (c) => get({ 'X-Long': c.text.repeat(3000) }),
  'chunk that is none': (c) =>
    `POST /maps HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n${c.text}\r\n`,
  trailer: (c) =>
    `POST /maps HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nX-Trailer: ${c.text}\r\n\r\n`,
  'control: path': (c) => request(`GET /_stunt/${encoded(c)}`),
  'control: sandbox': (c) => request(`GET /~${slug(c)}/_stunt/requests`),
  'control: id of a request': (c) => request(`GET /_stunt/requests/${encoded(c)}`),
  'control: query': (c) => request(`GET /_stunt/requests?since=${encoded(c)}&${encoded(c)}=1`),
  'control: Host': (c) => request('GET /_stunt/health', { Host: `${slug(c)}.example` }),
  'control: Origin': (c) => request('GET /_stunt/health', { Origin: `https://${slug(c)}.example` }),
  'control: token': (c) => request('GET /_stunt/health', { Authorization: `Bearer ${field(c)}` }),
  'control: JSON that is broken': (c) =>
    request('POST /_stunt/faults', { 'Content-Type': 'application/json' }, `{"kind": ${c.text}`),
  'control: media type': (c) => request('POST /_stunt/faults', { 'Content-Type': `application/${slug(c)}` }, '{}'),
  'control: kind of a fault': (c) =>
    request('POST /_stunt/faults', { 'Content-Type': 'application/json' }, JSON.stringify({ kind: c.text })),
  'control: what a rule answers': (c) =>
    request(
      'PUT /~acme/_stunt/faults/own',
      { 'Content-Type': 'application/json' },
      JSON.stringify({
        kind: 'status',
        options: { body: c.text },
        where: { header: { 'x-who': c.text }, path: `/${encoded(c)}` },
      }),
    ),
  'control: scenario': (c) =>
    request(`POST /_stunt/scenarios/${encoded(c)}/run`, { 'Content-Type': 'application/json' }, '{}'),
  'control: clock': (c) =>
    request('PUT /_stunt/clock', { 'Content-Type': 'application/json' }, JSON.stringify({ offset: c.text })),
};
