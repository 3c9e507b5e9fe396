import { all, get } from '../shell/api.js';

/** Id of the stored scenarios' newest run; null if there is none. */
export async function lastRun(signal) {
  try {
    const scenarios = await all('/api/scenarios', signal);
    const runs = await Promise.all(scenarios.map(one => get(`/api/scenarios/${one.id}/runs`, { limit: 1 }, signal)));
    const newest = runs.flatMap(page => page.items).sort((a, b) => (a.started_at < b.started_at ? 1 : -1))[0];
    return newest?.run_id ?? null;
  } catch (e) {
    if (e.status === 404) {
      return null; // switched off, or deleted meanwhile
    }
    throw e;
  }
}
