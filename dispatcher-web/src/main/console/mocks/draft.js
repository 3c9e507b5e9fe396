import { headersOf, headerLines } from '../elements/headers.js';
import { parseExact } from '../shell/json.js';
import { matchOf, rowsOf } from './conditions.js';

const NUMBERS = ['status', 'delay_ms', 'priority'];
const NAMES = ['scenario', 'required_state', 'next_state', 'upstream'];
const FAULT_NUMBERS = ['rate', 'seed', 'status', 'duration_ms'];

export const EMPTY = {
  method: 'GET', path_pattern: '', status: 200, headers: {}, body: '', content_type: 'application/json', delay_ms: 0, priority: 0, enabled: true,
  match: {}, template: false,
};

const text = value => (value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));
/** What is no number goes as it is: the API says what is wrong with it, and where. */
const number = value => (/^-?\d+(\.\d+)?$/.test(value.trim()) ? parseExact(value.trim()) : value.trim() === '' ? undefined : value);
const name = value => value.trim() || null;

/** What stands in the form. */
export function draftOf(mock) {
  const isJson = mock.body !== null && typeof mock.body === 'object';
  return {
    ...Object.fromEntries([...NUMBERS, ...NAMES].map(member => [member, text(mock[member])])),
    method: mock.method ?? 'GET',
    path_pattern: mock.path_pattern ?? '',
    content_type: mock.content_type ?? '',
    enabled: mock.enabled ?? true,
    template: mock.template ?? false,
    headers: headerLines(mock.headers),
    body: isJson ? JSON.stringify(mock.body, null, 2) : text(mock.body),
    isJson,
    base64: mock.body_base64 ?? null,
    conditions: rowsOf(mock.match),
    fault: text(mock.fault?.kind),
    ...Object.fromEntries(FAULT_NUMBERS.map(member => [`fault_${member}`, text(mock.fault?.[member])])),
  };
}

function body(draft) {
  if (draft.base64 && draft.body === '') {
    return { body: null, body_base64: draft.base64 };
  }
  if (draft.isJson) {
    try {
      return { body: parseExact(draft.body) };
    } catch {
      // It has become a text.
    }
  }
  return { body: draft.body };
}

/** What the API is sent of it. */
export function mockOf(draft) {
  const headers = headersOf(draft.headers);
  return {
    method: draft.method,
    path_pattern: draft.path_pattern.trim(),
    ...Object.fromEntries(NUMBERS.map(member => [member, number(draft[member])])),
    headers: Object.fromEntries(Object.entries(headers).map(([header, values]) => [header, values.length === 1 ? values[0] : values])),
    ...body(draft),
    content_type: draft.content_type.trim() || undefined,
    enabled: draft.enabled,
    match: matchOf(draft.conditions),
    template: draft.template,
    fault: draft.fault ? { kind: draft.fault, ...Object.fromEntries(FAULT_NUMBERS.map(member => [member, number(draft[`fault_${member}`])])) } : null,
    ...Object.fromEntries(NAMES.map(member => [member, name(draft[member])])),
  };
}
