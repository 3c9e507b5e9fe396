import { Resource } from '../shell/resource.js';

const ROWS = 200;
const SETTLED_MS = 80;

/**
 * The rows of a table that the server searches and sorts: here are only those around what is looked at. `load(query, signal)` is told limit
 * and offset, and gives `{ items, matching }` or more.
 */
export class TableWindow extends Resource {
  #host;
  #at;
  #soon = null;
  #asked = 0;

  constructor(host, load, options) {
    const at = { offset: 0 };
    super(host, signal => {
      const { offset } = at;
      return load({ limit: ROWS, offset }, signal).then(answer => ({ ...answer, offset }));
    }, options);
    this.#host = host;
    this.#at = at;
  }

  hostDisconnected() {
    super.hostDisconnected();
    clearTimeout(this.#soon);
  }

  /** The grid shows rows that are not here. A hand that drags the bar through thousands of them asks for those it stops at. */
  wanted({ from, to }) {
    const offset = Math.max(0, Math.floor((from + to - ROWS) / 2));
    if (this.loading && this.#at.offset === this.#asked && from >= this.#asked && to <= this.#asked + ROWS) {
      return;
    }
    this.#asked = offset;
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => {
      this.#at.offset = offset;
      this.refresh();
    }, SETTLED_MS);
  }

  /** Another search or order: from the beginning. */
  rewind() {
    clearTimeout(this.#soon);
    this.#at.offset = 0;
    this.#asked = 0;
    this.#host.querySelector('dx-grid .scroll')?.scrollTo({ top: 0 });
    return this.refresh();
  }
}
