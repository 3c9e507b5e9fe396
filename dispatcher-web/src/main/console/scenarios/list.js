import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty } from '../shell/resource.js';
import { all, call, get, post } from '../shell/api.js';
import { live } from '../shell/live.js';
import { router, href } from '../shell/router.js';
import { session } from '../shell/session.js';
import { attempt } from '../shell/notices.js';
import { confirmed } from '../shell/confirm.js';
import { ago, number } from '../shell/format.js';
import { runBadge } from './runs.js';
import '../elements/grid.js';

/** The scenarios, each with how its last run went. */
class Scenarios extends Element {
  #last = new Map();
  #scenarios = new Resource(this, signal => this.#load(signal), { on: event => /^scenario\.(?!step)/.test(event.type) });
  #onMove = () => this.requestUpdate();
  #onEvent = ({ detail }) => detail.type.startsWith('scenario.run') && this.#last.delete(detail.data.scenario_id);
  #onGap = () => this.#last.clear();
  #columns = [
    { key: 'name', label: 'Scenario', wide: true, value: row => row.name, cell: row => html`<a href=${href(`/scenarios/${row.id}`)}>${row.name}</a>` },
    { key: 'steps', label: 'Steps', end: true, value: row => row.steps.length, cell: row => number(row.steps.length) },
    { key: 'rows', label: 'Rows of data', end: true, minor: true, value: row => row.data.length, cell: row => number(row.data.length) },
    { key: 'last', label: 'Last run', value: row => row.last?.started_at ?? '', cell: row => this.#lastRun(row.last) },
  ];
  #withActions = [...this.#columns, { key: 'actions', label: '', cell: row => html`<span class="buttons end">
    <button class="small" @click=${() => this.#run(row)}>Run</button><button class="small danger" @click=${() => this.#delete(row)}>Delete</button></span>` }];

  connectedCallback() {
    super.connectedCallback();
    router.addEventListener('change', this.#onMove);
    live.addEventListener('event', this.#onEvent);
    live.addEventListener('gap', this.#onGap);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.removeEventListener('change', this.#onMove);
    live.removeEventListener('event', this.#onEvent);
    live.removeEventListener('gap', this.#onGap);
  }

  async #load(signal) {
    const scenarios = await all('/api/scenarios', signal);
    await Promise.all(scenarios.filter(one => !this.#last.has(one.id)).map(async one => {
      const runs = await get(`/api/scenarios/${one.id}/runs`, { limit: 1 }, signal);
      this.#last.set(one.id, runs.items[0] ?? null);
    }));
    return scenarios.map(one => ({ ...one, last: this.#last.get(one.id) ?? null }));
  }

  render() {
    const { q = '' } = router.query;
    if (this.#scenarios.error?.type === 'feature-disabled') {
      return html`<h1>Scenarios</h1>${empty('Scenarios are switched off', 'This coordinator was started with --no-enable-scenarios.')}`;
    }
    return html`<div class="title"><h1>Scenarios</h1>${session.may('operator') ? html`<a class="button primary" href=${href('/scenarios/new')}>New scenario</a>` : nothing}</div>
      <form class="filters" role="search" aria-label="Filters" @submit=${event => event.preventDefault()}>
        <label><span>Search</span><input type="search" .value=${q} placeholder="name of a scenario or step" @input=${event => router.refine({ q: event.target.value }, { replace: true })}></label>
      </form>
      ${this.#scenarios.show(rows => this.#table(rows, q.toLowerCase()))}`;
  }

  #table(rows, wanted) {
    if (rows.length === 0) {
      return html`<div class="empty"><strong>No scenarios</strong><span>${session.may('operator')
        ? html`<a href=${href('/scenarios/new')}>Write one</a>, or add a <a href=${href('/requests')}>recorded request</a> to a new one.` : 'To make one takes the role operator.'}</span></div>`;
    }
    const shown = rows.filter(row => `${row.name} ${row.steps.map(step => step.name).join(' ')}`.toLowerCase().includes(wanted));
    return shown.length ? html`<dx-grid class="panel flush" .label=${'Scenarios'} .columns=${session.may('operator') ? this.#withActions : this.#columns} .rows=${shown} .sort=${router.query.sort ?? ''}
      @sorted=${event => router.refine({ sort: event.detail }, { replace: true })}></dx-grid>` : empty('Nothing matches', 'No scenario fits this search.');
  }

  #lastRun(run) {
    return run ? html`<a class="quiet" href=${href(`/scenarios/runs/${run.run_id}`)}>${runBadge(run.status)} <span class="muted minor">${ago(run.started_at)} ago</span></a>` : html`<span class="muted">never</span>`;
  }

  async #run(scenario) {
    const run = await attempt(() => post(`/api/scenarios/${scenario.id}/run`, {}));
    if (run) {
      router.go(`/scenarios/runs/${run.run_id}`);
    }
  }

  async #delete(scenario) {
    if (await confirmed(`Delete ${scenario.name}?`, 'The reports of its runs go with it.', 'Delete')) {
      await attempt(() => call('DELETE', `/api/scenarios/${scenario.id}`), `${scenario.name} is deleted.`);
      this.#scenarios.refresh();
    }
  }
}

customElements.define('dx-scenarios', Scenarios);
