import { get } from '../shell/api.js';

/** The steps that a run will make, in their order; empty where the scenario is not stored. `known` is what was found before. */
export async function planOf(report, known, signal) {
  if (known.length || !report.scenario_id) {
    return known;
  }
  try {
    const { steps, data } = await get(`/api/scenarios/${report.scenario_id}`, null, signal);
    const rows = Math.max(1, data.length);
    return Array.from({ length: rows }, (ignored, row) => steps.map((step, i) => ({ name: step.name ?? `step ${i + 1}`, row }))).flat();
  } catch (e) {
    if (e.status === 404) {
      return known; // deleted meanwhile
    }
    throw e;
  }
}
