import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty } from '../shell/resource.js';
import { get } from '../shell/api.js';
import { href } from '../shell/router.js';
import { number, ms, percent, span } from '../shell/format.js';
import { badge } from '../elements/badges.js';
import '../elements/chart.js';

const REFRESH_MS = 5000;
const KEPT = 720;
const ROWS = 8;
const RECENT = 12;

const RATE = [
  { label: 'answered', colour: 'c1', fill: true },
  { label: 'failed', colour: 'c4', fill: true },
];
const LATENCY = [
  { label: 'p50', colour: 'c1' },
  { label: 'p95', colour: 'c3' },
  { label: 'p99', colour: 'c2' },
];
const QUEUE = [{ label: 'waiting', colour: 'c3', fill: true }];
const POOL = [
  { label: 'agents', colour: 'c2' },
  { label: 'addresses available', colour: 'c5' },
];

const perSecond = value => `${number(value)}/s`;

/** Columns that were there, and those that came since; an hour at most. */
async function series(signal, before) {
  const since = before?.time.at(-1);
  const more = await get('/api/stats/series', { since }, signal);
  if (!before) {
    return more;
  }
  const joined = {};
  for (const [name, column] of Object.entries(more)) {
    joined[name] = Array.isArray(column) ? [...before[name], ...column].slice(-KEPT) : column;
  }
  joined.failed_by_source = {};
  for (const source of new Set([...Object.keys(before.failed_by_source), ...Object.keys(more.failed_by_source)])) {
    const old = before.failed_by_source[source] ?? before.time.map(() => 0);
    const fresh = more.failed_by_source[source] ?? more.time.map(() => 0);
    joined.failed_by_source[source] = [...old, ...fresh].slice(-KEPT);
  }
  return joined;
}

class Overview extends Element {
  #stats = new Resource(this, signal => get('/api/stats', null, signal), { every: REFRESH_MS });
  #series = new Resource(this, series, { every: REFRESH_MS });
  #agents = new Resource(this, signal => get('/api/stats/agents', { sort: 'p95_ms:down', limit: ROWS }, signal), { every: 3 * REFRESH_MS });

  render() {
    return html`<h1>Overview</h1>
      ${this.#stats.show(stats => this.#tiles(stats))}
      ${this.#series.show(columns => this.#charts(columns))}
      <div class="two">
        ${this.#stats.value ? this.#errors(this.#stats.value.requests) : nothing}
        ${this.#agents.show(agents => this.#slowest(agents.items))}
      </div>`;
  }

  #tiles(stats) {
    const { requests, latency_ms: latency, agents, pool, queue } = stats;
    const columns = this.#series.value;
    const last = columns?.requests.slice(-RECENT) ?? [];
    const rate = last.length ? last.reduce((a, b) => a + b, 0) / (last.length * columns.step_seconds) : 0;
    const success = requests.total ? requests.succeeded / requests.total : null;
    return html`<dl class="tiles">
      ${tile('Requests', perSecond(rate), `${number(requests.total)} in ${span(stats.uptime_seconds)}`, '/requests')}
      ${tile('Success', success === null ? '–' : percent(success), requests.failed ? `${number(requests.failed)} failed` : 'none failed', '/requests?status=error',
        success !== null && success < 0.95 ? 'bad' : '')}
      ${tile('Latency p50', ms(latency.p50), `p95 ${ms(latency.p95)} · p99 ${ms(latency.p99)}`)}
      ${tile('Agents', `${agents.connected} / ${agents.total}`, agents.connected ? 'connected' : 'none is connected', '/agents', agents.connected ? '' : 'bad')}
      ${tile('Addresses', `${number(pool.available)} / ${number(pool.size)}`, 'available', '/pool', pool.size && pool.available / pool.size < 0.2 ? 'bad' : '')}
      ${tile('Waiting', number(queue.depth), queue.depth ? `the oldest for ${ms(queue.oldest_ms)}` : 'queues are empty', '/queues', queue.oldest_ms > 10_000 ? 'warn' : '')}
      ${tile('Dead letters', number(queue.dead), `${number(queue.expired)} expired`, '/queues', queue.dead ? 'warn' : '')}
    </dl>`;
  }

  #charts(columns) {
    const time = columns.time.map(one => one / 1000);
    const rate = values => values.map(value => value / columns.step_seconds);
    const answered = columns.requests.map((all, i) => all - columns.failed[i]);
    return html`<div class="charts">
      <dx-chart .title=${'Requests a second'} .series=${RATE} .data=${[time, rate(answered), rate(columns.failed)]} .format=${number}></dx-chart>
      <dx-chart .title=${'Latency'} .series=${LATENCY} .data=${[time, columns.p50_ms, columns.p95_ms, columns.p99_ms]} .format=${ms}></dx-chart>
      <dx-chart .title=${'Waiting in queues'} .series=${QUEUE} .data=${[time, columns.queue_depth]} .format=${number}></dx-chart>
      <dx-chart .title=${'Agents and addresses'} .series=${POOL} .data=${[time, columns.agents_connected, columns.pool_available]} .format=${number}></dx-chart>
    </div>`;
  }

  #errors(requests) {
    const errors = Object.entries(requests.by_error).sort((a, b) => b[1] - a[1]);
    const sources = Object.entries(this.#series.value?.failed_by_source ?? {})
      .map(([source, column]) => [source, column.reduce((a, b) => a + b, 0)]).sort((a, b) => b[1] - a[1]);
    return html`<section class="panel"><h2>Errors</h2>
      ${errors.length === 0 ? empty('No errors', 'No request failed since the start.') : html`
        ${sources.length ? html`<p class="sources">Last hour by source: ${sources.map(([source, count]) => html`<span>${source} <b>${number(count)}</b></span>`)}</p>` : nothing}
        <table class="bars"><thead><tr><th scope="col">Error</th><th scope="col" class="end">Requests</th><th scope="col" class="share">Share</th></tr></thead>
        <tbody>${errors.slice(0, ROWS).map(([type, count]) => html`<tr>
          <td><a href=${href('/requests?status=error')}>${type}</a></td>
          <td class="end">${number(count)}</td>
          <td class="share"><meter min="0" max=${errors[0][1]} value=${count} aria-label="${type}: ${count} of ${requests.failed}"></meter></td></tr>`)}</tbody></table>`}
    </section>`;
  }

  #slowest(agents) {
    const rows = agents.filter(one => one.requests);
    const most = Math.max(1, ...rows.map(row => row.p95_ms));
    return html`<section class="panel"><h2>Slowest agents</h2>
      ${rows.length === 0 ? empty('No requests yet', 'Send one in the playground.') : html`<table class="bars">
        <thead><tr><th scope="col">Agent</th><th scope="col" class="end">Requests</th><th scope="col" class="end">Failed</th><th scope="col" class="end">p50</th><th scope="col" class="end">p95</th><th scope="col" class="share"><span class="hidden">p95 as a bar</span></th></tr></thead>
        <tbody>${rows.map(row => html`<tr>
          <td><a href=${href(`/agents/${row.agent_id}`)}>${row.agent_id}</a></td>
          <td class="end">${number(row.requests)}</td>
          <td class="end">${row.failed ? badge('bad', number(row.failed)) : '0'}</td>
          <td class="end">${ms(row.p50_ms)}</td>
          <td class="end">${ms(row.p95_ms)}</td>
          <td class="share"><meter min="0" max=${most} value=${row.p95_ms} aria-label="p95 ${ms(row.p95_ms)}"></meter></td></tr>`)}</tbody></table>`}
    </section>`;
  }
}

function tile(label, value, detail, path, kind = '') {
  const content = html`<dt>${label}</dt><dd class="big ${kind}">${path ? html`<a href=${href(path)}>${value}</a>` : value}</dd><dd class="detail">${detail}</dd>`;
  return html`<div class="tile">${content}</div>`;
}

customElements.define('dx-overview', Overview);
