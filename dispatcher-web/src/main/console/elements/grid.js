import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';

const ROW_PX = 33;
const SPARE = 12;

/**
 * A table of any length of which only what is looked at is in the document. Columns: `key`, `label`, `cell(row)`, `value(row)` to sort by,
 * `end` for numbers, `minor` where narrow screens leave it out. Rows keep their order until a head is pressed.
 */
class Grid extends Element {
  static properties = { columns: { attribute: false }, rows: { attribute: false }, label: {}, sort: {} };

  #from = 0;
  #height = 800;
  #sorted = { rows: null, by: null, result: [] };

  firstUpdated() {
    const box = this.querySelector('.scroll');
    box.addEventListener('scroll', () => this.#scrolled(box), { passive: true });
    new ResizeObserver(() => {
      this.#height = box.clientHeight;
      this.#scrolled(box);
    }).observe(box);
  }

  #scrolled(box) {
    const from = Math.max(0, Math.floor(box.scrollTop / ROW_PX) - SPARE);
    if (Math.abs(from - this.#from) >= SPARE / 2 || from === 0 || this.#height > 800) {
      this.#from = from;
    }
    this.requestUpdate();
  }

  #order() {
    if (this.#sorted.rows === this.rows && this.#sorted.by === this.sort) {
      return this.#sorted.result;
    }
    const [key, direction] = (this.sort ?? '').split(':');
    const column = this.columns.find(one => one.key === key && one.value);
    let result = this.rows;
    if (column) {
      const sign = direction === 'down' ? -1 : 1;
      result = [...this.rows].sort((a, b) => {
        const x = column.value(a);
        const y = column.value(b);
        return sign * (typeof x === 'string' ? x.localeCompare(y ?? '', 'en', { numeric: true }) : (x ?? -1) - (y ?? -1));
      });
    }
    this.#sorted = { rows: this.rows, by: this.sort, result };
    return result;
  }

  #press(column) {
    const [key, direction] = (this.sort ?? '').split(':');
    const down = key === column.key ? direction !== 'down' : Boolean(column.end);
    this.dispatchEvent(new CustomEvent('sorted', { detail: `${column.key}:${down ? 'down' : 'up'}` }));
  }

  render() {
    const rows = this.#order();
    const from = Math.min(this.#from, Math.max(0, rows.length - 1));
    const to = Math.min(rows.length, from + Math.ceil(this.#height / ROW_PX) + 2 * SPARE);
    const span = this.columns.length;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${this.label}>
      <table class="grid" aria-rowcount=${rows.length + 1}>
        <thead><tr>${this.columns.map(column => this.#head(column))}</tr></thead>
        <tbody>
          ${from > 0 ? html`<tr class="gap" aria-hidden="true"><td colspan=${span} .style=${`height:${from * ROW_PX}px`}></td></tr>` : nothing}
          ${rows.slice(from, to).map((row, i) => html`<tr aria-rowindex=${from + i + 2}>${this.columns.map(column =>
            html`<td class=${kind(column)}>${column.cell(row)}</td>`)}</tr>`)}
          ${to < rows.length ? html`<tr class="gap" aria-hidden="true"><td colspan=${span} .style=${`height:${(rows.length - to) * ROW_PX}px`}></td></tr>` : nothing}
        </tbody>
      </table>
    </div>`;
  }

  #head(column) {
    const [key, direction] = (this.sort ?? '').split(':');
    const sorted = key === column.key ? (direction === 'down' ? 'descending' : 'ascending') : nothing;
    return html`<th scope="col" class=${kind(column)} aria-sort=${sorted}>${column.value
      ? html`<button class="head" @click=${() => this.#press(column)}>${column.label}<span aria-hidden="true">${
        sorted === nothing ? '' : sorted === 'descending' ? ' ↓' : ' ↑'}</span></button>`
      : column.label || html`<span class="hidden">Actions</span>`}</th>`;
  }
}

const kind = column => [column.end && 'end', column.minor && 'minor', column.wide && 'wide'].filter(Boolean).join(' ');

customElements.define('dx-grid', Grid);
