import { html } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty } from '../shell/resource.js';
import { Fitting } from '../shell/fitting.js';
import { get } from '../shell/api.js';
import { router, href } from '../shell/router.js';
import { ago, number } from '../shell/format.js';
import { addressBadge } from '../elements/badges.js';
import '../elements/grid.js';

export const ADDRESS_COLUMNS = [
  { key: 'address', label: 'Address', wide: true, value: row => row.address, cell: row => html`<a class="mono" href=${href(`/requests?source_address=${encodeURIComponent(row.address)}`)}>${row.address}</a>` },
  { key: 'state', label: 'State', value: row => row.state, cell: row => addressBadge(row.state) },
  { key: 'agent', label: 'Agent', value: row => row.agent_id, cell: row => html`<a class="quiet" href=${href(`/agents/${row.agent_id}`)}>${row.agent_id}</a>` },
  { key: 'in_flight', label: 'In flight', end: true, minor: true, value: row => row.in_flight, cell: row => number(row.in_flight) },
  { key: 'requests', label: 'Requests', end: true, value: row => row.requests, cell: row => number(row.requests) },
  { key: 'errors', label: 'Errors', end: true, value: row => row.errors, cell: row => number(row.errors) },
  { key: 'last', label: 'Last used', minor: true, value: row => row.last_used ?? '', cell: row => (row.last_used ? `${ago(row.last_used)} ago` : 'never') },
];

/** Every address in the rotation. */
class Pool extends Element {
  #pool = new Resource(this, signal => get('/api/pool/status', null, signal), { every: 10_000 });
  #fitting = new Fitting(this, (row, wanted, { state }) => (!state || row.state === state)
    && (row.address.toLowerCase().includes(wanted) || row.agent_id.toLowerCase().includes(wanted)));

  render() {
    const { q = '', state = '', sort = 'agent:up' } = router.query;
    return html`<h1>Addresses</h1>
      <form class="filters" role="search" aria-label="Filters" @submit=${event => event.preventDefault()}>
        <label><span>Search</span><input type="search" .value=${q} placeholder="address or agent" @input=${event => router.refine({ q: event.target.value }, { replace: true })}></label>
        <label><span>State</span><select @change=${event => router.refine({ state: event.target.value }, { replace: true })}>
          ${['', 'available', 'busy', 'draining', 'offline'].map(one => html`<option value=${one} ?selected=${one === state}>${one || 'any'}</option>`)}</select></label>
      </form>
      ${this.#pool.show(pool => {
        const shown = this.#fitting.of(pool.addresses);
        return html`<p class="count muted" role="status">${number(shown.length)} of ${number(pool.size)} addresses · ${number(pool.available)} available · strategy ${pool.strategy.replace('_', ' ')}</p>
          ${shown.length ? html`<dx-grid class="panel flush" .label=${'Addresses'} .columns=${ADDRESS_COLUMNS} .rows=${shown} .sort=${sort}
            @sorted=${event => router.refine({ sort: event.detail }, { replace: true })}></dx-grid>`
            : pool.size ? empty('Nothing matches', 'No address fits this search.') : empty('The pool is empty', 'Addresses come with agents.')}`;
      })}`;
  }
}

customElements.define('dx-pool', Pool);
