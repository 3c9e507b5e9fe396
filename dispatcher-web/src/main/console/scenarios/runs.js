import { html } from 'lit';
import { href } from '../shell/router.js';
import { clock, exact, ms } from '../shell/format.js';
import { badge } from '../elements/badges.js';

const KINDS = { passed: 'ok', failed: 'bad', error: 'bad', running: 'warn', cancelled: 'quiet', skipped: 'quiet', waiting: 'quiet' };

export const runBadge = status => badge(KINDS[status] ?? 'quiet', status);

export const took = run => (run.finished_at ? ms(Math.max(0, new Date(run.finished_at) - new Date(run.started_at))) : '–');

export function runTable(runs) {
  return html`<div class="panel flush scroll" tabindex="0" role="region" aria-label="Runs"><table class="grid">
    <thead><tr><th scope="col">Started</th><th scope="col" class="wide">Status</th><th scope="col" class="end">Seed</th><th scope="col" class="end">Took</th></tr></thead>
    <tbody>${runs.map(run => html`<tr><td class="time" title=${exact(run.started_at)}><a href=${href(`/scenarios/runs/${run.run_id}`)}>${clock(run.started_at)}</a></td>
      <td>${runBadge(run.status)}</td><td class="end mono">${run.seed}</td><td class="end">${took(run)}</td></tr>`)}</tbody></table></div>`;
}
