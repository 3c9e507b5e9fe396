import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource } from '../shell/resource.js';
import { call, get, post } from '../shell/api.js';
import { router, href } from '../shell/router.js';
import { session } from '../shell/session.js';
import { attempt } from '../shell/notices.js';
import { confirmed } from '../shell/confirm.js';
import { exact, number } from '../shell/format.js';
import { download } from '../elements/download.js';
import { runBadge, took } from './runs.js';
import { planOf } from './plan.js';
import './timeline.js';

const REFRESH_MS = 3000;
const REPORTS = [['json', 'JSON', 'json'], ['junit', 'JUnit XML', 'xml'], ['html', 'HTML', 'html']];

/** One run, as it goes. */
class Run extends Element {
  static properties = { run: {} };

  #path = () => `/api/scenarios/runs/${encodeURIComponent(this.run)}`;
  #plan = [];
  #report = new Resource(this, (signal, before) => this.#load(signal, before), {
    every: REFRESH_MS,
    on: event => event.type.startsWith('scenario.') && event.data?.run_id === this.run,
  });

  async #load(signal, before) {
    if (before && before.status !== 'running') {
      return before;
    }
    const report = await get(this.#path(), null, signal);
    this.#plan = report.status === 'running' ? await planOf(report, this.#plan, signal) : [];
    return report;
  }

  render() {
    const report = this.#report.value;
    return html`<p class="crumbs"><a href=${href('/scenarios')}>Scenarios</a> / ${report?.scenario_id ? html`<a href=${href(`/scenarios/${report.scenario_id}`)}>${report.name}</a> / ` : nothing}<span class="mono">${this.run}</span></p>
      ${this.#report.show(one => this.#page(one))}`;
  }

  #page(report) {
    const running = report.status === 'running';
    return html`<div class="title"><h1>${report.name} ${runBadge(report.status)}</h1>
        <div class="buttons">${running ? nothing : html`<span class="muted">Report:</span>${REPORTS.map(([format, label, suffix]) =>
            html`<button @click=${() => download(this.#path(), { format }, `run-${this.run}.${suffix}`)}>${label}</button>`)}`}
          ${session.may('operator') ? this.#actions(report, running) : nothing}</div></div>
      ${report.error ? html`<div class="notice bad" role="alert"><span>${report.error}</span></div>` : nothing}
      ${this.#facts(report)}
      <dx-timeline .report=${report} .plan=${this.#plan}></dx-timeline>`;
  }

  #actions(report, running) {
    return running ? html`<button class="danger" @click=${this.#cancel}>Cancel the run</button>`
      : html`<button class="danger" @click=${this.#forget}>Forget</button>
        ${report.scenario_id ? html`<button class="primary" @click=${() => this.#again(report)}>Run again</button>` : nothing}`;
  }

  #facts(report) {
    const count = status => report.steps.filter(step => step.status === status).length;
    const facts = [
      ['Started', exact(report.started_at)],
      ['Took', report.finished_at && took(report)],
      ['Seed', html`<span class="mono">${report.seed}</span>`],
      ['Passed', number(count('passed'))],
      ['Failed', number(count('failed') + count('error'))],
      ['Skipped', count('skipped') && number(count('skipped'))],
    ];
    return html`<dl class="facts panel">${facts.filter(fact => fact[1]).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
  }

  #cancel = async () => {
    await attempt(() => call('DELETE', this.#path()), 'The run is cancelled.');
    this.#report.refresh();
  };

  #forget = async () => {
    const of = this.#report.value.scenario_id;
    if (await confirmed('Forget this run?', 'Its report cannot be got back.', 'Forget')
        && await attempt(() => call('DELETE', this.#path()).then(() => true), 'The run is forgotten.')) {
      router.go(of ? `/scenarios/${of}` : '/scenarios');
    }
  };

  async #again(report) {
    const run = await attempt(() => post(`/api/scenarios/${report.scenario_id}/run`, { seed: report.seed }));
    if (run) {
      router.go(`/scenarios/runs/${run.run_id}`);
    }
  }
}

customElements.define('dx-run', Run);
