import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource } from '../shell/resource.js';
import { all, call } from '../shell/api.js';
import { href } from '../shell/router.js';
import { say } from '../shell/notices.js';
import { field, toWrong, wrongOf } from '../elements/field.js';
import { stepOf } from './step.js';

const NEW = '';

/**
 * A request as a step of a scenario, a new one or one that is there. `request` as a step has it, `status` that was answered, `agent` that sent it; `lacks`: why it has
 * no body. `done` when it is stored.
 */
class SaveStep extends Element {
  static properties = {
    request: { attribute: false }, status: { type: Number }, agent: {}, lacks: {}, to: { state: true }, name: { state: true }, step: { state: true }, from: { state: true },
    expect: { state: true }, wrong: { state: true }, busy: { state: true },
  };

  #scenarios = new Resource(this, signal => all('/api/scenarios', signal));

  constructor() {
    super();
    Object.assign(this, { to: NEW, name: '', step: '', from: null, expect: true });
  }

  /** The same place as before, where that was an agent. */
  get #place() {
    return this.from ?? (this.agent && this.agent !== 'coordinator' ? 'same' : 'coordinator');
  }

  #from() {
    return { same: { agent_id: this.agent }, all: { all: true }, coordinator: undefined }[this.#place];
  }

  render() {
    const { error } = this.#scenarios;
    if (error?.type === 'feature-disabled') {
      return html`<p class="muted">Scenarios are switched off on this coordinator.</p>`;
    }
    const text = (name, label, hint) => field(name, label, this.wrong, ({ invalid, why }) => html`<input autocomplete="off" placeholder=${hint} .value=${this[name]} aria-invalid=${invalid} aria-describedby=${why}
      @input=${event => { this[name] = event.target.value; this.wrong = null; }}>`);
    return html`<h2>Save as scenario step</h2>
      <form class="filters" novalidate @submit=${this.#save}>
        <label><span>Scenario</span><select @change=${event => { this.to = event.target.value; }}>
          <option value=${NEW}>a new one</option>${(this.#scenarios.value ?? []).map(one => html`<option value=${one.id}>${one.name}</option>`)}</select></label>
        ${this.to === NEW ? text('name', 'Its name', 'My scenario') : nothing}
        ${text('step', 'Step', `${this.request.method} …`)}
        ${this.request.target ? nothing : html`<label><span>From</span><select @change=${event => { this.from = event.target.value; }}>
          ${this.agent && this.agent !== 'coordinator' ? html`<option value="same" .selected=${this.#place === 'same'}>${this.agent}</option>` : nothing}
          <option value="coordinator" .selected=${this.#place === 'coordinator'}>the coordinator</option><option value="all" .selected=${this.#place === 'all'}>every agent</option></select></label>`}
        ${this.status ? html`<label class="switch"><input type="checkbox" .checked=${this.expect} @change=${event => { this.expect = event.target.checked; }}> Expect status ${this.status}</label>` : nothing}
        <button class="primary" ?disabled=${this.busy || !this.#scenarios.value}>Add the step</button>
      </form>
      ${this.lacks ? html`<p class="muted">The body ${this.lacks}: the step has none.</p>` : nothing}
      ${error ? html`<p class="wrong" role="alert">${error.message}</p>` : nothing}
      ${this.wrong && this.wrong.field !== 'name' ? html`<p class="wrong" role="alert">${this.wrong.field ? html`<code>${this.wrong.field}</code> ` : nothing}${this.wrong.text}</p>` : nothing}`;
  }

  #save = async event => {
    event.preventDefault();
    this.busy = true;
    this.wrong = null;
    try {
      const saved = await this.#store(stepOf({ name: this.step.trim(), request: this.request, from: this.#from(), status: this.expect ? this.status : null }));
      say(html`Added as step ${saved.steps.length} of <a href=${href(`/scenarios/${saved.id}`)}>${saved.name}</a>.`);
      this.dispatchEvent(new CustomEvent('done'));
    } catch (e) {
      this.wrong = wrongOf(e);
      toWrong(this);
    }
    this.busy = false;
  };

  async #store(step) {
    if (this.to === NEW) {
      return call('POST', '/api/scenarios', { body: { name: this.name.trim(), steps: [step] } });
    }
    const { id, ...scenario } = await call('GET', `/api/scenarios/${this.to}`, { exact: true });
    return call('PUT', `/api/scenarios/${id}`, { body: { ...scenario, steps: [...scenario.steps, step] } });
  }
}

customElements.define('dx-save-step', SaveStep);
