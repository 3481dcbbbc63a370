/**
 * Builds a request to an operation that its description calls valid: all required parameters, the body, credentials of
 * the first security alternative. Values come from the description's examples, else from the given sampler.
 */
import { parameterSchema } from './api-description.mjs';

/** @returns `{method, target, headers, body?}`, or `{skip: reason}` where the operation cannot be asked. */
export function buildRequest(description, operation, sample) {
  const { path, method } = operation;
  if (path.includes('#')) return { skip: 'a fragment is never sent' };
  const headers = { accept: 'application/json, */*;q=0.1' };
  const query = [];
  let target = path;
  for (const parameter of operation.parameters()) {
    if (!parameter.required) continue;
    const value = parameterValue(description, parameter, sample);
    if (value === undefined) return { skip: `no value for ${parameter.in} parameter ${parameter.name}` };
    if (parameter.in === 'path') target = target.replaceAll(`{${parameter.name}}`, inPath(parameter, value));
    else if (parameter.in === 'query') query.push(...inQuery(parameter, value));
    else if (parameter.in === 'header') headers[parameter.name.toLowerCase()] = flat(value);
    else if (parameter.in === 'cookie') addCookie(headers, parameter.name, flat(value));
  }
  addCredentials(description, operation, headers, query);
  const body = method === 'GET' || method === 'HEAD' ? undefined : buildBody(description, operation.body(), sample);
  if (body?.skip) return body;
  if (body) headers['content-type'] = body.type;
  if (query.length > 0) target += `${target.includes('?') ? '&' : '?'}${query.join('&')}`;
  return { method, target, headers, body: body?.bytes };
}

function parameterValue({ resolve }, parameter, sample) {
  const named = Object.values(parameter.examples ?? {})[0];
  const example = parameter.example ?? (named && resolve(named).value);
  if (example !== undefined && example !== null && example !== '') return example;
  const value = sample(parameterSchema(parameter), parameter.name);
  // An empty segment would be another path.
  return parameter.in === 'path' && value === '' ? undefined : value;
}

function inPath(parameter, value) {
  const prefix = { label: '.', matrix: `;${parameter.name}=` }[parameter.style] ?? '';
  return prefix + encodeURIComponent(flat(value));
}

function inQuery(parameter, value) {
  const { name } = parameter;
  if (parameter.content) return [pair(name, JSON.stringify(value))];
  if (parameter.style === 'deepObject') return nested(name, value);
  if (Array.isArray(value)) {
    const separator = { pipes: '|', ssv: ' ', tsv: '\t', pipeDelimited: '|', spaceDelimited: ' ' }[
      parameter.collectionFormat ?? parameter.style
    ];
    const isList = parameter.collectionFormat === 'multi' || (parameter.schema && parameter.explode !== false);
    return isList ? value.map((one) => pair(name, flat(one))) : [pair(name, value.map(flat).join(separator ?? ','))];
  }
  if (typeof value !== 'object' || value === null) return [pair(name, flat(value))];
  if (parameter.explode === false) return [pair(name, flat(value))];
  return Object.entries(value).map(([key, one]) => pair(key, flat(one)));
}

const pair = (name, value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;

function flat(value) {
  if (Array.isArray(value)) return value.map(flat).join(',');
  if (typeof value === 'object' && value !== null) return Object.entries(value).flat().map(flat).join(',');
  return String(value);
}

/** `a[b][0]=c`, as deepObject parameters and the forms of many APIs are written. */
function nested(name, value) {
  if (typeof value !== 'object' || value === null) return [pair(name, flat(value))];
  return Object.entries(value).flatMap(([key, one]) => nested(`${name}[${key}]`, one));
}

function buildBody({ resolve }, body, sample) {
  const entries = Object.entries(body?.content ?? {});
  if (entries.length === 0) return undefined;
  const wanted = [/json/, /x-www-form-urlencoded/, /multipart/, /./];
  const [type, media] = wanted.map((one) => entries.find(([key]) => one.test(key))).find((found) => found);
  const value = media.schema === undefined ? {} : sample(media.schema, 'body');
  if (value === undefined) return body.required ? { skip: 'no value for the body' } : undefined;
  if (/json|\*/.test(type))
    return { type: type.includes('*') ? 'application/json' : type, bytes: JSON.stringify(value) };
  if (/form-urlencoded/.test(type)) return { type, bytes: encodeForm(value, media, resolve(media.schema ?? {})) };
  if (/multipart/.test(type)) return { type: 'multipart/form-data; boundary=sweep', bytes: encodeMultipart(value) };
  return { type, bytes: typeof value === 'string' ? value : JSON.stringify(value) };
}

function encodeForm(value, media) {
  const fields = Object.entries(value).map(([name, one]) =>
    inQuery({ name, schema: {}, ...media.encoding?.[name] }, one),
  );
  return fields.flat().join('&');
}

function encodeMultipart(value) {
  const parts = Object.entries(value).map(([name, one]) => {
    const text = typeof one === 'object' ? JSON.stringify(one) : String(one);
    return `--sweep\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
  });
  return `${parts.join('')}--sweep--\r\n`;
}

function addCredentials({ root, resolve }, operation, headers, query) {
  const schemes = root.components?.securitySchemes ?? root.securityDefinitions ?? {};
  for (const name of Object.keys(operation.security[0] ?? {})) {
    const scheme = resolve(schemes[name]);
    if (scheme?.type === 'apiKey') {
      if (scheme.in === 'query') query.push(pair(scheme.name, 'sweep-key'));
      else if (scheme.in === 'cookie') addCookie(headers, scheme.name, 'sweep-key');
      else headers[scheme.name.toLowerCase()] = 'sweep-key';
    } else {
      const isBasic = scheme?.type === 'basic' || scheme?.scheme?.toLowerCase() === 'basic';
      headers.authorization = isBasic ? 'Basic c3dlZXA6c3dlZXA=' : 'Bearer sweep-token';
    }
  }
}

function addCookie(headers, name, value) {
  headers.cookie = [headers.cookie, `${name}=${encodeURIComponent(value)}`].filter(Boolean).join('; ');
}
