import { Invalid } from '../elements/field.js';
import { headersOf, headerLines } from '../elements/headers.js';

/** What stands in the playground's form, and what the API is sent of it. */
export const EMPTY = {
  method: 'GET', url: '', target: '', headers: '', body: '', agent: '', address: '', strategy: '', session: '', timeout: '', ttl: '',
  follow: true, verify: true, addresses: 'one', lacks: '',
};

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
    headers: headersOf(draft.headers),
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
  const lacks = lacking(request);
  return {
    ...EMPTY, method: request.method, url: request.url, headers: headerLines(request.headers), body: lacks ? '' : request.body ?? '', lacks,
    follow: request.follow_redirects, verify: request.verify_tls,
  };
}
