import { get } from '../shell/api.js';

const AT_ONCE = 30;
export const TYPING_MS = 200;

/** Agents that fit a search, the connected ones first, only a few and how many there are (`matching`): the coordinator looks, there may be thousands. */
export function findAgents(q, signal) {
  return get('/api/stats/agents', { q: q.trim(), sort: 'status:up', limit: AT_ONCE }, signal);
}

/** The first connected one, and how many are connected. */
export function firstConnected(signal) {
  return get('/api/stats/agents', { status: 'connected', sort: 'agent_id:up', limit: 1 }, signal);
}

/** Addresses that fit a search, of one agent if one is named. */
export function findAddresses(q, agent, signal) {
  return get('/api/pool/status', { q: q.trim(), agent_id: agent, sort: 'address:up', limit: AT_ONCE }, signal);
}

/** What tells one agent from another besides its id. */
export const about = agent => [agent.status === 'connected' ? '' : agent.status, ...Object.entries(agent.labels ?? {}).map(([name, value]) => `${name}=${value}`)].filter(Boolean).join(' ');
