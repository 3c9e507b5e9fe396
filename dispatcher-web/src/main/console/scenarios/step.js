import { parseExact } from '../shell/json.js';

/** `${` in what was sent is meant as it stands, and no variable. */
const literal = text => text.replaceAll('${', () => '$${');
const HIDDEN = '[redacted]';

function deep(value) {
  if (typeof value === 'string') {
    return literal(value);
  }
  if (value === null || typeof value !== 'object' || JSON.isRawJSON?.(value)) {
    return value;
  }
  return Array.isArray(value) ? value.map(deep) : Object.fromEntries(Object.entries(value).map(([name, one]) => [name, deep(one)]));
}

function body(text, headers) {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (String(type).includes('json')) {
    try {
      return deep(parseExact(text));
    } catch {
      // Not what it says it is.
    }
  }
  return literal(text);
}

/** A step that sends this request: `method`, `headers` and bodies, and `url`, or `target` with `path`. */
export function stepOf({ name, request, from, status }) {
  const { method, url, target, path, timeout } = request;
  const headers = Object.fromEntries(Object.entries(request.headers ?? {}).map(([header, values]) => [header, [values].flat().filter(value => value !== HIDDEN).map(literal)])
    .filter(([, values]) => values.length).map(([header, values]) => [header, values.length === 1 ? values[0] : values]));
  const given = { method, ...(target ? { target, path: literal(path) } : { url: literal(url) }) };
  if (Object.keys(headers).length) {
    given.headers = headers;
  }
  if (request.body_base64) {
    given.body_base64 = request.body_base64;
  } else if (request.body && !request.body_cut) {
    given.body = body(request.body, headers);
  }
  if (timeout) {
    given.timeout = timeout;
  }
  return {
    ...(name ? { name } : {}), request: given, ...(from && !target ? { from } : {}),
    ...(status ? { assertions: [{ type: 'status', equals: status }] } : {}),
  };
}
