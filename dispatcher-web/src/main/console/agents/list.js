import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty } from '../shell/resource.js';
import { Fitting } from '../shell/fitting.js';
import { router, href } from '../shell/router.js';
import { ago, ms, number } from '../shell/format.js';
import { agentBadge } from '../elements/badges.js';
import { agentsWithFigures } from './figures.js';
import '../elements/grid.js';

const labels = agent => Object.entries(agent.labels).map(([name, value]) => `${name}=${value}`).join(' ');

const COLUMNS = [
  { key: 'agent', label: 'Agent', wide: true, value: row => row.agent_id, cell: row => html`<a href=${href(`/agents/${row.agent_id}`)}>${row.agent_id}</a>` },
  { key: 'status', label: 'Status', value: row => row.status, cell: row => agentBadge(row.status) },
  { key: 'addresses', label: 'Addresses', end: true, value: row => row.addresses.length, cell: row => number(row.addresses.length) },
  { key: 'in_flight', label: 'In flight', end: true, value: row => row.in_flight, cell: row => number(row.in_flight) },
  { key: 'requests', label: 'Requests', end: true, minor: true, value: row => row.figures?.requests ?? 0, cell: row => number(row.figures?.requests ?? 0) },
  { key: 'failed', label: 'Failed', end: true, minor: true, value: row => row.figures?.failed ?? 0, cell: row => number(row.figures?.failed ?? 0) },
  { key: 'p50', label: 'p50', end: true, minor: true, value: row => row.figures?.p50_ms ?? -1, cell: row => ms(row.figures?.p50_ms) },
  { key: 'p95', label: 'p95', end: true, value: row => row.figures?.p95_ms ?? -1, cell: row => ms(row.figures?.p95_ms) },
  { key: 'labels', label: 'Labels', minor: true, value: labels, cell: row => html`<span class="muted">${labels(row)}</span>` },
  { key: 'since', label: 'Connected', minor: true, value: row => row.connected_since ?? '', cell: row => (row.connected_since ? ago(row.connected_since) : '–') },
];

class Agents extends Element {
  #agents = new Resource(this, agentsWithFigures, { every: 10_000, on: event => event.type.startsWith('agent.') });
  #fitting = new Fitting(this, (row, wanted, { status }) => (!status || row.status === status)
    && (!wanted || `${row.agent_id} ${labels(row)} ${row.upstreams.join(' ')} ${row.addresses.map(one => one.address).join(' ')}`.toLowerCase().includes(wanted)));

  render() {
    const { q = '', status = '', sort = 'agent:up' } = router.query;
    return html`<h1>Agents</h1>
      <form class="filters" role="search" aria-label="Filters" @submit=${event => event.preventDefault()}>
        <label><span>Search</span><input type="search" .value=${q} placeholder="id, label, upstream, address" @input=${event => router.refine({ q: event.target.value }, { replace: true })}></label>
        <label><span>Status</span><select @change=${event => router.refine({ status: event.target.value }, { replace: true })}>
          ${['', 'connected', 'draining', 'disconnected', 'registered'].map(one => html`<option value=${one} ?selected=${one === status}>${one || 'any'}</option>`)}</select></label>
      </form>
      ${this.#agents.show(rows => {
        const shown = this.#fitting.of(rows);
        if (rows.length === 0) {
          return html`<div class="empty"><strong>No agents</strong><span>Start one: <code>dispatcher agent --coordinator-url ${location.origin}</code></span></div>`;
        }
        return html`<p class="count muted" role="status">${shown.length === rows.length ? `${number(rows.length)} agents` : `${number(shown.length)} of ${number(rows.length)} agents`}</p>
          ${shown.length ? html`<dx-grid class="panel flush" .label=${'Agents'} .columns=${COLUMNS} .rows=${shown} .sort=${sort}
            @sorted=${event => router.refine({ sort: event.detail }, { replace: true })}></dx-grid>` : empty('Nothing matches', 'No agent fits this search.')}`;
      })}${nothing}`;
  }
}

customElements.define('dx-agents', Agents);
