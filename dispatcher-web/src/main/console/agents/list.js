import { html } from 'lit';
import { Element } from '../shell/element.js';
import { empty } from '../shell/resource.js';
import { Searched } from '../shell/searched.js';
import { get } from '../shell/api.js';
import { router } from '../shell/router.js';
import { number } from '../shell/format.js';
import { TableWindow } from '../elements/window.js';
import { AGENT_COLUMNS, sortOf } from './columns.js';
import '../elements/grid.js';

const sort = () => sortOf(AGENT_COLUMNS, 'agent_id:up');

class Agents extends Element {
  #agents = new TableWindow(this, ({ limit, offset }, signal) => {
    const { q, status } = router.query;
    return get('/api/stats/agents', { q, status, sort: sort(), limit, offset }, signal);
  }, { every: 10_000, on: event => event.type.startsWith('agent.') });
  #search = new Searched(this, () => this.#agents.rewind());

  render() {
    const { q = '', status = '' } = router.query;
    return html`<h1>Agents</h1>
      <form class="filters" role="search" aria-label="Filters" @submit=${event => event.preventDefault()}>
        <label><span>Search</span><input type="search" .value=${q} placeholder="id, label, upstream, address" @input=${event => this.#search.typed('q', event.target.value)}></label>
        <label><span>Status</span><select @change=${event => this.#search.chosen('status', event.target.value)}>
          ${['', 'connected', 'draining', 'disconnected', 'registered'].map(one => html`<option value=${one} ?selected=${one === status}>${one || 'any'}</option>`)}</select></label>
      </form>
      ${this.#agents.show(page => this.#table(page, Boolean(q || status)))}`;
  }

  #table({ items, matching, offset }, filtered) {
    if (matching === 0) {
      return filtered ? empty('Nothing matches', 'No agent fits this search.')
        : html`<div class="empty"><strong>No agents</strong><span>Start one: <code>dispatcher agent --coordinator-url ${location.origin}</code></span></div>`;
    }
    return html`<p class="count muted" role="status">${number(matching)} ${matching === 1 ? 'agent' : 'agents'}${filtered ? ' of this search' : ''}</p>
      <dx-grid class="panel flush" .label=${'Agents'} .columns=${AGENT_COLUMNS} .rows=${items} .offset=${offset} .total=${matching} .sort=${sort()}
        @wanted=${event => this.#agents.wanted(event.detail)} @sorted=${event => this.#search.chosen('sort', event.detail)}></dx-grid>`;
  }
}

customElements.define('dx-agents', Agents);
