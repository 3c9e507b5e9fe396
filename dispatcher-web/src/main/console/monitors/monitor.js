import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty } from '../shell/resource.js';
import { call, get, post } from '../shell/api.js';
import { router, href } from '../shell/router.js';
import { session } from '../shell/session.js';
import { attempt } from '../shell/notices.js';
import { confirmed } from '../shell/confirm.js';
import { ago, clock, exact, ms, number, span } from '../shell/format.js';
import { badge } from '../elements/badges.js';
import { STATES, stateBadge, subject, vantage } from './monitor-badges.js';
import { bands, chart, step } from './bands.js';

const RANGES = [['15m', 'last 15 minutes', 900], ['1h', 'last hour', 3600], ['6h', 'last 6 hours', 21_600], ['24h', 'last 24 hours', 86_400], ['7d', 'last 7 days', 604_800]];
const USUAL = '1h';
const DRAWN = 6;
const LAST = 20;
const CHANGES = 20;
const MOST_CHANGES = 1000;

const place = one => `${one.agent_id}${one.source_address ? ` ${one.source_address}` : ''}`;
const agent = id => (id === 'coordinator' ? id : html`<a class="quiet" href=${href(`/agents/${id}`)}>${id}</a>`);
const scrolled = (label, content) => html`<div class="panel flush scroll" tabindex="0" role="region" aria-label=${label}><table class="grid">${content}</table></div>`;

/** One monitor: how it is seen from each place, now and over time. */
class Monitor extends Element {
  static properties = { monitor: {} };

  #shown = location.search;
  #path = () => `/api/monitors/${encodeURIComponent(this.monitor)}`;
  #mine = event => event.type.startsWith('monitor.') && event.data?.monitor_id === this.monitor;
  #whole = new Resource(this, signal => this.#load(signal), { every: 10_000, on: this.#mine });
  #last = new Resource(this, signal => get(`${this.#path()}/results`, { limit: LAST, cursor: router.query.cursor }, signal), { every: 10_000 });
  #changes = new Resource(this, signal => this.#changed(signal), { on: this.#mine });
  #changesWanted = CHANGES;
  #onMove = () => this.#moved();

  connectedCallback() {
    super.connectedCallback();
    router.addEventListener('change', this.#onMove);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.removeEventListener('change', this.#onMove);
  }

  #moved() {
    if (location.search !== this.#shown) {
      this.#shown = location.search;
      this.#changesWanted = CHANGES;
      this.#whole.refresh();
      this.#last.refresh();
      this.#changes.refresh();
    }
  }

  get #seconds() {
    return (RANGES.find(one => one[0] === router.query.range) ?? RANGES.find(one => one[0] === USUAL))[2];
  }

  /** Those in trouble first; of one place only if the address says so. */
  #drawn(monitor) {
    const points = monitor.vantage_points.filter(point => !router.query.at || place(point) === router.query.at);
    return points.sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || place(a).localeCompare(place(b), 'en', { numeric: true })).slice(0, DRAWN);
  }

  async #load(signal) {
    const monitor = await get(this.#path(), null, signal);
    const range = this.#seconds;
    const seconds = step(range, monitor.interval);
    const since = Math.max(Date.now() / 1000 - range, new Date(monitor.created_at) / 1000);
    const charts = await Promise.all(this.#drawn(monitor).map(async point => {
      const { items } = await this.#steps({ agent_id: point.agent_id, source_address: point.source_address, since: new Date(since * 1000).toISOString(), step: seconds, limit: 1000 }, signal);
      return { name: place(point), ...bands(items, since, seconds) };
    }));
    return { monitor, charts };
  }

  /** Of an agent with very many addresses there may be more than the API gives at once: then there is no plot of it. */
  async #steps(query, signal) {
    try {
      return await get(`${this.#path()}/results`, query, signal);
    } catch (e) {
      if (e.status === 400) {
        return { items: [] };
      }
      throw e;
    }
  }

  /** Of the time that is shown; of one place only if the address says so. */
  #changed(signal) {
    const [agent_id, source_address] = (router.query.at ?? '').split(' ');
    const since = new Date(Date.now() - this.#seconds * 1000).toISOString();
    return get(`${this.#path()}/changes`, { since, agent_id, source_address, limit: this.#changesWanted }, signal);
  }

  #olderChanges() {
    this.#changesWanted = Math.min(MOST_CHANGES, this.#changesWanted + CHANGES);
    this.#changes.refresh();
  }

  render() {
    return html`<p class="crumbs"><a href=${href('/monitors')}>Monitors</a> / ${this.#whole.value?.monitor.name ?? this.monitor}</p>
      ${this.#whole.show(whole => this.#page(whole))}`;
  }

  #page({ monitor, charts }) {
    return html`<div class="title"><h1>${monitor.name} ${stateBadge(monitor.state)} ${monitor.paused ? badge('quiet', 'paused') : nothing}</h1>
        ${session.may('operator') ? html`<div class="buttons">
          ${monitor.paused ? this.#turn('resume', 'Resume', 'It runs again.') : this.#turn('pause', 'Pause', 'It does not run until it is resumed.')}
          <a class="button" href=${href(`/monitors/${monitor.id}/edit`)}>Edit</a>
          <button class="danger" @click=${() => this.#remove(monitor)}>Delete</button></div>` : nothing}
      </div>
      ${this.#facts(monitor)}
      ${this.#overTime(monitor, charts)}
      <section><h2>Vantage points</h2>${this.#points(monitor)}</section>
      <section><h2>Changes</h2>${this.#changes.show(page => this.#changeTable(page))}</section>
      <section><h2>Results</h2>${this.#last.show(page => this.#results(page, monitor.kind === 'http'))}</section>`;
  }

  #turn(what, label, done) {
    return html`<button @click=${() => attempt(() => post(`${this.#path()}/${what}`), done).then(() => this.#whole.refresh())}>${label}</button>`;
  }

  async #remove(monitor) {
    if (await confirmed(`Delete ${monitor.name}?`, 'Its results are deleted with it.', 'Delete')) {
      if (await attempt(() => call('DELETE', this.#path()).then(() => true), `${monitor.name} is deleted.`)) {
        router.go('/monitors');
      }
    }
  }

  #facts(monitor) {
    const { thresholds: limits = {}, expect } = monitor;
    const expected = expect && [expect.status ?? 'below 400', expect.body?.contains && `contains “${expect.body.contains}”`, expect.body?.matches && `matches ${expect.body.matches}`].filter(Boolean).join(', ');
    const degraded = [limits.loss_percent !== null && limits.loss_percent !== undefined && `loss over ${limits.loss_percent} %`, limits.rtt_ms && `RTT over ${ms(limits.rtt_ms)}`,
      limits.duration_ms && `over ${ms(limits.duration_ms)}`, limits.certificate_days && `certificate under ${limits.certificate_days} days`].filter(Boolean).join(', ');
    const facts = [
      ['Checks', html`<span class="mono">${subject(monitor)}</span>`],
      ['From', vantage(monitor.from) + (monitor.addresses === 'each' ? ', each address' : '')],
      ['Every', span(monitor.interval)],
      ['Expected', expected],
      ['Degraded', degraded],
      ['In this state', html`<span title=${exact(monitor.state_since)}>${ago(monitor.state_since)}</span>`],
      ['Last run', monitor.last_run && `${ago(monitor.last_run)} ago`],
    ];
    return html`<dl class="facts panel">${facts.filter(fact => fact[1]).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
  }

  #overTime(monitor, charts) {
    const { at, range = USUAL } = router.query;
    return html`<section><div class="title above"><h2>Over time</h2><div class="line">
        ${at ? html`<button class="small" @click=${() => router.refine({ at: null }, { replace: true })}>All places</button>` : nothing}
        <label><span class="hidden">Time</span><select @change=${event => router.refine({ range: event.target.value, cursor: null }, { replace: true })}>
          ${RANGES.map(([value, label]) => html`<option value=${value} ?selected=${value === range}>${label}</option>`)}</select></label></div></div>
      ${charts.length ? html`<div class="charts ${charts.length === 1 ? 'one' : ''}">${charts.map(one => chart(one.name, one))}</div>`
        : empty('No results yet', monitor.paused ? 'It is paused.' : 'They come with its first run.')}
      ${!at && monitor.vantage_points.length > charts.length ? html`<p class="muted">${charts.length} of ${number(monitor.vantage_points.length)} places are drawn, those in trouble first; choose another one below.</p>` : nothing}
    </section>`;
  }

  #points(monitor) {
    if (monitor.vantage_points.length === 0) {
      return empty('Nobody has looked yet', 'The places come with the first run.');
    }
    const certificate = monitor.vantage_points.some(point => point.certificate_until);
    return scrolled('Vantage points', html`<thead><tr><th scope="col">State</th><th scope="col">Place</th><th scope="col" class="wide">Reason</th>
        <th scope="col" class="end">Loss</th><th scope="col" class="end">Time</th>${certificate ? html`<th scope="col" class="minor">Certificate until</th>` : nothing}<th scope="col" class="end minor">In this state</th></tr></thead>
      <tbody>${monitor.vantage_points.map(point => html`<tr><td>${stateBadge(point.state)}</td>
        <td><button class="head" title="Draw only this place" @click=${() => router.refine({ at: place(point) }, { replace: true })}>${point.agent_id}</button>${point.source_address ? html` <span class="mono muted minor">${point.source_address}</span>` : nothing}</td>
        <td class="wide" title=${point.reason ?? ''}>${point.reason ?? ''}</td>
        <td class="end">${point.loss_percent === null ? '–' : `${number(point.loss_percent)} %`}</td>
        <td class="end">${ms(point.duration_ms)}</td>
        ${certificate ? html`<td class="minor">${point.certificate_until ? exact(point.certificate_until).slice(0, 10) : '–'}</td>` : nothing}
        <td class="end minor" title=${exact(point.since)}>${ago(point.since)}</td></tr>`)}</tbody>`);
  }

  #changeTable({ items, next_cursor: more }) {
    if (items.length === 0) {
      return empty('No changes', 'In this time nothing came into another state.');
    }
    return html`${scrolled('Changes', html`<thead><tr><th scope="col">Time</th><th scope="col">Place</th><th scope="col">State</th><th scope="col" class="wide">Reason</th></tr></thead>
      <tbody>${items.map(item => html`<tr><td class="time" title=${exact(item.time)}>${clock(item.time)}</td>
        <td>${item.agent_id ? agent(item.agent_id) : html`<b>all together</b>`}${item.source_address ? html` <span class="mono muted minor">${item.source_address}</span>` : nothing}</td>
        <td>${stateBadge(item.from)} → ${stateBadge(item.to)}</td><td class="wide" title=${item.reason ?? ''}>${item.reason ?? ''}</td></tr>`)}</tbody>`)}
      ${!more ? nothing : items.length < MOST_CHANGES ? html`<div class="pages"><button ?disabled=${this.#changes.loading} @click=${() => this.#olderChanges()}>Older changes</button></div>`
        : html`<p class="muted">The newest ${number(MOST_CHANGES)} are shown: choose a shorter time or one place.</p>`}`;
  }

  #results(page, http) {
    const { cursor } = router.query;
    if (page.items.length === 0) {
      return empty('No results', 'They come with the first run.');
    }
    return html`${scrolled('Results', html`<thead><tr><th scope="col">Time</th><th scope="col">State</th><th scope="col">Place</th>
        ${http ? html`<th scope="col">Status</th>` : html`<th scope="col" class="end">Loss</th>`}<th scope="col" class="wide minor">Reason</th>
        <th scope="col" class="end">p50</th><th scope="col" class="end minor">p95</th><th scope="col" class="end minor">Max</th></tr></thead>
      <tbody>${page.items.map(item => html`<tr><td class="time" title=${exact(item.time)}>${clock(item.time)}</td><td>${stateBadge(item.state)}</td>
        <td>${agent(item.agent_id)}${item.source_address ? html` <span class="mono muted minor">${item.source_address}</span>` : nothing}</td>
        ${http ? html`<td>${this.#status(item.http)}</td>` : html`<td class="end">${item.loss_percent === null ? '–' : `${number(item.loss_percent)} %`}</td>`}
        <td class="wide minor" title=${item.reason ?? ''}>${item.reason ?? ''}</td>
        <td class="end">${ms(item.p50_ms)}</td><td class="end minor">${ms(item.p95_ms)}</td><td class="end minor">${ms(item.max_ms)}</td></tr>`)}</tbody>`)}
      <nav class="pages" aria-label="Pages of results">
        ${cursor ? html`<button @click=${() => router.refine({ cursor: null })}>Newest</button>` : nothing}
        ${page.next_cursor ? html`<button @click=${() => router.refine({ cursor: page.next_cursor })}>Older</button>` : nothing}</nav>`;
  }

  #status(exchange) {
    const text = exchange?.status_code ?? exchange?.error ?? '–';
    return exchange?.request_id ? html`<a href=${href(`/requests/${exchange.request_id}`)}>${text}</a>` : text;
  }
}

customElements.define('dx-monitor', Monitor);
