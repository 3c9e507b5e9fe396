import { html, nothing } from 'lit';
import { field, isWrong, wrongText } from '../elements/field.js';
import { bytes } from '../shell/format.js';
import { WHERE, valueless } from './conditions.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', '*'];
const TYPES = ['application/json', 'text/plain', 'text/html', 'application/xml', 'text/event-stream'];
const FAULTS = ['reset', 'empty', 'garbage', 'slow', 'error'];

/** Members that have a place in the form. */
export const PLACED = ['method', 'path_pattern', 'status', 'headers', 'body', 'content_type', 'delay_ms', 'priority', 'match', 'fault', 'scenario',
  'required_state', 'next_state', 'upstream'];

/** `set` is told name and value of what changes. */
export function mockForm(draft, wrong, set) {
  const input = (name, label, { member = name, ...more } = {}) => field(member, label, wrong, ({ invalid, why }) => html`<input name=${name} autocomplete="off" spellcheck="false"
    inputmode=${more.mode ?? nothing} list=${more.list ?? nothing} placeholder=${more.hint ?? nothing} .value=${draft[name]} aria-invalid=${invalid} aria-describedby=${why}
    @input=${event => set(name, event.target.value)}>`);
  const area = (name, label, rows, hint) => field(name, label, wrong, ({ invalid, why }) => html`<textarea name=${name} rows=${rows} spellcheck="false" placeholder=${hint ?? nothing}
    .value=${draft[name]} aria-invalid=${invalid} aria-describedby=${why} @input=${event => set(name, event.target.value)}></textarea>`);
  const check = (name, label) => html`<label class="switch"><input type="checkbox" .checked=${draft[name]} @change=${event => set(name, event.target.checked)}> ${label}</label>`;

  return html`<section><h2>When</h2>
      <div class="mockline">${method(draft, wrong, set)}${input('path_pattern', 'Path', { hint: '/api/users/{id}' })}${input('priority', 'Priority', { mode: 'numeric', hint: '0' })}</div>
      ${conditions(draft, wrong, set)}
    </section>
    <section><h2>Answer</h2>
      <div class="fields">
        ${input('status', 'Status', { mode: 'numeric', hint: '200' })}
        ${input('content_type', 'Content type', { list: 'content-types', hint: 'application/json' })}
        ${input('delay_ms', 'Delay (ms)', { mode: 'numeric', hint: '0' })}
      </div>
      <datalist id="content-types">${TYPES.map(one => html`<option value=${one}></option>`)}</datalist>
      ${area('headers', 'Headers', 3, 'Name: value, one a line')}
      ${draft.base64 && draft.body === '' ? html`<div class="notice"><span>The body is not text (${bytes(Math.floor(draft.base64.length * 3 / 4))}). It stays unless you write another one.</span>
        <button type="button" class="small" @click=${() => set('base64', null)}>Remove it</button></div>` : nothing}
      ${area('body', 'Body', Math.min(18, Math.max(6, draft.body.split('\n').length + 1)))}
      <div class="checks">${check('enabled', 'Enabled')}${check('template', html`Template: <code>{{request.path.id}}</code> and the like are filled in`)}</div>
    </section>
    <details ?open=${Boolean(draft.fault || draft.scenario || draft.upstream) || ['fault', 'scenario', 'required_state', 'next_state', 'upstream'].some(name => isWrong(wrong, name))}>
      <summary>Faults, states, in place of an upstream</summary>
      <div class="fields">
        ${field('fault', 'Fault', wrong, ({ invalid, why }) => html`<select aria-invalid=${invalid} aria-describedby=${why} @change=${event => set('fault', event.target.value)}>
          <option value="">none</option>${FAULTS.map(one => html`<option value=${one} ?selected=${one === draft.fault}>${one}</option>`)}</select>`)}
        ${draft.fault ? html`${input('fault_rate', 'Share of answers (0 to 1)', { mode: 'decimal', hint: '1' })}${input('fault_seed', 'Seed', { mode: 'numeric', hint: '1337' })}` : nothing}
        ${draft.fault === 'error' ? input('fault_status', 'Status of the fault', { mode: 'numeric', hint: '503' }) : nothing}
        ${draft.fault === 'slow' ? input('fault_duration_ms', 'Duration (ms)', { mode: 'numeric', hint: '1000' }) : nothing}
      </div>
      <div class="fields">
        ${input('scenario', 'States of')}${input('required_state', 'Only in state')}${input('next_state', 'State after it')}${input('upstream', 'In place of upstream')}
      </div>
    </details>`;
}

function method(draft, wrong, set) {
  const all = METHODS.includes(draft.method) ? METHODS : [...METHODS, draft.method];
  return field('method', 'Method', wrong, ({ invalid, why }) => html`<select aria-invalid=${invalid} aria-describedby=${why} @change=${event => set('method', event.target.value)}>
    ${all.map(one => html`<option value=${one} ?selected=${one === draft.method}>${one === '*' ? 'any (*)' : one}</option>`)}</select>`);
}

function conditions(draft, wrong, set) {
  const change = (i, changes) => set('conditions', draft.conditions.map((one, at) => (at === i ? { ...one, ...changes } : one)));
  return html`<div class="conditions" role="group" aria-label="Conditions">
    ${draft.conditions.map((row, i) => html`<div class="condition">
      <select aria-label="Part of the request" @change=${event => change(i, { where: event.target.value, operator: WHERE[event.target.value].operators[0], group: null })}>
        ${Object.entries(WHERE).map(([name, one]) => html`<option value=${name} .selected=${name === row.where}>${one.label}</option>`)}</select>
      ${WHERE[row.where].named ? html`<input aria-label=${WHERE[row.where].named} placeholder=${WHERE[row.where].named} spellcheck="false" autocomplete="off" .value=${row.name} @input=${event => change(i, { name: event.target.value })}>` : html`<span></span>`}
      <select aria-label="Comparison" @change=${event => change(i, { operator: event.target.value })}>
        ${WHERE[row.where].operators.map(one => html`<option .selected=${one === row.operator}>${one}</option>`)}</select>
      ${valueless(row.operator) ? html`<span></span>` : html`<input aria-label="Value" placeholder="value" spellcheck="false" autocomplete="off" .value=${row.value} @input=${event => change(i, { value: event.target.value })}>`}
      <button type="button" class="plain" aria-label="Remove the condition" @click=${() => set('conditions', draft.conditions.filter((one, at) => at !== i))}>×</button>
    </div>`)}
    ${isWrong(wrong, 'match') ? wrongText(wrong, 'match', 'wrong-match') : nothing}
    <button type="button" class="small" @click=${() => set('conditions', [...draft.conditions, { where: 'query', name: '', operator: 'equals', value: '', group: null }])}>Add a condition</button>
  </div>`;
}
