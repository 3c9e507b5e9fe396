import { html } from 'lit';
import { Element } from '../shell/element.js';
import { empty } from '../shell/resource.js';
import { Searched } from '../shell/searched.js';
import { get } from '../shell/api.js';
import { router } from '../shell/router.js';
import { number } from '../shell/format.js';
import { TableWindow } from '../elements/window.js';
import { ADDRESS_COLUMNS, sortOf } from './columns.js';
import '../elements/grid.js';

const sort = () => sortOf(ADDRESS_COLUMNS, 'agent_id:up');

/** Every address in the rotation. */
class Pool extends Element {
  #pool = new TableWindow(this, ({ limit, offset }, signal) => {
    const { q, state } = router.query;
    return get('/api/pool/status', { q, state, sort: sort(), limit, offset }, signal);
  }, { every: 10_000 });
  #search = new Searched(this, () => this.#pool.rewind());

  render() {
    const { q = '', state = '' } = router.query;
    return html`<h1>Addresses</h1>
      <form class="filters" role="search" aria-label="Filters" @submit=${event => event.preventDefault()}>
        <label><span>Search</span><input type="search" .value=${q} placeholder="address or agent" @input=${event => this.#search.typed('q', event.target.value)}></label>
        <label><span>State</span><select @change=${event => this.#search.chosen('state', event.target.value)}>
          ${['', 'available', 'busy', 'draining', 'offline'].map(one => html`<option value=${one} ?selected=${one === state}>${one || 'any'}</option>`)}</select></label>
      </form>
      ${this.#pool.show(pool => this.#table(pool))}`;
  }

  #table(pool) {
    return html`<p class="count muted" role="status">${number(pool.matching)} of ${number(pool.size)} addresses · ${number(pool.available)} available · strategy ${pool.strategy.replace('_', ' ')}</p>
      ${pool.matching ? html`<dx-grid class="panel flush" .label=${'Addresses'} .columns=${ADDRESS_COLUMNS} .rows=${pool.addresses} .offset=${pool.offset} .total=${pool.matching} .sort=${sort()}
        @wanted=${event => this.#pool.wanted(event.detail)} @sorted=${event => this.#search.chosen('sort', event.detail)}></dx-grid>`
        : pool.size ? empty('Nothing matches', 'No address fits this search.') : empty('The pool is empty', 'Addresses come with agents.')}`;
  }
}

customElements.define('dx-pool', Pool);
