import { parseExact } from './json.js';

/** The API as the pages use it: tokens, problems, lines. */
const TOKEN = 'dispatcher.token';
const DEMO = 'dispatcher.demo-token';

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `The server answered ${status}.`);
    this.status = status;
    this.body = body;
    this.type = String(body.type ?? '').split('/').pop();
  }
}

/** The server cannot be reached at all. */
export class Offline extends Error {
  constructor() {
    super('The coordinator does not answer.');
  }
}

/** Fires `signed-out` when the server wants a token that it was not given, `demo-refused` for the demo token, `unreachable` and `reached`. */
export const door = new EventTarget();

export const tokens = {
  get: () => sessionStorage.getItem(TOKEN),
  demo: () => sessionStorage.getItem(DEMO),
  set(token, demo) {
    put(TOKEN, token);
    put(DEMO, demo);
  },
};

function put(key, value) {
  if (value) {
    sessionStorage.setItem(key, value);
  } else {
    sessionStorage.removeItem(key);
  }
}

export function credentials() {
  const headers = {};
  const token = tokens.get();
  const demo = tokens.demo();
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  if (demo) {
    headers['X-Demo-Token'] = demo;
  }
  return headers;
}

/** Null, undefined and empty members are left out. */
export function queryString(query) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined && value !== '') {
      parameters.set(name, value);
    }
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}

async function answer(method, path, { query, body, text, type, signal } = {}) {
  const headers = credentials();
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  } else if (text !== undefined) {
    headers['Content-Type'] = type;
  }
  let response;
  try {
    response = await fetch(path + queryString(query), {
      method,
      headers,
      signal,
      body: body === undefined ? text : JSON.stringify(body),
    });
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }
    door.dispatchEvent(new Event('unreachable'));
    throw new Offline();
  }
  door.dispatchEvent(new Event('reached'));
  if (!response.ok) {
    const problem = new Problem(response.status, await response.json().catch(() => ({})));
    if (problem.status === 401) {
      door.dispatchEvent(new Event('signed-out'));
    } else if (problem.status === 403 && problem.message.includes('X-Demo-Token') && (headers['X-Demo-Token'] ?? null) === tokens.demo()) {
      door.dispatchEvent(new Event('demo-refused'));
    }
    throw problem;
  }
  return response;
}

/** What is edited and sent back is got with `exact`: numbers stay as they are written. With `raw` nothing is read from the answer. `text` of a `type` is sent as it is. */
export async function call(method, path, options) {
  const response = await answer(method, path, options);
  const type = response.headers.get('Content-Type') ?? '';
  const text = await response.text();
  if (options?.raw || !type.includes('json')) {
    return text;
  }
  return options?.exact ? parseExact(text) : JSON.parse(text);
}

export const get = (path, query, signal) => call('GET', path, { query, signal });
export const post = (path, body, signal) => call('POST', path, { body, signal });

/** One object a line, as it comes. */
export async function* lines(path, body, signal) {
  const response = await answer('POST', path, { body, signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    rest += value ?? '';
    const parts = rest.split('\n');
    rest = parts.pop();
    for (const part of parts) {
      if (part.trim()) {
        yield JSON.parse(part);
      }
    }
    if (done) {
      return;
    }
  }
}

/** All items of a list, page by page, up to a bound. */
export async function all(path, signal, bound = 5000) {
  const items = [];
  let cursor = null;
  do {
    const page = await get(path, { limit: 1000, cursor }, signal);
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && items.length < bound);
  return items;
}
