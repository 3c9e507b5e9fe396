import { html } from 'lit';
import { Element } from '../shell/element.js';
import { Resource } from '../shell/resource.js';
import { get } from '../shell/api.js';
import { href } from '../shell/router.js';
import { clock } from '../shell/format.js';
import { planOf } from '../scenarios/plan.js';
import { runBadge, took } from '../scenarios/runs.js';
import '../scenarios/timeline.js';

const REFRESH_MS = 3000;

/** The run that goes on, or the last one, in brief. */
class CurrentRun extends Element {
  static properties = { run: {}, paused: { type: Boolean } };

  #plan = [];
  #report = new Resource(this, (signal, before) => this.#load(signal, before), {
    every: REFRESH_MS,
    on: event => !this.paused && event.type.startsWith('scenario.') && event.data?.run_id === this.run,
  });

  willUpdate(changed) {
    if (changed.get('run')) {
      this.#plan = [];
      this.#report.restart();
    } else if (changed.get('paused')) {
      this.#report.refresh();
    }
  }

  async #load(signal, before) {
    const same = before?.run_id === this.run;
    if (same && (before.status !== 'running' || this.paused)) {
      return before;
    }
    const report = await get(`/api/scenarios/runs/${encodeURIComponent(this.run)}`, null, signal);
    this.#plan = report.status === 'running' ? await planOf(report, this.#plan, signal) : [];
    return report;
  }

  render() {
    return this.#report.show(report => html`<p class="line"><a href=${href(`/scenarios/runs/${report.run_id}`)}><strong>${report.name}</strong></a> ${runBadge(report.status)}
        <span class="muted">${clock(report.started_at)} · seed ${report.seed}${report.finished_at ? ` · ${took(report)}` : ''}</span></p>
      <dx-timeline .report=${report} .plan=${this.#plan} .brief=${true}></dx-timeline>`);
  }
}

customElements.define('dx-current-run', CurrentRun);
