import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty } from '../shell/resource.js';
import { Fitting } from '../shell/fitting.js';
import { all } from '../shell/api.js';
import { router, href } from '../shell/router.js';
import { number } from '../shell/format.js';
import { badge } from '../elements/badges.js';
import { STATES, connected, state, upstreamBadge } from './upstream-state.js';
import '../elements/grid.js';

const COLUMNS = [
  { key: 'state', label: 'State', value: row => STATES.indexOf(state(row)), cell: upstreamBadge },
  { key: 'name', label: 'Upstream', wide: true, value: row => row.name, cell: row => html`<a href=${href(`/tunnels/${row.name}`)}>${row.name}</a>` },
  { key: 'agents', label: 'Agents', end: true, value: connected, cell: row => `${connected(row)} / ${row.agents.length}` },
  { key: 'who', label: 'Claimed by', minor: true, cell: row => html`<span class="muted">${row.agents.slice(0, 4).map(agent => agent.agent_id).join(', ')}${row.agents.length > 4 ? ` and ${row.agents.length - 4} more` : ''}</span>` },
  { key: 'in_flight', label: 'In flight', end: true, value: row => row.in_flight, cell: row => number(row.in_flight) },
  { key: 'waiting', label: 'Waiting', end: true, value: row => row.waiting, cell: row => (row.waiting ? badge('warn', number(row.waiting)) : '0') },
];

/** What agents give a way to. */
class Tunnels extends Element {
  #upstreams = new Resource(this, signal => all('/api/upstreams', signal), { every: 5000, on: event => event.type.startsWith('agent.') || event.type.startsWith('tunnel.taken') || event.type.startsWith('tunnel.put') });
  #fitting = new Fitting(this, (row, wanted, query) => (!query.state || state(row) === query.state)
    && `${row.name} ${row.agents.map(agent => agent.agent_id).join(' ')}`.toLowerCase().includes(wanted));

  render() {
    const { q = '', state: wanted = '', sort = 'state:up' } = router.query;
    return html`<div class="title"><h1>Tunnels</h1><div class="buttons"><a class="button" href=${href('/requests?kind=tunnel')}>All tunnel requests</a></div></div>
      <form class="filters" role="search" aria-label="Filters" @submit=${event => event.preventDefault()}>
        <label><span>Search</span><input type="search" .value=${q} placeholder="upstream or agent" @input=${event => router.refine({ q: event.target.value }, { replace: true })}></label>
        <label><span>State</span><select @change=${event => router.refine({ state: event.target.value }, { replace: true })}>
          ${['', ...STATES].map(one => html`<option value=${one} ?selected=${one === wanted}>${one || 'any'}</option>`)}</select></label>
      </form>
      ${this.#upstreams.show(rows => {
        if (rows.length === 0) {
          return html`<div class="empty"><strong>No upstreams</strong><span>An agent beside a service gives a way to it: <code>dispatcher agent --coordinator-url ${location.origin} --upstream shop=http://127.0.0.1:5000</code></span></div>`;
        }
        const shown = this.#fitting.of(rows);
        return html`<p class="count muted" role="status">${shown.length === rows.length ? `${number(rows.length)} ${rows.length === 1 ? 'upstream' : 'upstreams'}` : `${number(shown.length)} of ${number(rows.length)} upstreams`}</p>
          ${shown.length ? html`<dx-grid class="panel flush" .label=${'Upstreams'} .columns=${COLUMNS} .rows=${shown} .sort=${sort}
            @sorted=${event => router.refine({ sort: event.detail }, { replace: true })}></dx-grid>` : empty('Nothing matches', 'No upstream fits this search.')}`;
      })}${nothing}`;
  }
}

customElements.define('dx-tunnels', Tunnels);
