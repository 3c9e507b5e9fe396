import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource } from '../shell/resource.js';
import { number } from '../shell/format.js';
import { TYPING_MS, findAgents, firstConnected } from './agentsearch.js';

const SEARCH_FROM = 12;

/**
 * Vantage points: `value` is null for what stands behind `own` (the coordinator itself), `['*']` for every connected agent, or ids;
 * a form with none is not sent.
 * `chosen` events carry the new value.
 */
class Places extends Element {
  static properties = { value: { attribute: false }, own: {} };

  #search = '';
  #typing = null;
  #connected = new Resource(this, firstConnected, { on: event => event.type.startsWith('agent.') });
  #found = new Resource(this, signal => (this.#kind === 'some' ? findAgents(this.#search, signal) : Promise.resolve(null)), { on: event => event.type.startsWith('agent.') });

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  updated(changed) {
    if (changed.has('value') && this.#kind === 'some' && this.#found.value === null && !this.#found.error && !this.#found.loading) {
      this.#found.refresh();
    }
    this.querySelector('select').setCustomValidity(this.value?.length === 0 ? 'Choose an agent, or every one.' : '');
  }

  get #kind() {
    return this.value === null ? 'own' : this.value?.[0] === '*' ? 'all' : 'some';
  }

  #chosen(value) {
    this.dispatchEvent(new CustomEvent('chosen', { detail: value }));
  }

  async #turn(kind) {
    if (kind !== 'some') {
      this.#chosen(kind === 'own' ? null : ['*']);
      return;
    }
    if (this.#connected.value === null) {
      await this.#connected.refresh();
    }
    this.#chosen((this.#connected.value?.items ?? []).map(one => one.agent_id));
  }

  #tick(id, on) {
    const others = this.value.filter(one => one !== id);
    this.#chosen(on ? [...others, id] : others);
  }

  #typed(text) {
    this.#search = text;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#found.refresh(), TYPING_MS);
  }

  render() {
    const kind = this.#kind;
    const connected = this.#connected.value?.matching;
    const options = [['all', `every connected agent${connected === undefined ? '' : ` (${number(connected)})`}`], ['some', 'chosen agents'], ...this.own ? [['own', this.own]] : []];
    return html`<label><span>From</span><select .value=${kind} @change=${event => this.#turn(event.target.value)}>
        ${options.map(([name, label]) => html`<option value=${name} ?selected=${name === kind}>${label}</option>`)}</select></label>
      ${kind === 'some' ? html`<fieldset class="places"><legend class="hidden">Agents</legend>${this.#found.show(found => this.#choice(found))}</fieldset>` : nothing}`;
  }

  /** Those that are chosen stay in sight whatever is searched for. */
  #choice({ items, matching }) {
    const found = items.filter(one => one.status !== 'registered');
    const shown = new Set(found.map(one => one.agent_id));
    const rest = matching - items.length;
    return html`${matching > SEARCH_FROM || this.#search ? html`<input type="text" aria-label="Find an agent" placeholder="find by id, label or address" .value=${this.#search}
        @keydown=${event => event.key === 'Enter' && !event.ctrlKey && !event.metaKey && event.preventDefault()} @input=${event => this.#typed(event.target.value)}>` : nothing}
      <div class="ticks">${[...this.value.filter(id => !shown.has(id)).map(id => ({ agent_id: id })), ...found].map(one => html`<label class="switch"><input type="checkbox"
        .checked=${this.value.includes(one.agent_id)} @change=${event => this.#tick(one.agent_id, event.target.checked)}> ${one.agent_id}${!one.status || one.status === 'connected'
          ? nothing : html` <small class="muted">${one.status}</small>`}</label>`)}</div>
      <p class="muted" role="status">${matching === 0 ? this.#search ? 'No agent fits.' : 'There are no agents.' : rest > 0 ? `${number(rest)} more: find them.` : ''}</p>`;
  }
}

customElements.define('dx-places', Places);
