import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty, trouble } from '../shell/resource.js';
import { call, get } from '../shell/api.js';
import { router, href } from '../shell/router.js';
import { session } from '../shell/session.js';
import { Unsaved } from '../shell/unsaved.js';
import { say } from '../shell/notices.js';
import { wish } from './wish.js';
import '../elements/places.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const field = (name, label, value, more = {}) => html`<label class=${more.wide ? 'wide' : ''}><span>${label}</span><input name=${name} type=${more.type ?? 'text'} .value=${value ?? ''}
  placeholder=${more.usual ?? nothing} ?required=${more.required} min=${more.min ?? nothing} max=${more.max ?? nothing} step=${more.step ?? nothing} pattern=${more.pattern ?? nothing}
  title=${more.title ?? nothing} autocomplete="off" spellcheck="false"></label>`;
const whole = (name, label, value, usual, min, max) => field(name, label, value, { type: 'number', usual, min, max, step: 1 });
const real = (name, label, value, usual, min, max) => field(name, label, value, { type: 'number', usual, min, max, step: 'any' });
const choice = (name, label, value, options) => html`<label><span>${label}</span><select name=${name}>${options.map(([key, text]) =>
  html`<option value=${key} ?selected=${key === value}>${text}</option>`)}</select></label>`;
const lines = headers => Object.entries(headers ?? {}).flatMap(([name, values]) => [values].flat().map(value => `${name}: ${value}`)).join('\n');

/** A new monitor, or another in the place of one. */
class MonitorForm extends Element {
  static properties = { monitor: {}, kind: { state: true }, from: { state: true }, busy: { state: true }, problem: { state: true } };

  #unsaved = new Unsaved(this);
  #before = new Resource(this, signal => this.#load(signal));

  async #load(signal) {
    if (!this.monitor) {
      const { kind, target, url } = router.query;
      this.kind ??= kind === 'http' || url ? 'http' : 'ping';
      this.from ??= ['*'];
      return { target, request: url ? { url } : undefined };
    }
    const before = await get(`/api/monitors/${encodeURIComponent(this.monitor)}`, null, signal);
    this.kind = before.kind;
    this.from = before.from;
    return before;
  }

  #save = async event => {
    event.preventDefault();
    const before = this.monitor ? this.#before.value : null;
    this.busy = true;
    this.problem = null;
    try {
      const body = wish(new FormData(event.target), this.kind, this.from, before);
      const saved = before ? await call('PUT', `/api/monitors/${before.id}`, { body }) : await call('POST', '/api/monitors', { body });
      this.#unsaved.kept();
      say(before ? `${saved.name} is changed.` : `${saved.name} runs from now on.`);
      router.go(`/monitors/${saved.id}`);
    } catch (e) {
      this.problem = e;
    }
    this.busy = false;
  };

  render() {
    const crumbs = html`<p class="crumbs"><a href=${href('/monitors')}>Monitors</a> / ${this.monitor ? html`<a href=${href(`/monitors/${this.monitor}`)}>${this.#before.value?.name ?? this.monitor}</a> / edit` : 'new'}</p>`;
    if (!session.may('operator')) {
      return html`${crumbs}<h1>Monitor</h1>${empty('Your token only reads', 'Making and changing monitors takes the role operator.')}`;
    }
    return html`${crumbs}<h1>${this.monitor ? 'Edit monitor' : 'New monitor'}</h1>${this.#before.show(before => this.#form(before))}`;
  }

  #form(before) {
    const ping = this.kind === 'ping';
    return html`<form class="panel form" @submit=${this.#save} @input=${this.#unsaved.written}>
      ${this.problem ? trouble(this.problem) : nothing}
      <div class="fields">
        ${field('name', 'Name', before.name, { required: true, pattern: '[A-Za-z0-9][A-Za-z0-9_\\-]{0,63}', title: 'Letters, digits, - and _', wide: true })}
        <label><span>Kind</span><select ?disabled=${Boolean(this.monitor)} @change=${event => { this.kind = event.target.value; }}>
          ${[['ping', 'ping'], ['http', 'HTTP exchange']].map(([key, text]) => html`<option value=${key} ?selected=${key === this.kind}>${text}</option>`)}</select></label>
        ${real('interval', 'Every (s)', before.interval, 60, 1, 86_400)}
      </div>
      ${ping ? this.#ping(before) : this.#http(before)}
      <fieldset><legend>Where from</legend><div class="fields">
        <div class="wide"><dx-places .value=${this.from} .own=${ping ? 'the coordinator' : ''}
          @chosen=${event => { this.from = event.detail; }}></dx-places></div>
        ${choice('addresses', 'Of each agent', before.addresses, [['one', 'one address'], ['each', 'each address']])}</div></fieldset>
      <fieldset><legend>When it is in trouble</legend><div class="fields">
        ${ping ? html`${real('loss_percent', 'Degraded over loss (%)', before.thresholds?.loss_percent, 'never', 0, 100)}
          ${real('rtt_ms', 'Degraded over RTT (ms)', before.thresholds?.rtt_ms, 'never', 0)}`
        : html`${real('duration_ms', 'Degraded over (ms)', before.thresholds?.duration_ms, 'never', 0)}
          ${whole('certificate_days', 'Certificate lasts (days)', before.thresholds?.certificate_days, 14, 0, 10_000)}`}
        ${whole('failures_before_down', 'Runs until worse', before.failures_before_down, 2, 1, 10)}
        ${whole('successes_before_up', 'Runs until better', before.successes_before_up, 1, 1, 10)}</div></fieldset>
      <div class="buttons"><button class="primary" ?disabled=${this.busy}>${this.monitor ? 'Save' : 'Create'}</button>
        <a class="button" href=${href(this.monitor ? `/monitors/${this.monitor}` : '/monitors')}>Cancel</a></div>
    </form>`;
  }

  #ping(before) {
    return html`<fieldset><legend>Ping</legend><div class="fields">
      ${field('target', 'Target', before.target, { required: true, usual: 'name or address', wide: true })}
      ${whole('count', 'Probes of a run', before.count, 5, 1, 100)}
      ${real('probe_interval', 'Between them (s)', before.probe_interval, 0.2, 0.01, 60)}
      ${real('timeout', 'Timeout (s)', before.timeout, 5, 0.001, 60)}
      ${whole('size', 'Payload (bytes)', before.size, 56, 0, 65_507)}
      ${choice('family', 'Family', before.family, [['any', 'any'], ['4', 'IPv4'], ['6', 'IPv6']])}</div></fieldset>`;
  }

  #http(before) {
    const { request = {}, expect } = before;
    const body = request.body ?? '';
    return html`<fieldset><legend>Request</legend><div class="fields">
        ${choice('method', 'Method', request.method ?? 'GET', METHODS.map(one => [one, one]))}
        ${field('url', 'URL', request.url, { required: true, type: 'url', usual: 'https://example.com/health', wide: true })}
        ${real('timeout', 'Timeout (s)', request.timeout, 'the interval, at most 30', 0.001, 86_400)}
        <label class="wide"><span>Headers</span><textarea name="headers" rows="2" spellcheck="false" placeholder="Name: value, one a line" .value=${lines(request.headers)}></textarea></label>
        <label class="wide"><span>Body</span><textarea name="body" rows="2" spellcheck="false" placeholder=${request.body_base64 ? 'bytes, kept as they are' : ''} .value=${typeof body === 'string' ? body : JSON.stringify(body)}></textarea></label>
      </div>
      <div class="checks"><label class="switch"><input type="checkbox" name="follow" .checked=${request.follow_redirects ?? true}> Follow redirects</label>
        <label class="switch"><input type="checkbox" name="verify" .checked=${request.verify_tls ?? true}> Verify TLS</label></div></fieldset>
    <fieldset><legend>Expected answer</legend><div class="fields">
        ${field('status', 'Status', expect?.status, { usual: 'below 400', pattern: '[1-5]\\d\\d|[1-5]xx', title: 'A status such as 204, or a class such as 2xx' })}
        ${field('contains', 'Body contains', expect?.body?.contains)}
        ${field('matches', 'Body matches (RE2)', expect?.body?.matches)}</div></fieldset>`;
  }
}

customElements.define('dx-monitor-form', MonitorForm);
