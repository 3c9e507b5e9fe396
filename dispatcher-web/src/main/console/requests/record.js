import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource } from '../shell/resource.js';
import { call, get, post } from '../shell/api.js';
import { router, href } from '../shell/router.js';
import { session } from '../shell/session.js';
import { attempt } from '../shell/notices.js';
import { bytes, exact, ms } from '../shell/format.js';
import { badge, method, statusBadge } from '../elements/badges.js';
import { copy, headerTable } from '../elements/body.js';
import { waterfall } from './waterfall.js';
import './replay.js';
import '../scenarios/save.js';

const sendable = record => record.kind !== 'tunnel' && record.kind !== 'ping';

/** One request whole: what was sent, what came back or why not, and where the time went. */
class Record extends Element {
  static properties = { record: {}, replaying: { state: true }, stepping: { state: true } };

  #whole = new Resource(this, signal => get(`/api/history/${encodeURIComponent(this.record)}`, null, signal), {
    // Its record may come a moment after its answer.
    on: event => this.#whole.value === null && event.data?.request_id === this.record,
  });

  render() {
    return html`<p class="crumbs"><a href=${href('/requests')}>Requests</a> / <span class="mono">${this.record}</span></p>
      ${this.#whole.show(record => this.#page(record))}`;
  }

  #page(record) {
    return html`<div class="title"><h1 class="url">${method(record.method)} <span>${record.url}</span> ${statusBadge(record)}</h1>
        <div class="buttons">
          <button @click=${() => this.#curl(record)}>Copy as curl</button>
          ${session.may('operator') ? html`
            ${sendable(record) ? html`<button @click=${() => this.#edit(record)}>Edit and send</button>` : nothing}
            ${sendable(record) ? html`<button aria-expanded=${Boolean(this.stepping)} @click=${() => { this.stepping = !this.stepping; }}>Save as step</button>` : nothing}
            ${record.response ? html`<button @click=${() => this.#mock(record)}>Make a mock</button>` : nothing}
            <button class="primary" aria-expanded=${Boolean(this.replaying)} @click=${() => { this.replaying = !this.replaying; }}>Replay</button>` : nothing}
        </div>
      </div>
      ${record.problem ? this.#problem(record.problem) : nothing}
      ${this.replaying ? html`<dx-replay class="panel" .of=${record}></dx-replay>` : nothing}
      ${this.stepping ? html`<dx-save-step class="panel" .request=${record.request} .status=${record.status_code} .agent=${record.agent_id} .lacks=${record.request.body_cut ? 'was kept only in part' : ''}
        @done=${() => { this.stepping = false; }}></dx-save-step>` : nothing}
      ${this.#facts(record)}
      <div class="two record">
        <section class="panel"><h2>Where the time went</h2>${waterfall(record)}${this.#hops(record)}${record.tunnel ? this.#way(record.tunnel) : nothing}</section>
        <section class="panel"><h2>Response</h2>${this.#response(record)}</section>
        <section class="panel"><h2>Request</h2>
          <h3>Headers</h3>${headerTable(record.request?.headers, 'Request headers')}
          <h3>Body</h3><dx-body .text=${record.request?.body ?? null} .base64=${record.request?.body_base64} .cut=${record.request?.body_cut} .label=${'Request body'}></dx-body>
        </section>
      </div>`;
  }

  #problem(problem) {
    return html`<div class="notice bad"><strong>${problem.title}</strong><span>${problem.detail}</span>
      ${problem.failure_source ? badge('quiet', `arose at: ${problem.failure_source}`) : nothing}</div>`;
  }

  #facts(record) {
    const facts = [
      ['Time', exact(record.time)],
      ['Duration', ms(record.duration_ms)],
      ['Kind', record.kind],
      ['Agent', record.agent_id && html`<a href=${href(`/agents/${record.agent_id}`)}>${record.agent_id}</a>`],
      ['From', record.source_address && html`<span class="mono">${record.source_address}</span>`],
      ['Attempts', record.attempts],
      ['Caller', record.caller],
      ['Replay of', record.replay_of && html`<a class="mono" href=${href(`/requests/${record.replay_of}`)}>${record.replay_of}</a>`],
      ['Upstream', record.tunnel?.upstream_target && html`<a href=${href(`/tunnels/${record.tunnel.upstream_target}`)}>${record.tunnel.upstream_target}</a>`],
    ];
    return html`<dl class="facts panel">${facts.filter(fact => fact[1]).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
  }

  #hops(record) {
    return html`<details><summary>Hops as they were noted</summary><table class="pairs">${(record.hops ?? []).map(hop =>
      html`<tr><th scope="row">${hop.name}</th><td class="end">${ms(hop.at_ms)}</td><td>${hop.detail ?? ''}</td></tr>`)}</table></details>`;
  }

  /** Whose hands a request to an upstream went through, and the ids by which each knows it. */
  #way(tunnel) {
    const hops = [['Client', tunnel.client_id, tunnel.client_req_id], ['Coordinator', tunnel.broker_id, tunnel.broker_req_id], ['Agent', tunnel.upstream_id, tunnel.upstream_req_id]];
    return html`<h3>Through the tunnel</h3><table class="pairs" aria-label="Through the tunnel">${hops.map(([name, who, id]) =>
      html`<tr><th scope="row">${name}</th><td>${who ?? '–'}</td><td>${id ?? ''}</td></tr>`)}<tr><th scope="row">Upstream</th><td>${tunnel.upstream_target}</td><td></td></tr></table>`;
  }

  #response(record) {
    const { response } = record;
    if (!response) {
      return html`<p class="muted">There was none.</p>`;
    }
    return html`<p class="line">${statusBadge(response)} <span class="muted">${response.http_version} · ${bytes(response.size_bytes)}${response.body_truncated ? ' · cut' : ''}</span></p>
      <dx-body .text=${response.body} .base64=${response.body_base64} .size=${response.size_bytes} .cut=${response.body_cut} .label=${'Response body'}></dx-body>
      <h3>Headers</h3>${headerTable(response.headers, 'Response headers')}
      ${response.certificate ? html`<h3>Certificate</h3>${headerTable(response.certificate, 'Certificate')}` : nothing}`;
  }

  async #curl(record) {
    const text = await attempt(() => call('GET', `/api/history/${record.id}`, { query: { format: 'curl' } }));
    if (text) {
      await copy(text.trim(), 'Copied as curl');
    }
  }

  #edit(record) {
    router.go(`/playground?from=${encodeURIComponent(record.id)}`);
  }

  #mock(record) {
    return attempt(() => post(`/api/mocks/from-history/${record.id}`, {}), mock =>
      html`Mock stored: ${mock.method} <code>${mock.path_pattern}</code> answers ${mock.status}${mock.upstream ? ` in place of ${mock.upstream}` : ''}.`);
  }
}

customElements.define('dx-record', Record);
