import { all, get } from '../shell/api.js';

/** Agents with how they did, which nodes without requests do not tell. */
export async function agentsWithFigures(signal) {
  const [agents, figures] = await Promise.all([all('/api/agents', signal), get('/api/stats/agents', null, signal)]);
  const byId = new Map(figures.items.map(one => [one.agent_id, one]));
  return agents.map(agent => ({ ...agent, figures: byId.get(agent.agent_id) ?? null }));
}
