import { html } from 'lit';

const AGENT = { connected: 'ok', draining: 'warn', registered: 'quiet', disconnected: 'bad' };
const ADDRESS = { available: 'ok', busy: 'warn', draining: 'warn', offline: 'bad' };

/** Never by colour alone: the word says it too. */
export const badge = (kind, text) => html`<span class="badge ${kind}">${text}</span>`;

export function statusBadge(record) {
  if (record.error) {
    return badge('bad', record.error);
  }
  const code = record.status_code;
  if (code === null || code === undefined) {
    return badge('quiet', '–');
  }
  return badge(code >= 500 ? 'bad' : code >= 400 ? 'warn' : code >= 300 ? 'quiet' : 'ok', code);
}

/** On narrow screens the style sheet leaves the place out, which is mostly the same. */
export function address(url) {
  const [, place, rest] = /^([a-z]+:\/\/[^/?#]*)(.+)$/.exec(url) ?? [null, '', url];
  return html`<span class="minor">${place}</span>${rest}`;
}

export const agentBadge = status => badge(AGENT[status] ?? 'quiet', status);
export const addressBadge = state => badge(ADDRESS[state] ?? 'quiet', state);
export const method = name => html`<span class="method">${name}</span>`;
