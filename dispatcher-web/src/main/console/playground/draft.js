/** What stands in the playground's form, and what the API is sent of it. */
export const EMPTY = {
  method: 'GET', url: '', target: '', headers: '', body: '', agent: '', address: '', strategy: '', session: '', timeout: '', ttl: '',
  follow: true, verify: true, addresses: 'one', lacks: '',
};

/** The form cannot be sent; the message says why. */
export class Invalid extends Error {}

export function headers(text) {
  const parsed = {};
  for (const line of text.split('\n').map(one => one.trim()).filter(Boolean)) {
    const colon = line.indexOf(':');
    if (colon < 1) {
      throw new Invalid(`Headers: “${line}” is not Name: value.`);
    }
    const name = line.slice(0, colon).trim();
    (parsed[name] ??= []).push(line.slice(colon + 1).trim());
  }
  return Object.fromEntries(Object.entries(parsed).map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

function seconds(text, name) {
  if (text.trim() === '') {
    return undefined;
  }
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) {
    throw new Invalid(`${name}: “${text}” is not a number of seconds.`);
  }
  return value;
}

function common(draft) {
  if (draft.lacks && draft.body === '') {
    throw new Invalid(`The recorded body ${draft.lacks}: give a body, or say that it is to be sent without one.`);
  }
  return {
    method: draft.method,
    headers: headers(draft.headers),
    body: draft.body === '' ? undefined : draft.body,
    timeout: seconds(draft.timeout, 'Timeout'),
  };
}

function request(draft) {
  return {
    url: draft.url.trim(),
    ...common(draft),
    ttl: seconds(draft.ttl, 'TTL'),
    follow_redirects: draft.follow,
    verify_tls: draft.verify,
  };
}

export function executeBody(draft) {
  return {
    ...request(draft),
    agent_id: draft.agent || undefined,
    source_address: draft.address.trim() || undefined,
    strategy: draft.strategy || undefined,
    session: draft.strategy === 'sticky' ? draft.session || undefined : undefined,
  };
}

export function matrixBody(draft) {
  return { ...request(draft), from: ['*'], addresses: draft.addresses };
}

export function proxyBody(draft) {
  return { target_id: draft.target, ...common(draft), path: draft.url.trim() };
}

/** Why the body of a record cannot be sent again as it was; empty if it can. */
function lacking(request) {
  if (request.body_cut) {
    return 'was kept only in part';
  }
  return request.body_base64 ? 'is not text' : '';
}

/** Secrets are not in the history: their headers are left out. */
export function ofRecord(record) {
  const { request } = record;
  const lines = Object.entries(request.headers ?? {}).flatMap(([name, values]) =>
    [values].flat().filter(value => value !== '[redacted]').map(value => `${name}: ${value}`));
  const lacks = lacking(request);
  return {
    ...EMPTY, method: request.method, url: request.url, headers: lines.join('\n'), body: lacks ? '' : request.body ?? '', lacks,
    follow: request.follow_redirects, verify: request.verify_tls,
  };
}
