import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty } from '../shell/resource.js';
import { get } from '../shell/api.js';
import { live } from '../shell/live.js';
import { router, href } from '../shell/router.js';
import { number, clock, exact, ms } from '../shell/format.js';
import { address, badge, method, statusBadge } from '../elements/badges.js';
import { lastRun } from './lastrun.js';
import { Activity } from './activity.js';
import './currentrun.js';

const FIRST = 50;
const DRAWN_MS = 250;
const REFRESH_MS = 5000;

/** What happens, in three panes: requests, the scenario that runs, and what goes through targets and tunnels. */
class Control extends Element {
  static properties = { paused: { state: true } };

  #activity = new Activity();
  #missed = 0;
  #timer = null;
  #run = null;
  #shown = null;
  #whole = false;
  #begun = new Resource(this, signal => this.#begin(signal), { every: REFRESH_MS });
  #onGap = () => { this.#whole = false; };
  #onEvent = ({ detail }) => this.#heard(detail);
  #onMove = () => this.requestUpdate();
  #onKey = event => {
    if (event.key === ' ' && !event.target.closest?.('input, textarea, select, button, a, summary, dialog, [tabindex="0"]')) {
      event.preventDefault();
      this.#pause();
    }
  };

  connectedCallback() {
    super.connectedCallback();
    live.addEventListener('event', this.#onEvent);
    live.addEventListener('gap', this.#onGap);
    router.addEventListener('change', this.#onMove);
    document.addEventListener('keydown', this.#onKey);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    live.removeEventListener('event', this.#onEvent);
    live.removeEventListener('gap', this.#onGap);
    router.removeEventListener('change', this.#onMove);
    document.removeEventListener('keydown', this.#onKey);
    clearTimeout(this.#timer);
  }

  /** The events tell what is new; without them it is looked up again and again. */
  async #begin(signal) {
    if (this.#whole && live.state === 'live') {
      return true;
    }
    const history = kind => get('/api/history', { kind, limit: FIRST }, signal).then(page => page.items);
    const [requests, proxied, tunnelled, run] = await Promise.all([history(), history('proxy'), history('tunnel'), lastRun(signal)]);
    this.#activity.begin(requests, [...proxied, ...tunnelled]);
    this.#run = live.state === 'live' ? this.#run ?? run : run ?? this.#run;
    this.#whole = live.state === 'live';
    if (!this.paused) {
      this.#show();
    }
    return true;
  }

  #heard(event) {
    if (event.type === 'scenario.run_started') {
      this.#run = event.data.run_id;
    } else if (!this.#activity.heard(event)) {
      return;
    }
    this.#missed++;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      if (!this.paused) {
        this.#show();
      }
      this.requestUpdate();
    }, DRAWN_MS);
  }

  #show() {
    this.#missed = 0;
    this.#shown = { requests: this.#activity.requests, proxied: this.#activity.proxied, run: this.#run };
  }

  #pause = () => {
    this.paused = !this.paused;
    this.#show();
  };

  render() {
    const { q = '' } = router.query;
    return html`<div class="title"><h1>Control tower</h1><div class="buttons">
        ${this.paused ? html`<span role="status">${badge('warn', `paused · ${number(this.#missed)} new`)}</span>` : live.state === 'off' ? badge('quiet', 'not live') : nothing}
        <label class="narrow"><span class="hidden">Search</span><input type="search" .value=${q} placeholder="URL, agent, kind" @input=${event => router.refine({ q: event.target.value }, { replace: true })}></label>
        <button aria-pressed=${Boolean(this.paused)} title="Space" @click=${this.#pause}>${this.paused ? 'Go on' : 'Pause'}</button></div></div>
      ${this.#begun.show(() => this.#panes(q.toLowerCase()))}`;
  }

  #panes(q) {
    const fits = row => !q || `${row.method} ${row.url} ${row.agent_id} ${row.kind} ${row.status_code} ${row.error}`.toLowerCase().includes(q);
    const { requests, proxied, run } = this.#shown ?? { requests: [], proxied: [], run: null };
    return html`<div class="tower">
      <section class="panel flush"><h2>Requests</h2>${this.#list('Requests', requests.filter(fits), empty('No requests', 'They appear as they end.'))}</section>
      <section class="panel flush"><h2>Scenario</h2><div class="pane" tabindex="0" role="region" aria-label="Scenario">${run ? html`<dx-current-run .run=${run} .paused=${Boolean(this.paused)}></dx-current-run>`
        : html`<div class="empty"><strong>No run yet</strong><span>Start one of the <a href=${href('/scenarios')}>scenarios</a>.</span></div>`}</div></section>
      <section class="panel flush"><h2>Targets and tunnels</h2>${this.#list('Targets and tunnels', proxied.filter(fits), empty('Nothing goes through', 'Requests to targets and upstreams appear here.'))}</section>
    </div>`;
  }

  #list(label, rows, none) {
    return html`<div class="pane" tabindex="0" role="region" aria-label=${label}>${rows.length === 0 ? none : html`<ul>${rows.map(row => html`<li>
      <span>${row.under_way ? badge('warn', 'under way') : statusBadge(row)}</span>
      <a href=${href(`/requests/${row.id}`)} title=${row.url}>${method(row.method)} ${address(row.url)}</a>
      <span class="muted end">${row.duration_ms === undefined || row.duration_ms === null ? row.hop ?? '' : ms(row.duration_ms)}</span>
      <span class="muted when" title=${exact(row.time)}>${clock(row.time)} · ${row.kind}${row.agent_id ? ` · ${row.agent_id}` : ''}</span></li>`)}</ul>`}</div>`;
  }
}

customElements.define('dx-control', Control);
