import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty } from '../shell/resource.js';
import { get } from '../shell/api.js';
import { router, href } from '../shell/router.js';
import { clock, exact, ms } from '../shell/format.js';
import { address, method, statusBadge } from '../elements/badges.js';

const PAGE = 50;
const TYPING_MS = 350;
const KINDS = ['execute', 'replay', 'tunnel', 'proxy', 'scenario', 'mock', 'inbound', 'ping'];
const STATUSES = [['error', 'errors'], ['2xx', '2xx'], ['3xx', '3xx'], ['4xx', '4xx'], ['5xx', '5xx']];
const RANGES = [['15m', 'last 15 minutes', 900], ['1h', 'last hour', 3600], ['24h', 'last 24 hours', 86_400]];
const FILTERS = ['url', 'status', 'method', 'kind', 'agent_id', 'source_address', 'range'];

/** The history: filters stand in the address, pages come from the server, and the first one may follow what happens. */
class Requests extends Element {
  #typing = null;
  #shown = location.search;
  #list = new Resource(this, signal => this.#load(signal), {
    on: event => this.#live && (event.type.startsWith('request.') || event.type.startsWith('tunnel.broker')),
  });
  #onMove = () => this.#moved();

  connectedCallback() {
    super.connectedCallback();
    router.addEventListener('change', this.#onMove);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.removeEventListener('change', this.#onMove);
    clearTimeout(this.#typing);
  }

  get #live() {
    return router.query.live !== '0' && !router.query.cursor;
  }

  #moved() {
    if (location.search !== this.#shown) {
      this.#shown = location.search;
      this.#list.refresh();
    }
  }

  #load(signal) {
    const { live, range, ...filters } = router.query;
    const seconds = RANGES.find(one => one[0] === range)?.[2];
    const since = seconds && new Date(Date.now() - seconds * 1000).toISOString();
    return get('/api/history', { ...filters, since, limit: PAGE }, signal);
  }

  #filter(name, value) {
    router.refine({ [name]: value.trim(), cursor: null }, { replace: true });
  }

  #typed(name, value) {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#filter(name, value), TYPING_MS);
  }

  render() {
    return html`<div class="title"><h1>Requests</h1>
        <label class="switch"><input type="checkbox" .checked=${this.#live} ?disabled=${Boolean(router.query.cursor)}
          @change=${event => router.refine({ live: event.target.checked ? null : '0' }, { replace: true })}> Live</label></div>
      ${this.#filters()}
      ${this.#list.show(page => this.#table(page))}`;
  }

  #filters() {
    const query = router.query;
    const text = (name, label, placeholder, search) => html`<label><span>${label}</span><input type=${search ? 'search' : 'text'} .value=${query[name] ?? ''}
      placeholder=${placeholder} @input=${event => this.#typed(name, event.target.value)}></label>`;
    const choice = (name, label, options) => html`<label><span>${label}</span><select .value=${query[name] ?? ''} @change=${event => this.#filter(name, event.target.value)}>
      <option value="" ?selected=${!query[name]}>any</option>
      ${options.map(([value, shown]) => html`<option value=${value} ?selected=${query[name] === value}>${shown}</option>`)}</select></label>`;
    const filtered = FILTERS.some(name => query[name]);
    return html`<form class="filters" role="search" aria-label="Filters" @submit=${event => event.preventDefault()}>
      ${text('url', 'URL contains', 'part of the URL', true)}
      ${choice('status', 'Status', STATUSES)}
      ${choice('method', 'Method', ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'].map(one => [one, one]))}
      ${choice('kind', 'Kind', KINDS.map(one => [one, one]))}
      ${text('agent_id', 'Agent', 'id')}
      ${text('source_address', 'Address', 'source address')}
      ${choice('range', 'Time', RANGES)}
      ${filtered ? html`<button type="button" class="plain" @click=${() => router.go('/requests')}>Clear</button>` : nothing}
    </form>`;
  }

  #table(page) {
    const { cursor } = router.query;
    if (page.items.length === 0) {
      return FILTERS.some(name => router.query[name])
        ? empty('Nothing matches', 'No request of the history fits these filters.')
        : html`<div class="empty"><strong>No requests yet</strong><span>Send the first one in the <a href=${href('/playground')}>playground</a>.</span></div>`;
    }
    return html`<div class="panel flush scroll" tabindex="0" role="region" aria-label="Requests"><table class="grid">
        <thead><tr><th scope="col">Time</th><th scope="col">Status</th><th scope="col" class="minor">Method</th><th scope="col" class="wide">URL</th>
          <th scope="col" class="minor">Kind</th><th scope="col" class="minor">Agent</th><th scope="col" class="minor">From</th><th scope="col" class="end">Duration</th></tr></thead>
        <tbody>${page.items.map(item => html`<tr>
          <td class="time" title=${exact(item.time)}>${clock(item.time)}</td>
          <td>${statusBadge(item)}</td>
          <td class="minor">${method(item.method)}</td>
          <td class="wide"><a href=${href(`/requests/${item.id}`)} title=${item.url}>${address(item.url)}</a></td>
          <td class="minor muted">${item.kind}</td>
          <td class="minor">${item.agent_id ? html`<a class="quiet" href=${href(`/agents/${item.agent_id}`)}>${item.agent_id}</a>` : '–'}</td>
          <td class="minor mono">${item.source_address ?? '–'}</td>
          <td class="end">${ms(item.duration_ms)}</td></tr>`)}</tbody></table></div>
      <nav class="pages" aria-label="Pages of the list">
        ${cursor ? html`<button @click=${() => router.refine({ cursor: null })}>Newest</button>` : nothing}
        ${page.next_cursor ? html`<button @click=${() => router.refine({ cursor: page.next_cursor })}>Older</button>` : html`<span class="muted">No older ones.</span>`}
      </nav>`;
  }
}

customElements.define('dx-requests', Requests);
