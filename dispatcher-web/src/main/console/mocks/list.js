import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { Element } from '../shell/element.js';
import { Resource, empty } from '../shell/resource.js';
import { Fitting } from '../shell/fitting.js';
import { all, call, post } from '../shell/api.js';
import { router, href } from '../shell/router.js';
import { session } from '../shell/session.js';
import { attempt } from '../shell/notices.js';
import { confirmed } from '../shell/confirm.js';
import { number } from '../shell/format.js';
import { badge, method, statusBadge } from '../elements/badges.js';
import '../elements/grid.js';

const REFRESH_MS = 5000;

/** What a mock does beside answering, in a word each. */
function traits(mock) {
  const { query, headers, body } = mock.match;
  return [
    mock.upstream && `for ${mock.upstream}`,
    mock.fault && `fault: ${mock.fault.kind}`,
    mock.delay_ms && `${number(mock.delay_ms)} ms`,
    mock.scenario && `state: ${mock.scenario}`,
    [query, headers, body].some(part => typeof part === 'string' || Object.keys(part).length) && 'conditions',
    mock.template && 'template',
  ].filter(Boolean);
}

/** The mocks, the oldest first: on and off, how often they answered. */
class Mocks extends Element {
  #mocks = new Resource(this, signal => all('/api/mocks', signal), { every: REFRESH_MS, on: event => /^mock\.(created|replaced|deleted)/.test(event.type) });
  #fitting = new Fitting(this, (row, wanted, { state }) => (!state || row.enabled === (state === 'on'))
    && `${row.method} ${row.path_pattern} ${row.status} ${traits(row).join(' ')}`.toLowerCase().includes(wanted));
  #columns = [
    { key: 'enabled', label: 'On', value: row => Number(row.enabled), cell: row => this.#switch(row) },
    { key: 'method', label: 'Method', value: row => row.method, cell: row => method(row.method) },
    { key: 'path', label: 'Path', wide: true, value: row => row.path_pattern, cell: row => html`<a href=${href(`/mocks/${row.id}`)} title=${row.path_pattern}>${row.path_pattern}</a>` },
    { key: 'status', label: 'Answers', value: row => row.status, cell: row => statusBadge({ status_code: row.status }) },
    { key: 'traits', label: 'Besides', minor: true, cell: row => traits(row).map(one => html`${badge('quiet', one)} `) },
    { key: 'priority', label: 'Priority', end: true, minor: true, value: row => row.priority, cell: row => number(row.priority) },
    { key: 'hits', label: 'Hits', end: true, value: row => row.hits, cell: row => number(row.hits) },
  ];
  #withActions = [...this.#columns, { key: 'actions', label: '', minor: true, cell: row => html`<span class="buttons end">
    <a class="button small" href=${href(`/mocks/new?copy=${row.id}`)}>Copy</a><button class="small danger" @click=${() => this.#delete(row)}>Delete</button></span>` }];

  render() {
    const { q = '', state = '' } = router.query;
    if (this.#mocks.error?.type === 'feature-disabled') {
      return html`<h1>Mocks</h1>${empty('Mocks are switched off', 'This coordinator was started with --no-enable-playground.')}`;
    }
    return html`<div class="title"><h1>Mocks</h1>${session.may('operator') ? html`<div class="buttons">
          <button @click=${this.#reset}>Reset states</button><a class="button primary" href=${href('/mocks/new')}>New mock</a></div>` : nothing}</div>
      <form class="filters" role="search" aria-label="Filters" @submit=${event => event.preventDefault()}>
        <label><span>Search</span><input type="search" .value=${q} placeholder="method, path, status, upstream" @input=${event => router.refine({ q: event.target.value }, { replace: true })}></label>
        <label><span>State</span><select @change=${event => router.refine({ state: event.target.value }, { replace: true })}>
          ${['', 'on', 'off'].map(one => html`<option value=${one} ?selected=${one === state}>${one || 'any'}</option>`)}</select></label>
      </form>
      ${this.#mocks.show(rows => this.#table(rows))}`;
  }

  #table(rows) {
    if (rows.length === 0) {
      return html`<div class="empty"><strong>No mocks</strong><span>${session.may('operator')
        ? html`<a href=${href('/mocks/new')}>Make one</a>, or take the answer of a <a href=${href('/requests')}>recorded request</a>.` : 'To make one takes the role operator.'}</span></div>`;
    }
    const shown = this.#fitting.of(rows);
    return html`<p class="count muted" role="status">${shown.length === rows.length ? `${number(rows.length)} mocks` : `${number(shown.length)} of ${number(rows.length)} mocks`}</p>
      ${shown.length ? html`<dx-grid class="panel flush" .label=${'Mocks'} .columns=${session.may('operator') ? this.#withActions : this.#columns} .rows=${shown} .sort=${router.query.sort ?? ''}
        @sorted=${event => router.refine({ sort: event.detail }, { replace: true })}></dx-grid>` : empty('Nothing matches', 'No mock fits this search.')}`;
  }

  #switch(mock) {
    return html`<input type="checkbox" role="switch" class="onoff" aria-label=${`${mock.method} ${mock.path_pattern} answers`} .checked=${live(mock.enabled)}
      ?disabled=${!session.may('operator')} @change=${event => this.#turn(mock, event.target.checked)}>`;
  }

  async #turn({ id, method: name, path_pattern: path }, enabled) {
    await attempt(async () => {
      const mock = await call('GET', `/api/mocks/${id}`, { exact: true });
      await call('PUT', `/api/mocks/${id}`, { body: { ...mock, enabled } });
    }, html`${name} <code>${path}</code> ${enabled ? 'answers now.' : 'does not answer any more.'}`);
    this.#mocks.refresh();
  }

  async #delete(mock) {
    if (await confirmed(`Delete ${mock.method} ${mock.path_pattern}?`, 'It answers no more at once, on all coordinators.', 'Delete')) {
      await attempt(() => call('DELETE', `/api/mocks/${mock.id}`), 'The mock is deleted.');
      this.#mocks.refresh();
    }
  }

  #reset = async () => {
    if (await confirmed('Reset the states of all mocks?', 'Their scenarios are in their first states again, faults and numbers begin anew. Hits stay.', 'Reset')) {
      await attempt(() => post('/api/mocks/reset'), 'States, faults and numbers begin anew.');
    }
  };
}

customElements.define('dx-mocks', Mocks);
