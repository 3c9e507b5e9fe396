import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty, trouble } from '../shell/resource.js';
import { call, get } from '../shell/api.js';
import { router, href } from '../shell/router.js';
import { session } from '../shell/session.js';
import { Unsaved } from '../shell/unsaved.js';
import { attempt, say } from '../shell/notices.js';
import { confirmed } from '../shell/confirm.js';
import { Invalid } from '../elements/field.js';
import { headersOf } from '../elements/headers.js';
import { tried } from './target-badges.js';
import '../elements/choice.js';

const OFFERED = 100;
const MARK = '[redacted]';
const WAYS = [['direct', 'directly from the coordinator'], ['agent', 'from an agent'], ['upstream', 'through a tunnel']];
const lines = given => Object.entries(given ?? {}).flatMap(([name, values]) => [values].flat().map(value => `${name}: ${value}`)).join('\n');

function labels(text) {
  return Object.fromEntries(text.split(/[\s,]+/).filter(Boolean).map(one => {
    const at = one.indexOf('=');
    if (at < 1) {
      throw new Invalid(`Labels: “${one}” is not name=value.`);
    }
    return [one.slice(0, at), one.slice(at + 1)];
  }));
}

function wish(form, via) {
  const of = name => String(form.get(name) ?? '').trim();
  return {
    name: of('name'), base_url: of('base_url'), via, default_headers: headersOf(of('headers')),
    ...of('timeout') ? { timeout: Number(of('timeout')) } : {},
    ...via === 'agent' ? { agent_id: of('agent_id') || null, labels: labels(of('labels')) } : {},
    ...via === 'upstream' ? { upstream: of('upstream') } : {},
  };
}

/** A new target, or another in the place of one. What is secret is not shown, and stays unless it is written anew. */
class TargetForm extends Element {
  static properties = { target: {}, via: { state: true }, busy: { state: true }, problem: { state: true } };

  #unsaved = new Unsaved(this);
  #before = new Resource(this, signal => this.#load(signal));
  #upstreams = new Resource(this, signal => session.may('operator') ? get('/api/upstreams', { limit: OFFERED }, signal) : Promise.resolve({ items: [] }));

  async #load(signal) {
    const before = this.target ? await get(`/api/targets/${encodeURIComponent(this.target)}`, null, signal) : { via: 'direct', upstream: router.query.upstream };
    this.via ??= router.query.upstream ? 'upstream' : before.via;
    return before;
  }

  #save = async event => {
    event.preventDefault();
    this.busy = true;
    this.problem = null;
    try {
      const body = wish(new FormData(event.target), this.via);
      const saved = this.target ? await call('PUT', `/api/targets/${this.target}`, { body }) : await call('POST', '/api/targets', { body });
      this.#unsaved.kept();
      say(this.target ? `${saved.name} is changed.` : html`${saved.name} is stored. <a href=${href(tried(saved))}>Try it</a>`);
      router.go('/targets');
    } catch (e) {
      this.problem = e;
    }
    this.busy = false;
  };

  async #remove(before) {
    if (await confirmed(`Delete ${before.name}?`, 'Scenarios that name it fail from then on, and its headers are forgotten.', 'Delete')) {
      if (await attempt(() => call('DELETE', `/api/targets/${before.id}`).then(() => true), `${before.name} is deleted.`)) {
        this.#unsaved.kept();
        router.go('/targets');
      }
    }
  }

  render() {
    const crumbs = html`<p class="crumbs"><a href=${href('/targets')}>Targets</a> / ${this.target ? this.#before.value?.name ?? this.target : 'new'}</p>`;
    if (!session.may('operator')) {
      return html`${crumbs}<h1>Target</h1>${empty('Your token only reads', 'Making and changing targets takes the role operator.')}`;
    }
    return html`${crumbs}${this.#before.show(before => html`<div class="title"><h1>${this.target ? `Edit ${before.name}` : 'New target'}</h1>
      ${this.target ? html`<div class="buttons"><a class="button" href=${href(tried(before))}>Try it</a><button class="danger" @click=${() => this.#remove(before)}>Delete</button></div>` : nothing}</div>
      ${this.#form(before)}`)}`;
  }

  #form(before) {
    const upstreams = this.#upstreams.value?.items ?? [];
    const secret = Object.values(before.default_headers ?? {}).flat().includes(MARK);
    return html`<form class="panel form" @submit=${this.#save} @input=${this.#unsaved.written}>
      ${this.problem ? trouble(this.problem) : nothing}
      <div class="fields">
        <label><span>Name</span><input name="name" required pattern="[A-Za-z0-9][A-Za-z0-9_\\-]{0,63}" title="Letters, digits, - and _" autocomplete="off" spellcheck="false" .value=${before.name ?? ''}></label>
        <label class="wide"><span>Base URL</span><input name="base_url" type="url" required placeholder="https://shop.example.com/v2" autocomplete="off" spellcheck="false" .value=${before.base_url ?? ''}></label>
        <label><span>Timeout (s)</span><input name="timeout" type="number" min="0.001" max="3600" step="any" placeholder="30" .value=${before.timeout ?? ''}></label>
      </div>
      <label><span>Headers of every request</span><textarea name="headers" rows="4" spellcheck="false" placeholder="Name: value, one a line" .value=${lines(before.default_headers)}></textarea></label>
      ${secret ? html`<p class="muted">What stands as ${MARK} stays as it is, unless you write another value, or the target goes elsewhere: then it must be given again.</p>` : nothing}
      <fieldset><legend>How it gets there</legend><div class="fields">
        <label class="wide"><span>Way</span><select @change=${event => { this.via = event.target.value; }}>${WAYS.map(([value, label]) => html`<option value=${value} ?selected=${value === this.via}>${label}</option>`)}</select></label>
        ${this.via === 'agent' ? html`
          <dx-choice label="Agent" name="agent_id" .value=${before.agent_id ?? ''}></dx-choice>
          <label><span>Labels</span><input name="labels" placeholder="region=eu" autocomplete="off" .value=${Object.entries(before.labels ?? {}).map(([name, value]) => `${name}=${value}`).join(' ')}></label>` : nothing}
        ${this.via === 'upstream' ? html`
          <label class="wide"><span>Upstream</span><input name="upstream" required list="target-upstreams" autocomplete="off" .value=${before.upstream ?? ''}></label>
          <datalist id="target-upstreams">${upstreams.map(one => html`<option value=${one.name}></option>`)}</datalist>` : nothing}
      </div>
      ${this.via === 'direct' ? html`<p class="muted">Under the coordinator's own --allow and --deny.</p>` : this.via === 'upstream' ? html`<p class="muted">Only the path of the base URL counts: where the upstream is, its agent knows.</p>` : nothing}</fieldset>
      <div class="buttons"><button class="primary" ?disabled=${this.busy}>${this.target ? 'Save' : 'Create'}</button><a class="button" href=${href('/targets')}>Cancel</a></div>
    </form>`;
  }
}

customElements.define('dx-target-form', TargetForm);
