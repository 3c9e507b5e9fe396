import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty } from '../shell/resource.js';
import { call, get, post } from '../shell/api.js';
import { router, href } from '../shell/router.js';
import { session } from '../shell/session.js';
import { attempt } from '../shell/notices.js';
import { confirmed } from '../shell/confirm.js';
import { clock, exact, ms, number } from '../shell/format.js';
import { agentBadge, method, statusBadge } from '../elements/badges.js';
import { TableWindow } from '../elements/window.js';
import { ADDRESS_COLUMNS } from './columns.js';
import '../elements/grid.js';

const COLUMNS = ADDRESS_COLUMNS.filter(column => column.key !== 'agent_id');
const LAST = 10;

/** One agent: what it is, what it does, and what may be done with it. */
class Agent extends Element {
  static properties = { agent: {}, sort: { state: true } };

  #path = () => `/api/agents/${encodeURIComponent(this.agent)}`;
  #whole = new Resource(this, signal => this.#load(signal), {
    every: 5000,
    on: event => event.type.startsWith('agent.') && event.data?.agent_id === this.agent,
  });
  #errors = new Resource(this, signal => get('/api/history', { agent_id: this.agent, status: 'error', limit: LAST }, signal), {
    on: event => event.type === 'request.failed' && event.data?.agent_id === this.agent,
  });

  #addresses = new TableWindow(this, ({ limit, offset }, signal) =>
    get('/api/pool/status', { agent_id: this.agent, sort: this.#sort, limit, offset }, signal), { every: 5000 });

  get #sort() {
    return this.sort ?? 'address:up';
  }

  async #load(signal) {
    const [agent, figures] = await Promise.all([
      get(this.#path(), null, signal), get(`/api/stats/agents/${encodeURIComponent(this.agent)}`, null, signal)]);
    return { agent, figures };
  }

  render() {
    return html`<p class="crumbs"><a href=${href('/agents')}>Agents</a> / ${this.agent}</p>
      ${this.#whole.show(whole => this.#page(whole))}`;
  }

  #page({ agent, figures }) {
    return html`<div class="title"><h1>${agent.agent_id} ${agentBadge(agent.status)}</h1>
        <div class="buttons">
          <a class="button" href=${href(`/requests?agent_id=${agent.agent_id}`)}>Its requests</a>
          ${session.may('operator') ? this.#turns(agent) : nothing}
          ${session.may('admin') ? html`<button class="danger" @click=${this.#remove}>Remove</button>` : nothing}
        </div>
      </div>
      ${this.#facts(agent, figures)}
      <section><h2>Addresses</h2>
        ${this.#addresses.show(pool => this.#itsAddresses(pool))}
      </section>
      <section><h2>Last errors</h2>${this.#errors.show(page => this.#lastErrors(page.items))}</section>`;
  }

  #itsAddresses({ addresses, offset, matching }) {
    return matching ? html`<dx-grid class="panel flush short" .label=${'Addresses of this agent'} .columns=${COLUMNS} .rows=${addresses} .offset=${offset} .total=${matching} .sort=${this.#sort}
      @wanted=${event => this.#addresses.wanted(event.detail)} @sorted=${event => this.#order(event.detail)}></dx-grid>`
      : empty('No address is in the rotation', 'They come back when the agent connects.');
  }

  #order(sort) {
    this.sort = sort;
    this.#addresses.rewind();
  }

  #facts(agent, figures) {
    const facts = [
      ['In flight', String(agent.in_flight)],
      ['Requests', number(figures.requests)],
      ['Failed', number(figures.failed)],
      ['p50', figures.requests && ms(figures.p50_ms)],
      ['p95', figures.requests && ms(figures.p95_ms)],
      ['Connected since', agent.connected_since && exact(agent.connected_since)],
      ['Node', agent.node],
      ['Capabilities', agent.capabilities.join(', ')],
      ['Upstreams', agent.upstreams.join(', ')],
      ['Labels', Object.entries(agent.labels).map(([name, value]) => `${name}=${value}`).join(', ')],
    ];
    return html`<dl class="facts panel">${facts.filter(fact => fact[1]).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
  }

  #turns(agent) {
    const turn = (what, done) => () => attempt(() => post(`${this.#path()}/${what}`), done).then(() => this.#whole.refresh());
    return agent.status === 'draining'
      ? html`<button @click=${turn('resume', 'It gets work again.')}>Resume</button>`
      : html`<button ?disabled=${agent.status !== 'connected'} @click=${turn('drain', 'It gets no new work.')}>Drain</button>`;
  }

  async #remove() {
    if (await confirmed(`Remove ${this.agent}?`, 'Its channel is closed, its process ends, and what waits for it alone fails.', 'Remove')) {
      if (await attempt(() => call('DELETE', this.#path()).then(() => true), `${this.agent} is removed.`)) {
        router.go('/agents');
      }
    }
  }

  #lastErrors(items) {
    return items.length === 0 ? empty('No errors', 'Nothing in the history failed at this agent.') : html`<div class="panel flush scroll"><table class="grid"><tbody>${items.map(item => html`<tr>
      <td class="time">${clock(item.time)}</td><td>${statusBadge(item)}</td><td>${method(item.method)}</td>
      <td class="wide"><a href=${href(`/requests/${item.id}`)}>${item.url}</a></td><td class="end">${ms(item.duration_ms)}</td></tr>`)}</tbody></table></div>`;
  }
}

customElements.define('dx-agent', Agent);
