import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';

const ROW_PX = 33;
const SPARE = 12;
const MOST = 150;

/**
 * A table of any length of which only what is looked at is in the document. Columns: `key`, `label`, `cell(row)`, `value(row)` to sort by,
 * `end` for numbers, `minor` where narrow screens leave it out. Rows keep their order until a head is pressed. With `total` the rows are those
 * from `offset` on of so many, in the order the server gave them: `wanted` asks for others, and columns are sorted by where they say `sortable`.
 */
class Grid extends Element {
  static properties = { columns: { attribute: false }, rows: { attribute: false }, label: {}, sort: {}, offset: { attribute: false }, total: { attribute: false } };

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

  /** Those that are drawn. */
  #range() {
    const count = this.total ?? this.rows.length;
    const from = Math.min(this.#from, Math.max(0, count - 1));
    return { count, from, to: Math.min(count, from + Math.min(MOST, Math.ceil(this.#height / ROW_PX) + 2 * SPARE)) };
  }

  updated() {
    if (this.total === undefined) {
      return;
    }
    const { from, to } = this.#range();
    const offset = this.offset ?? 0;
    if (from < offset || to > offset + this.rows.length) {
      this.dispatchEvent(new CustomEvent('wanted', { detail: { from, to } }));
    }
  }

  #order() {
    if (this.total !== undefined) {
      return this.rows;
    }
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
    const { count, from, to } = this.#range();
    const offset = this.total === undefined ? 0 : this.offset ?? 0;
    const span = this.columns.length;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${this.label}>
      <table class="grid" aria-rowcount=${count + 1}>
        <thead><tr>${this.columns.map(column => this.#head(column))}</tr></thead>
        <tbody>
          ${from > 0 ? html`<tr class="gap" aria-hidden="true"><td colspan=${span} .style=${`height:${from * ROW_PX}px`}></td></tr>` : nothing}
          ${Array.from({ length: to - from }, (_, i) => this.#row(rows[from + i - offset], from + i, span))}
          ${to < count ? html`<tr class="gap" aria-hidden="true"><td colspan=${span} .style=${`height:${(count - to) * ROW_PX}px`}></td></tr>` : nothing}
        </tbody>
      </table>
    </div>`;
  }

  #row(row, index, span) {
    return row === undefined
      ? html`<tr aria-rowindex=${index + 2} aria-busy="true"><td class="muted" colspan=${span}>…</td></tr>`
      : html`<tr aria-rowindex=${index + 2}>${this.columns.map(column => html`<td class=${kind(column)}>${column.cell(row)}</td>`)}</tr>`;
  }

  #head(column) {
    const [key, direction] = (this.sort ?? '').split(':');
    const sorted = key === column.key ? (direction === 'down' ? 'descending' : 'ascending') : nothing;
    return html`<th scope="col" class=${kind(column)} aria-sort=${sorted}>${column.value || column.sortable
      ? html`<button class="head" @click=${() => this.#press(column)}>${column.label}<span aria-hidden="true">${
        sorted === nothing ? '' : sorted === 'descending' ? ' ↓' : ' ↑'}</span></button>`
      : column.label || html`<span class="hidden">Actions</span>`}</th>`;
  }
}

const kind = column => [column.end && 'end', column.minor && 'minor', column.wide && 'wide'].filter(Boolean).join(' ');

customElements.define('dx-grid', Grid);
