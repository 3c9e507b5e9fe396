import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { TYPING_MS, about, findAddresses, findAgents } from './agentsearch.js';

const AGENT = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
let made = 0;

/**
 * A field for one agent, or with `kind="address"` for an address of it (`agent`; of any if that is empty). The browser offers what the coordinator finds
 * of what is typed; anything may be written, it is the API that refuses. In a form it goes by `name`; `chosen` events carry the text.
 */
class Choice extends Element {
  static properties = { kind: {}, label: {}, name: {}, value: {}, agent: {}, found: { state: true }, said: { state: true } };

  #list = `choice-${++made}`;
  #controller = null;
  #typing = null;
  #asked = null;

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
    this.#controller?.abort();
    this.#asked = null;
  }

  #typed(value) {
    this.value = value;
    this.said = '';
    this.dispatchEvent(new CustomEvent('chosen', { detail: value.trim() }));
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#look(), TYPING_MS);
  }

  #find(q, agent, signal) {
    if (this.kind === 'address') {
      return findAddresses(q, agent, signal).then(({ addresses, matching }) => ({ matching, options: addresses.map(one => ({ value: one.address, text: agent ? one.state : `${one.agent_id} ${one.state}` })) }));
    }
    return findAgents(q, signal).then(({ items, matching }) => ({ matching, options: items.filter(one => one.status !== 'registered').map(one => ({ value: one.agent_id, text: about(one) })) }));
  }

  async #look() {
    const q = this.value ?? '';
    const agent = AGENT.test(this.agent ?? '') ? this.agent : '';
    const asked = `${agent} ${q}`;
    if (asked === this.#asked) {
      return;
    }
    this.#asked = asked;
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    try {
      const { options, matching } = await this.#find(q, agent, controller.signal);
      if (controller === this.#controller) {
        this.found = options;
        this.said = matching === 0 && q.trim() ? `No ${this.kind ?? 'agent'} fits.` : '';
      }
    } catch (e) {
      if (e.name !== 'AbortError' && controller === this.#controller) {
        this.#asked = null;
        this.found = [];
        this.said = 'The search failed.';
      }
    }
  }

  render() {
    return html`<label><span>${this.label}</span><input name=${this.name ?? nothing} list=${this.#list} autocomplete="off" spellcheck="false" placeholder="any" .value=${this.value ?? ''}
        aria-describedby=${`${this.#list}-said`} @focus=${() => this.#look()} @input=${event => this.#typed(event.target.value)}></label>
      <datalist id=${this.#list}>${(this.found ?? []).map(one => html`<option value=${one.value}>${one.text}</option>`)}</datalist>
      <small class="muted" id=${`${this.#list}-said`} role="status">${this.said ?? ''}</small>`;
  }
}

customElements.define('dx-choice', Choice);
