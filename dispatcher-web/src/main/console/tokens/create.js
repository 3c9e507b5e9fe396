import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { post } from '../shell/api.js';
import { Invalid, field, toWrong, wrongOf } from '../elements/field.js';

const ROLES = {
  viewer: 'Reads everything, changes nothing.', operator: 'Also sends, drains, makes mocks and runs scenarios.', admin: 'Everything: also removes agents, and has tokens and dead letters.',
  agent: 'Its own channel to the coordinator, nothing else.',
};
const LIFETIMES = [['', 'never'], ['1', 'in a day'], ['7', 'in 7 days'], ['30', 'in 30 days'], ['90', 'in 90 days'], ['365', 'in a year'], ['date', 'at …']];
const DAY_MS = 86_400_000;

/** A token to be made; `made` with what the API said. `first`: there is none yet. */
class TokenForm extends Element {
  static properties = { first: { type: Boolean }, draft: { state: true }, wrong: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.draft = { role: 'viewer', name: '', agent_id: '', upstreams: '', lifetime: '', until: '' };
  }

  firstUpdated() {
    this.querySelector('select')?.focus();
  }

  #set(name, value) {
    this.draft = { ...this.draft, [name]: value };
    this.wrong = null;
  }

  get #role() {
    return this.first ? 'admin' : this.draft.role;
  }

  render() {
    const { draft } = this;
    const input = (name, label, hint) => field(name, label, this.wrong, ({ invalid, why }) => html`<input autocomplete="off" spellcheck="false" placeholder=${hint} .value=${draft[name]} aria-invalid=${invalid} aria-describedby=${why}
      @input=${event => this.#set(name, event.target.value)}>`);
    return html`<h2>New token</h2><form @submit=${this.#make}>
      <div class="fields">
        ${field('role', 'Role', this.wrong, ({ invalid, why }) => html`<select aria-invalid=${invalid} aria-describedby=${why} @change=${event => this.#set('role', event.target.value)}>
          ${Object.keys(ROLES).filter(role => !this.first || role === 'admin').map(role => html`<option ?selected=${role === this.#role}>${role}</option>`)}</select>`)}
        ${input('name', 'Name', 'its id')}
        ${this.#role === 'agent' ? html`${input('agent_id', 'Only as agent', 'any id')}${input('upstreams', 'Only for upstreams', 'any, or a, b')}` : nothing}
        ${field('expires', 'Expires', this.wrong, ({ invalid, why }) => html`<select aria-invalid=${invalid} aria-describedby=${why} @change=${event => this.#set('lifetime', event.target.value)}>
          ${LIFETIMES.map(([value, label]) => html`<option value=${value} ?selected=${value === draft.lifetime}>${label}</option>`)}</select>`)}
        ${draft.lifetime === 'date' ? html`<label><span>Date and time</span><input type="datetime-local" .value=${draft.until} @input=${event => this.#set('until', event.target.value)}></label>` : nothing}
      </div>
      <p class="muted about">${ROLES[this.#role]}</p>
      ${this.wrong && !this.wrong.field ? html`<p class="wrong" role="alert">${this.wrong.text}</p>` : nothing}
      <div class="buttons below"><button class="primary" ?disabled=${this.busy}>Make it</button></div>
    </form>`;
  }

  #expires() {
    const { lifetime, until } = this.draft;
    if (lifetime !== 'date') {
      return lifetime ? new Date(Date.now() + Number(lifetime) * DAY_MS).toISOString() : null;
    }
    const time = new Date(until);
    if (Number.isNaN(time.getTime())) {
      throw new Invalid('Say when.', 'expires');
    }
    return time.toISOString();
  }

  #make = async event => {
    event.preventDefault();
    this.busy = true;
    this.wrong = null;
    try {
      const { name, agent_id: agent, upstreams } = this.draft;
      const only = this.#role === 'agent';
      const made = await post('/api/tokens', {
        role: this.#role, name: name.trim() || null, agent_id: (only && agent.trim()) || null, upstreams: only ? upstreams.split(/[\s,]+/).filter(Boolean) : [], expires: this.#expires(),
      });
      this.dispatchEvent(new CustomEvent('made', { detail: made }));
    } catch (e) {
      this.wrong = namedFirst(wrongOf(e));
      toWrong(this);
    }
    this.busy = false;
  };
}

/** Sentences about a token begin with the member that they are about. */
function namedFirst(wrong) {
  const [, name, text] = /^(role|name|agent_id|upstreams|expires) ([^]+)$/.exec(wrong.text) ?? [];
  return wrong.field || !name ? wrong : { field: name, text: `${text[0].toUpperCase()}${text.slice(1)}` };
}

customElements.define('dx-token-form', TokenForm);
