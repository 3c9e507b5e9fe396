import { badge } from '../elements/badges.js';

const KINDS = { up: 'ok', degraded: 'warn', down: 'bad', unknown: 'quiet' };

/** From the worst on. */
export const STATES = ['down', 'degraded', 'unknown', 'up'];
export const stateBadge = state => badge(KINDS[state], state);

/** What is checked, in a line. */
export const subject = monitor => (monitor.kind === 'ping' ? monitor.target : `${monitor.request.method ?? 'GET'} ${monitor.request.url}`);

export function vantage(from) {
  return from === null ? 'the coordinator' : from.includes('*') ? 'every agent' : from.length > 3 ? `${from.length} agents` : from.join(', ');
}
