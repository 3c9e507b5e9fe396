import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty, trouble } from '../shell/resource.js';
import { all, get, lines, post } from '../shell/api.js';
import { router, href } from '../shell/router.js';
import { session } from '../shell/session.js';
import { attempt } from '../shell/notices.js';
import { bytes, ms } from '../shell/format.js';
import { badge, statusBadge } from '../elements/badges.js';
import { headerTable } from '../elements/body.js';
import { waterfall } from '../requests/waterfall.js';
import { Invalid } from '../elements/field.js';
import { EMPTY, executeBody, matrixBody, ofRecord, proxyBody } from './draft.js';
import { kept } from './matrix.js';
import '../elements/choice.js';
import '../scenarios/save.js';

const DRAFT = 'dispatcher.playground';
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const STRATEGIES = ['round_robin', 'random', 'least_in_flight', 'sticky'];

/** One request by hand: from one place, or from all at once. */
class Playground extends Element {
  static properties = {
    draft: { state: true }, busy: { state: true }, answer: { state: true }, problem: { state: true }, rows: { state: true }, summary: { state: true },
    invalid: { state: true }, stepping: { state: true }, taking: { state: true },
  };

  #abort = null;
  #targets = new Resource(this, signal => all('/api/targets', signal).catch(e => {
    if (e.status === 404) {
      return []; // switched off
    }
    throw e;
  }));

  constructor() {
    super();
    this.draft = { ...EMPTY, ...JSON.parse(sessionStorage.getItem(DRAFT) ?? '{}') };
    const { url, method, from, target } = router.query;
    if (url) {
      this.draft = { ...EMPTY, url, method: method ?? 'GET' };
    }
    if (target) {
      this.draft = { ...EMPTY, target, url: url ?? '/', method: method ?? 'GET' };
    }
    if (from) {
      this.#take(from);
    }
  }

  /** There is no form until the record is there, which would overwrite what was typed before. */
  async #take(id) {
    this.taking = true;
    const record = await attempt(() => get(`/api/history/${encodeURIComponent(id)}`));
    if (record) {
      this.draft = ofRecord(record);
    }
    this.taking = false;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#abort?.abort();
  }

  #set(name, value) {
    this.draft = { ...this.draft, [name]: value };
    this.invalid = null;
    sessionStorage.setItem(DRAFT, JSON.stringify(this.draft));
  }

  async #run(work) {
    this.#abort?.abort();
    const controller = new AbortController();
    this.#abort = controller;
    Object.assign(this, { busy: true, answer: null, problem: null, rows: null, summary: null, invalid: null, stepping: null });
    try {
      await work(controller.signal);
    } catch (e) {
      if (e instanceof Invalid) {
        this.invalid = e;
      } else if (e.name !== 'AbortError') {
        this.problem = e;
      }
    }
    if (this.#abort === controller) {
      this.busy = false;
    }
  }

  #send = event => {
    event?.preventDefault();
    return this.#run(async signal => {
      this.answer = this.draft.target
        ? await post('/api/proxy/request', proxyBody(this.draft), signal)
        : await post('/api/execute', executeBody(this.draft), signal);
    });
  };

  #everywhere = () => this.#run(async signal => {
    const rows = [];
    let frame = 0;
    this.rows = rows;
    for await (const row of lines('/api/execute/matrix', matrixBody(this.draft), signal)) {
      if (row.type === 'summary') {
        this.summary = row;
      } else {
        rows.push(kept(row));
        frame ||= requestAnimationFrame(() => {
          frame = 0;
          this.requestUpdate();
        });
      }
    }
  });

  #stop = () => {
    this.#abort?.abort();
    this.#abort = null;
    this.busy = false;
  };

  render() {
    if (!session.may('operator')) {
      return html`<h1>Playground</h1>${empty('Your token only reads', 'Sending requests takes the role operator.')}`;
    }
    return html`<h1>Playground</h1>
      <div class="playground">
        ${this.taking ? html`<div class="waiting" role="status">Loading…</div>` : this.#form()}
        <div class="result" aria-live="polite" aria-busy=${Boolean(this.busy)}>${this.#result()}</div>
      </div>`;
  }

  #form() {
    const { draft } = this;
    const targets = this.#targets.value ?? [];
    return html`<form class="panel request" @submit=${this.#send} @keydown=${event => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && this.#send(event)}>
      ${this.invalid ? html`<div class="notice bad" role="alert"><span>${this.invalid.message}</span></div>` : nothing}
      <div class="addressline">
        <label class="method-choice"><span class="hidden">Method</span><select @change=${event => this.#set('method', event.target.value)}>
          ${METHODS.map(one => html`<option ?selected=${one === draft.method}>${one}</option>`)}</select></label>
        <label class="grow"><span class="hidden">${draft.target ? 'Path' : 'URL'}</span><input name="url" inputmode="url" autocomplete="off" spellcheck="false" required .value=${draft.url}
          placeholder=${draft.target ? '/path?query' : 'https://example.com/path'} @input=${event => this.#set('url', event.target.value)}></label>
      </div>
      ${targets.length ? html`<label><span>Target</span><select @change=${event => this.#set('target', event.target.value)}>
        <option value="">none: the URL says where</option>${targets.map(one => html`<option value=${one.id} ?selected=${one.id === draft.target}>${one.name} (${one.base_url})</option>`)}</select></label>` : nothing}
      <label><span>Headers</span><textarea name="headers" rows="3" spellcheck="false" .value=${draft.headers} placeholder="Name: value, one a line" @input=${event => this.#set('headers', event.target.value)}></textarea></label>
      <label><span>Body</span><textarea name="body" rows="6" spellcheck="false" .value=${draft.body} @input=${event => this.#set('body', event.target.value)}></textarea></label>
      ${draft.lacks && draft.body === '' ? html`<div class="notice warn" role="status"><span>The recorded body ${draft.lacks}, and is not sent again. Give a body, or:</span>
        <button type="button" class="small" @click=${() => this.#set('lacks', '')}>Send without a body</button></div>` : nothing}
      ${draft.target ? nothing : this.#places()}
      <div class="buttons">
        <button class="primary" ?disabled=${this.busy} title="Ctrl Enter">Send</button>
        ${draft.target ? nothing : html`<button type="button" ?disabled=${this.busy} @click=${event => event.target.form.reportValidity() && this.#everywhere()}>Send from everywhere</button>`}
        ${this.busy ? html`<button type="button" @click=${this.#stop}>Stop</button>` : nothing}
        <button type="button" class="plain" @click=${() => { this.draft = { ...EMPTY }; sessionStorage.removeItem(DRAFT); }}>Clear</button>
      </div>
    </form>`;
  }

  #places() {
    const { draft } = this;
    const field = (name, label, more) => html`<label><span>${label}</span><input .value=${draft[name]} inputmode=${more?.inputmode ?? nothing}
      placeholder=${more?.placeholder ?? nothing} autocomplete="off" @input=${event => this.#set(name, event.target.value)}></label>`;
    return html`<div class="fields">
        <dx-choice label="Agent" .value=${draft.agent} @chosen=${event => this.#set('agent', event.detail)}></dx-choice>
        <dx-choice kind="address" label="Source address" .agent=${draft.agent} .value=${draft.address} @chosen=${event => this.#set('address', event.detail)}></dx-choice>
        <label><span>Strategy</span><select @change=${event => this.#set('strategy', event.target.value)}><option value="">as configured</option>
          ${STRATEGIES.map(one => html`<option value=${one} ?selected=${one === draft.strategy}>${one.replace(/_/g, ' ')}</option>`)}</select></label>
        ${draft.strategy === 'sticky' ? field('session', 'Session') : nothing}
        ${field('timeout', 'Timeout (s)', { inputmode: 'decimal', placeholder: '30' })}
        ${field('ttl', 'TTL in queues (s)', { inputmode: 'decimal', placeholder: 'the timeout' })}
        <label><span>From everywhere</span><select @change=${event => this.#set('addresses', event.target.value)}>
          <option value="one" ?selected=${draft.addresses === 'one'}>one address an agent</option><option value="each" ?selected=${draft.addresses === 'each'}>each address</option></select></label>
      </div>
      <div class="checks">
        <label class="switch"><input type="checkbox" .checked=${draft.follow} @change=${event => this.#set('follow', event.target.checked)}> Follow redirects</label>
        <label class="switch"><input type="checkbox" .checked=${draft.verify} @change=${event => this.#set('verify', event.target.checked)}> Verify TLS</label>
      </div>`;
  }

  #result() {
    if (this.rows) {
      return html`<dx-matrix .rows=${this.rows} .count=${this.rows.length} .summary=${this.summary} .busy=${this.busy}></dx-matrix>${this.problem ? trouble(this.problem) : nothing}`;
    }
    if (this.problem) {
      const { body } = this.problem;
      return html`${trouble(this.problem)}${body?.failure_source ? html`<p>${badge('quiet', `arose at: ${body.failure_source}`)}
        ${body.request_id ? html`<a href=${href(`/requests/${body.request_id}`)}>Its record</a>` : nothing}</p>` : nothing}`;
    }
    if (this.busy) {
      return html`<div class="waiting" role="status">Sending…</div>`;
    }
    return this.answer ? this.#answered(this.answer) : empty('Nothing sent yet', 'Ctrl Enter sends. The answer is shown here.');
  }

  #answered(answer) {
    const shown = { duration_ms: answer.timings.queue_ms + answer.timings.total_ms, timings: answer.timings, hops: [{ name: 'handed', at_ms: answer.timings.queue_ms }] };
    return html`<section class="panel"><div class="title"><h2 class="line">${statusBadge(answer)} <span class="muted">${answer.http_version} · ${bytes(answer.size_bytes)} · ${ms(answer.timings.total_ms)}</span></h2>
        <div class="buttons"><a class="button small" href=${href(`/requests/${answer.request_id}`)}>All hops</a>
        <button class="small" @click=${() => this.#mock(answer.request_id)}>Save as mock</button>
        <button class="small" aria-expanded=${Boolean(this.stepping)} @click=${() => this.#step()}>Save as step</button></div></div>
      ${this.stepping ? html`<dx-save-step .request=${this.stepping} .status=${answer.status_code} .agent=${answer.agent_id} @done=${() => { this.stepping = null; }}></dx-save-step>` : nothing}
      <p class="line muted">from <a href=${href(`/agents/${answer.agent_id}`)}>${answer.agent_id ?? 'the coordinator'}</a> <span class="mono">${answer.source_address ?? ''}</span></p>
      <dx-body .text=${answer.body} .base64=${answer.body_base64} .size=${answer.size_bytes} .cut=${answer.body_truncated} .label=${'Response body'}></dx-body>
      <h3>Headers</h3>${headerTable(answer.headers, 'Response headers')}
      <h3>Where the time went</h3>${waterfall(shown)}
    </section>`;
  }

  /** What stands in the form, which is what was sent unless somebody wrote in it since. */
  #step() {
    const { draft } = this;
    const named = (this.#targets.value ?? []).find(one => one.id === draft.target);
    try {
      this.stepping = this.stepping ? null : draft.target ? { ...proxyBody(draft), target: named?.name ?? draft.target } : executeBody(draft);
    } catch (e) {
      this.invalid = e;
    }
  }

  #mock(id) {
    return attempt(() => post(`/api/mocks/from-history/${id}`, {}), mock =>
      html`Mock stored: ${mock.method} <code>${mock.path_pattern}</code> answers ${mock.status}.`);
  }
}

customElements.define('dx-playground', Playground);
