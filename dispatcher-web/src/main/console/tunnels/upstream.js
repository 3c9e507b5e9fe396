import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty } from '../shell/resource.js';
import { all, call, get } from '../shell/api.js';
import { href } from '../shell/router.js';
import { session } from '../shell/session.js';
import { attempt } from '../shell/notices.js';
import { clock, exact, ms, number } from '../shell/format.js';
import { agentBadge, method, statusBadge } from '../elements/badges.js';
import { copy } from '../elements/body.js';
import { connected, upstreamBadge } from './upstream-state.js';

const LAST = 15;

/** One upstream: who serves it, what waits for it, and its latest requests. */
class Upstream extends Element {
  static properties = { upstream: {} };

  #url = () => `upstream://${this.upstream}/`;
  #mine = event => event.data?.upstream === this.upstream || event.data?.upstream_target === this.upstream;
  // Asked for by name only in the list: an upstream that nobody claims any more is no error.
  #state = new Resource(this, async signal => ({ found: (await all('/api/upstreams', signal)).find(one => one.name === this.upstream) ?? null }), {
    every: 5000,
    on: event => event.type.startsWith('agent.') || event.type.startsWith('tunnel.') && this.#mine(event),
  });
  #last = new Resource(this, signal => get('/api/history', { kind: 'tunnel', url: this.#url(), limit: LAST }, signal), { every: 10_000, on: event => event.type.startsWith('tunnel.broker') });

  render() {
    return html`<p class="crumbs"><a href=${href('/tunnels')}>Tunnels</a> / ${this.upstream}</p>
      ${this.#state.show(({ found }) => this.#page(found))}`;
  }

  #page(found) {
    const reached = `${location.origin}/t/${this.upstream}/`;
    return html`<div class="title"><h1>${this.upstream} ${found ? upstreamBadge(found) : nothing}</h1>
        <div class="buttons"><a class="button" href=${href(`/requests?kind=tunnel&url=${encodeURIComponent(this.#url())}`)}>Its requests</a>
          ${found && session.may('operator') ? this.#turn(found) : nothing}</div></div>
      ${found?.maintenance ? html`<div class="notice warn" role="status"><span>It is taken out: its requests are answered with 503 until it is put back.</span></div>` : nothing}
      ${found ? html`<dl class="facts panel">
        <div><dt>Agents connected</dt><dd>${connected(found)} of ${found.agents.length}</dd></div>
        <div><dt>In flight here</dt><dd>${number(found.in_flight)}</dd></div>
        <div><dt>Waiting for an agent</dt><dd>${number(found.waiting)}</dd></div>
        <div><dt>Reached at</dt><dd class="line"><span class="mono">${reached}</span> <button class="small" @click=${() => copy(reached, 'Address copied')}>Copy</button></dd></div></dl>`
        : empty('No agent claims it', 'Requests to it wait until one does, as long as they may.')}
      ${found?.agents.length ? html`<section><h2>Agents</h2>${this.#agents(found.agents)}</section>` : nothing}
      <section><h2>Latest requests</h2>${this.#last.show(page => this.#requests(page.items))}</section>`;
  }

  #turn(found) {
    const path = `/api/upstreams/${encodeURIComponent(found.name)}/maintenance`;
    const act = (verb, done) => () => attempt(() => call(verb, path), done).then(() => this.#state.refresh());
    return found.maintenance ? html`<button class="primary" @click=${act('DELETE', 'It serves again.')}>Put back</button>`
      : html`<button class="danger" @click=${act('POST', 'It is taken out.')}>Take out</button>`;
  }

  #agents(agents) {
    return html`<div class="panel flush scroll" tabindex="0" role="region" aria-label="Agents of this upstream"><table class="grid">
      <thead><tr><th scope="col" class="wide">Agent</th><th scope="col">Status</th><th scope="col" class="end">In flight</th></tr></thead>
      <tbody>${agents.map(agent => html`<tr><td class="wide"><a href=${href(`/agents/${agent.agent_id}`)}>${agent.agent_id}</a></td><td>${agentBadge(agent.status)}</td>
        <td class="end">${number(agent.in_flight)}</td></tr>`)}</tbody></table></div>`;
  }

  #requests(items) {
    return items.length === 0 ? empty('No requests yet', 'Requests through the tunnel are listed here, the newest first.')
      : html`<div class="panel flush scroll" tabindex="0" role="region" aria-label="Latest requests"><table class="grid">
      <thead><tr><th scope="col">Time</th><th scope="col">Status</th><th scope="col" class="minor">Method</th><th scope="col" class="wide">Path</th><th scope="col" class="minor">Agent</th><th scope="col" class="end">Duration</th></tr></thead>
      <tbody>${items.map(item => html`<tr><td class="time" title=${exact(item.time)}>${clock(item.time)}</td><td>${statusBadge(item)}</td><td class="minor">${method(item.method)}</td>
        <td class="wide"><a href=${href(`/requests/${item.id}`)} title=${item.url}>${item.url.slice(this.#url().length - 1)}</a></td>
        <td class="minor">${item.agent_id ?? '–'}</td><td class="end">${ms(item.duration_ms)}</td></tr>`)}</tbody></table></div>`;
  }
}

customElements.define('dx-upstream', Upstream);
