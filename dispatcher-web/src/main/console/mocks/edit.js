import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource } from '../shell/resource.js';
import { call } from '../shell/api.js';
import { router, href } from '../shell/router.js';
import { session } from '../shell/session.js';
import { Unsaved } from '../shell/unsaved.js';
import { attempt, say } from '../shell/notices.js';
import { confirmed } from '../shell/confirm.js';
import { parseExact, pretty } from '../shell/json.js';
import { number } from '../shell/format.js';
import { isWrong, toWrong, wrongOf } from '../elements/field.js';
import { EMPTY, draftOf, mockOf } from './draft.js';
import { PLACED, mockForm } from './form.js';
import '../elements/code.js';

/** One mock, new or stored: in a form, or whole as JSON. */
class Mock extends Element {
  static properties = { mock: {}, draft: { state: true }, json: { state: true }, wrong: { state: true }, busy: { state: true } };

  #stored = new Resource(this, signal => this.#load(signal));
  #unsaved = new Unsaved(this);

  get #isNew() {
    return this.mock === 'new';
  }

  async #load(signal) {
    const id = this.#isNew ? router.query.copy : this.mock;
    const stored = id ? await call('GET', `/api/mocks/${encodeURIComponent(id)}`, { exact: true, signal }) : EMPTY;
    this.draft ??= draftOf(stored);
    return stored;
  }

  #set = (name, value) => {
    this.draft = { ...this.draft, [name]: value };
    if (isWrong(this.wrong, name.startsWith('fault') ? 'fault' : name === 'conditions' ? 'match' : name)) {
      this.wrong = null;
    }
  };

  render() {
    return html`<p class="crumbs"><a href=${href('/mocks')}>Mocks</a> / ${this.#isNew ? 'new' : html`<span class="mono">${this.mock}</span>`}</p>
      ${this.#stored.show(stored => this.#page(stored))}`;
  }

  #page(stored) {
    const may = session.may('operator');
    return html`<div class="title"><h1 class="url">${this.#isNew ? 'New mock' : html`<span>${stored.method} ${stored.path_pattern}</span>`}</h1>
        <div class="buttons">${this.#isNew ? nothing : html`<span class="muted">${number(stored.hits)} hits</span>
          <a class="button" href=${href('/requests?kind=mock')}>Its answers</a>`}
          <button aria-pressed=${this.json !== undefined} @click=${this.#otherView}>JSON</button>
          ${may && !this.#isNew ? html`<button class="danger" @click=${this.#delete}>Delete</button>` : nothing}</div></div>
      <form class="panel editor" novalidate @submit=${this.#save} @input=${this.#unsaved.written} @keydown=${event => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && may && this.#save(event)}>
        ${this.wrong && !this.#placed ? html`<div class="notice bad" role="alert"><span>${this.wrong.field ? html`<code>${this.wrong.field}</code> ` : nothing}${this.wrong.text}</span></div>` : nothing}
        <fieldset ?disabled=${!may}>${this.json === undefined ? mockForm(this.draft, this.wrong, this.#set)
          : html`<dx-code .label=${'The whole mock'} .value=${this.json} .wrong=${this.wrong} .readonly=${!may} .rows=${20} @edited=${event => { this.json = event.detail; this.wrong = null; }}></dx-code>`}</fieldset>
        ${may ? html`<div class="buttons"><button class="primary" ?disabled=${this.busy} title="Ctrl Enter">${this.#isNew ? 'Store mock' : 'Save'}</button>
          <a class="button" href=${href('/mocks')}>Cancel</a></div>` : html`<p class="muted">To change it takes the role operator.</p>`}
      </form>`;
  }

  /** Whether there is a place in the form for what is wrong. */
  get #placed() {
    return this.json !== undefined || PLACED.includes(this.wrong.field?.split(/[.[]/)[0]);
  }

  #otherView = () => {
    try {
      if (this.json === undefined) {
        this.json = pretty(mockOf(this.draft));
      } else {
        this.draft = draftOf(parseExact(this.json));
        this.json = undefined;
      }
      this.wrong = null;
    } catch (e) {
      this.wrong = e instanceof SyntaxError ? { field: null, text: 'This is no JSON yet.' } : wrongOf(e);
    }
  };

  #save = async event => {
    event.preventDefault();
    this.busy = true;
    this.wrong = null;
    try {
      const body = this.json === undefined ? mockOf(this.draft) : parseExact(this.json);
      const saved = await call(this.#isNew ? 'POST' : 'PUT', this.#isNew ? '/api/mocks' : `/api/mocks/${encodeURIComponent(this.mock)}`, { body });
      say(html`${saved.method} <code>${saved.path_pattern}</code> answers ${saved.status}${saved.enabled ? '' : ', once it is on'}.`);
      this.#unsaved.kept();
      router.go('/mocks');
    } catch (e) {
      this.wrong = e instanceof SyntaxError ? { field: null, text: 'This is no JSON yet.' } : wrongOf(e);
      toWrong(this);
    }
    this.busy = false;
  };

  #delete = async () => {
    if (await confirmed('Delete this mock?', 'It answers no more at once, on all coordinators.', 'Delete')
        && await attempt(() => call('DELETE', `/api/mocks/${encodeURIComponent(this.mock)}`).then(() => true), 'The mock is deleted.')) {
      this.#unsaved.kept();
      router.go('/mocks');
    }
  };
}

customElements.define('dx-mock', Mock);
