import { badge } from '../elements/badges.js';

const KINDS = { serving: 'ok', draining: 'warn', 'taken out': 'warn', 'no agent': 'bad' };

/** From the worst on. */
export const STATES = Object.keys(KINDS).reverse();

export function state(upstream) {
  if (upstream.maintenance) {
    return 'taken out';
  }
  const has = status => upstream.agents.some(agent => agent.status === status);
  return has('connected') ? 'serving' : has('draining') ? 'draining' : 'no agent';
}

export const upstreamBadge = upstream => badge(KINDS[state(upstream)], state(upstream));
export const connected = upstream => upstream.agents.filter(agent => agent.status === 'connected').length;
