import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { number } from '../shell/format.js';

const SHOWN = 200;
const SEARCH_FROM = 12;

/**
 * Vantage points: `value` is null for what stands behind `own` (the coordinator itself), `['*']` for every connected agent, or ids.
 * `agents` are those that may be chosen; `chosen` events carry the new value.
 */
class Places extends Element {
  static properties = { value: { attribute: false }, agents: { attribute: false }, own: {}, search: { state: true } };

  #chosen(value) {
    this.dispatchEvent(new CustomEvent('chosen', { detail: value }));
  }

  #kind(kind) {
    const first = this.agents.find(one => one.status === 'connected') ?? this.agents[0];
    this.#chosen(kind === 'own' ? null : kind === 'all' ? ['*'] : first ? [first.agent_id] : []);
  }

  #tick(id, on) {
    const others = this.value.filter(one => one !== id);
    this.#chosen(on ? [...others, id] : others);
  }

  render() {
    const kind = this.value === null ? 'own' : this.value[0] === '*' ? 'all' : 'some';
    const connected = this.agents.filter(one => one.status === 'connected').length;
    const options = [['all', `every connected agent (${number(connected)})`], ['some', 'chosen agents'], ...this.own ? [['own', this.own]] : []];
    return html`<label><span>From</span><select .value=${kind} @change=${event => this.#kind(event.target.value)}>
        ${options.map(([name, label]) => html`<option value=${name} ?selected=${name === kind}>${label}</option>`)}</select></label>
      ${kind === 'some' ? this.#choice() : nothing}`;
  }

  #choice() {
    const wanted = (this.search ?? '').toLowerCase();
    const known = new Set(this.agents.map(one => one.agent_id));
    const away = this.value.filter(id => !known.has(id)).map(id => ({ agent_id: id, status: 'unknown' }));
    const fitting = [...away, ...this.agents].filter(one => one.agent_id.toLowerCase().includes(wanted));
    return html`<fieldset class="places"><legend class="hidden">Agents</legend>
      ${this.agents.length > SEARCH_FROM ? html`<input type="text" aria-label="Find an agent" placeholder="find" .value=${this.search ?? ''} @input=${event => { this.search = event.target.value; }}>` : nothing}
      <div class="ticks">${fitting.slice(0, SHOWN).map(one => html`<label class="switch"><input type="checkbox" .checked=${this.value.includes(one.agent_id)}
        @change=${event => this.#tick(one.agent_id, event.target.checked)}> ${one.agent_id}${one.status === 'connected' ? nothing : html` <small class="muted">${one.status}</small>`}</label>`)}</div>
      ${fitting.length > SHOWN ? html`<p class="muted">${number(fitting.length - SHOWN)} more: find them by name.</p>` : nothing}
      ${this.agents.length === 0 ? html`<p class="muted">There are no agents.</p>` : nothing}
    </fieldset>`;
  }
}

customElements.define('dx-places', Places);
