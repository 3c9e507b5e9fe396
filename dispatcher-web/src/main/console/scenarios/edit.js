import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty } from '../shell/resource.js';
import { call, get } from '../shell/api.js';
import { router, href } from '../shell/router.js';
import { session } from '../shell/session.js';
import { Unsaved } from '../shell/unsaved.js';
import { attempt, say } from '../shell/notices.js';
import { confirmed } from '../shell/confirm.js';
import { parseExact, pretty } from '../shell/json.js';
import { yaml } from '../shell/yaml.js';
import { Invalid, field, toWrong, wrongOf } from '../elements/field.js';
import { runTable } from './runs.js';
import '../elements/code.js';

const FIRST = {
  name: 'My scenario',
  variables: { place: 'http://127.0.0.1:8081' },
  steps: [{
    name: 'hello', request: { method: 'GET', url: '${place}/' },
    assertions: [{ type: 'status', equals: 200 }, { type: 'duration', less_than_ms: 1000 }],
  }],
};
const RUNS = 50;
const YAML = 'application/yaml';
const SYNTAX = 'dispatcher.scenario-syntax';
const SYNTAXES = [['json', 'JSON'], ['yaml', 'YAML']];

/** One scenario as JSON or YAML, its runs, and another run. */
class ScenarioPage extends Element {
  static properties = { scenario: {}, text: { state: true }, syntax: { state: true }, wrong: { state: true }, refused: { state: true }, busy: { state: true }, seed: { state: true }, variables: { state: true } };

  #before = '';
  #written = FIRST;
  #stored = new Resource(this, signal => this.#load(signal));
  #unsaved = new Unsaved(this);
  #runs = new Resource(this, signal => (this.#isNew ? Promise.resolve({ items: [] }) : get(`${this.#path()}/runs`, { limit: RUNS }, signal)), {
    on: event => event.type.startsWith('scenario.run') && event.data?.scenario_id === this.scenario,
  });

  constructor() {
    super();
    this.syntax = localStorage.getItem(SYNTAX) === 'yaml' ? 'yaml' : 'json';
    this.seed = '';
    this.variables = '';
  }

  get #isNew() {
    return this.scenario === 'new';
  }

  #path() {
    return `/api/scenarios/${encodeURIComponent(this.scenario)}`;
  }

  async #load(signal) {
    const stored = this.#isNew ? FIRST : await call('GET', this.#path(), { exact: true, signal });
    this.text ?? this.#take(stored);
    return stored;
  }

  #text(scenario) {
    return this.syntax === 'yaml' ? yaml(scenario) : pretty(scenario);
  }

  #take({ id, ...scenario }) {
    this.#written = scenario;
    this.text = this.#text(scenario);
    this.#before = this.#isNew ? '' : this.text;
  }

  get #changed() {
    return this.text !== this.#before;
  }

  render() {
    return html`<p class="crumbs"><a href=${href('/scenarios')}>Scenarios</a> / ${this.#isNew ? 'new' : html`<span class="mono">${this.scenario}</span>`}</p>
      ${this.#stored.show(stored => this.#page(stored))}`;
  }

  #page(stored) {
    const may = session.may('operator');
    return html`<div class="title"><h1>${this.#isNew ? 'New scenario' : stored.name}</h1>
        ${may && !this.#isNew ? html`<button class="danger" @click=${this.#delete}>Delete</button>` : nothing}</div>
      <div class="scenario" @keydown=${event => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && may && this.#run(event)}>
        <form class="panel" @submit=${this.#save} @input=${this.#unsaved.written}>
          <div class="buttons above" role="group" aria-label="Written in">${SYNTAXES.map(([name, label]) => html`<button type="button" class="small" aria-pressed=${name === this.syntax}
            ?disabled=${this.busy} @click=${() => this.#write(name)}>${label}</button>`)}</div>
          <dx-code .label=${`Scenario (${this.syntax.toUpperCase()})`} .syntax=${this.syntax} .value=${this.text} .wrong=${this.wrong} .readonly=${!may} .rows=${18} @edited=${event => { this.text = event.detail; this.wrong = null; }}></dx-code>
          ${may ? html`<div class="buttons below"><button ?disabled=${this.busy || !this.#changed}>${this.#isNew ? 'Store' : 'Save'}</button>
            ${this.#changed && !this.#isNew ? html`<button type="button" class="plain" @click=${() => { this.text = this.#before; this.wrong = null; this.#unsaved.kept(); }}>Undo changes</button>` : nothing}</div>` : nothing}
        </form>
        <div>${may ? this.#runForm() : nothing}
          ${this.#isNew ? nothing : html`<section><h2>Runs</h2>${this.#runs.show(page => (page.items.length ? runTable(page.items) : empty('Not run yet', 'Its reports will be here.')))}</section>`}</div>
      </div>`;
  }

  #runForm() {
    return html`<form class="panel" @submit=${this.#run}><h2>Run it</h2>
      ${field('seed', 'Seed of chaos', this.refused, ({ invalid, why }) => html`<input inputmode="numeric" autocomplete="off" placeholder="the scenario's own" .value=${this.seed} aria-invalid=${invalid} aria-describedby=${why}
        @input=${event => { this.seed = event.target.value; this.refused = null; }}>`)}
      ${field('variables', 'Variables of this run (JSON)', this.refused, ({ invalid, why }) => html`<textarea rows="2" spellcheck="false" placeholder='{"place": "http://127.0.0.1:8081"}' .value=${this.variables} aria-invalid=${invalid} aria-describedby=${why}
        @input=${event => { this.variables = event.target.value; this.refused = null; }}></textarea>`)}
      ${this.refused && !['seed', 'variables'].includes(this.refused.field?.split(/[.[]/)[0]) ? html`<p class="wrong" role="alert">${this.refused.text}</p>` : nothing}
      <div class="buttons below"><button class="primary" ?disabled=${this.busy} title="Ctrl Enter">${this.#changed ? 'Save and run' : 'Run'}</button></div>
    </form>`;
  }

  /** In the other syntax; YAML that was written here is read by the coordinator, for those who may write. */
  #write(syntax) {
    return syntax === this.syntax ? null : this.#busily(async () => {
      const changed = this.#changed;
      try {
        const scenario = !changed ? this.#written : this.syntax === 'yaml' ? await call('POST', '/api/scenarios/json', { text: this.text, type: YAML, exact: true }) : parseExact(this.text);
        this.syntax = syntax;
        this.text = this.#text(scenario);
        this.#before = this.#isNew ? '' : changed ? this.#text(this.#written) : this.text;
        localStorage.setItem(SYNTAX, syntax);
      } catch (e) {
        this.#refuse(e);
      }
    });
  }

  /** What is no JSON is said at the text already. */
  #refuse(e) {
    this.wrong = e instanceof SyntaxError ? null : wrongOf(e);
    toWrong(this);
  }

  async #store() {
    try {
      const what = this.syntax === 'yaml' ? { text: this.text, type: YAML } : { body: parseExact(this.text) };
      const { id, ...saved } = await call(this.#isNew ? 'POST' : 'PUT', this.#isNew ? '/api/scenarios' : this.#path(), { ...what, exact: true });
      this.#written = saved;
      this.#before = this.text;
      this.#unsaved.kept();
      return { id, ...saved };
    } catch (e) {
      this.#refuse(e);
      return null;
    }
  }

  #save = event => {
    event.preventDefault();
    return this.#busily(async () => {
      const saved = await this.#store();
      if (saved) {
        say(`${saved.name} is stored.`);
        this.#isNew ? router.go(`/scenarios/${saved.id}`) : this.#stored.refresh();
      }
    });
  };

  #run = event => {
    event.preventDefault();
    return this.#busily(async () => {
      let run;
      try {
        run = this.#wishes();
      } catch (e) {
        this.refused = wrongOf(e);
        return;
      }
      const id = this.#changed ? (await this.#store())?.id : this.scenario;
      if (id) {
        await this.#begin(id, run);
      }
    });
  };

  async #begin(id, run) {
    try {
      const begun = await call('POST', `/api/scenarios/${id}/run`, { body: run });
      router.go(`/scenarios/runs/${begun.run_id}`);
    } catch (e) {
      this.refused = wrongOf(e);
      if (this.#isNew) {
        say(e.message, 'bad');
        router.go(`/scenarios/${id}`);
      }
    }
  }

  #wishes() {
    const wishes = {};
    if (this.seed.trim()) {
      wishes.seed = /^-?\d+$/.test(this.seed.trim()) ? parseExact(this.seed.trim()) : this.seed;
    }
    if (this.variables.trim()) {
      try {
        wishes.variables = parseExact(this.variables);
      } catch {
        throw new Invalid('This is no JSON object.', 'variables');
      }
    }
    return wishes;
  }

  async #busily(work) {
    this.busy = true;
    this.wrong = null;
    this.refused = null;
    await work();
    this.busy = false;
  }

  #delete = async () => {
    if (await confirmed('Delete this scenario?', 'The reports of its runs go with it.', 'Delete')
        && await attempt(() => call('DELETE', this.#path()).then(() => true), 'The scenario is deleted.')) {
      this.#unsaved.kept();
      router.go('/scenarios');
    }
  };
}

customElements.define('dx-scenario', ScenarioPage);
