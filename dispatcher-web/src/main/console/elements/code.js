import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { notJson, placeOf } from './jsonplace.js';

const MOST_ROWS = 34;

const SAID_PLACE = / \(line (\d+), column (\d+)\)$/;

/** What the API says of YAML names the place itself. */
function ofYaml(text, wrong) {
  const [said, line, column] = SAID_PLACE.exec(wrong.text) ?? [];
  if (!said) {
    return wrong;
  }
  const before = text.split('\n').slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return { ...wrong, text: wrong.text.slice(0, -said.length), line, column, at: Math.min(text.length, before + Number(column) - 1) };
}

/** JSON to be edited, or with `syntax="yaml"` YAML. `wrong` is what the API said of a member; what is no JSON is said at once. `edited` when it changes. */
class Code extends Element {
  static properties = { label: {}, syntax: {}, value: {}, wrong: { attribute: false }, readonly: { type: Boolean }, rows: { type: Number } };

  #problem() {
    if (this.syntax === 'yaml') {
      return this.wrong && ofYaml(this.value, this.wrong);
    }
    const syntax = notJson(this.value);
    if (syntax) {
      return syntax;
    }
    return this.wrong && { ...this.wrong, ...(this.wrong.field ? placeOf(this.value, this.wrong.field) : {}) };
  }

  render() {
    const problem = this.#problem();
    const rows = Math.max(this.rows ?? 10, Math.min(MOST_ROWS, this.value.split('\n').length + 1));
    return html`<label><span>${this.label}</span><textarea class="code" rows=${rows} spellcheck="false" autocomplete="off" wrap="off" .value=${this.value} ?readonly=${this.readonly}
        aria-invalid=${problem ? 'true' : nothing} aria-describedby=${problem ? 'code-wrong' : nothing} @input=${this.#edited} @keydown=${this.#pressed}></textarea></label>
      ${problem ? html`<p class="wrong" id="code-wrong" role="status">${problem.line ? html`<button type="button" class="small" @click=${() => this.#show(problem.at)}>Line ${problem.line}, column ${problem.column}</button> ` : nothing}
        ${problem.field ? html`<code>${problem.field}</code> ` : nothing}${problem.text}</p>` : nothing}`;
  }

  #edited = event => {
    this.value = event.target.value;
    this.dispatchEvent(new CustomEvent('edited', { detail: this.value }));
  };

  /** A new line begins where the one before does. */
  #pressed = event => {
    const area = event.target;
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !this.readonly) {
      event.preventDefault();
      const line = area.value.slice(0, area.selectionStart).split('\n').at(-1);
      area.setRangeText(`\n${/^\s*/.exec(line)[0]}${(this.syntax === 'yaml' ? /:\s*$/ : /[[{]\s*$/).test(line) ? '  ' : ''}`, area.selectionStart, area.selectionEnd, 'end');
      this.#edited(event);
    }
  };

  #show(at) {
    const area = this.querySelector('textarea');
    area.focus();
    area.setSelectionRange(at, at + 1);
  }
}

customElements.define('dx-code', Code);
