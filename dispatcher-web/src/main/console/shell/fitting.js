import { router } from './router.js';

/** The rows that fit the page's address: looked through anew only when rows or address change, and the host is drawn when the address does. */
export class Fitting {
  #host;
  #fits;
  #rows = null;
  #query = null;
  #result = [];
  #onMove = () => this.#host.requestUpdate();

  /** `fits` is told a row, what is searched for in lower case, and the address's parameters. */
  constructor(host, fits) {
    this.#host = host;
    this.#fits = fits;
    host.addController(this);
  }

  hostConnected() {
    router.addEventListener('change', this.#onMove);
  }

  hostDisconnected() {
    router.removeEventListener('change', this.#onMove);
  }

  of(rows) {
    if (this.#rows !== rows || this.#query !== location.search) {
      const { query } = router;
      const wanted = (query.q ?? '').toLowerCase();
      this.#result = rows.filter(row => this.#fits(row, wanted, query));
      this.#rows = rows;
      this.#query = location.search;
    }
    return this.#result;
  }
}
