/** How requests to a target get there, in words. */
export function way(target) {
  if (target.via === 'direct') {
    return 'directly';
  }
  if (target.via === 'upstream') {
    return `tunnel ${target.upstream}`;
  }
  const labels = Object.entries(target.labels ?? {}).map(([name, value]) => `${name}=${value}`).join(', ');
  return target.agent_id ? `agent ${target.agent_id}` : labels ? `agents with ${labels}` : 'any agent';
}

export const tried = target => `/playground?target=${encodeURIComponent(target.id)}`;
