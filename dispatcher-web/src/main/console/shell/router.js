const ROOT = '/console';

/** Addresses of pages below the root; `change` when the address changes. */
class Router extends EventTarget {
  #here = location.href;
  #mayLeave = null;

  constructor() {
    super();
    window.addEventListener('popstate', () => this.#popped());
    document.addEventListener('click', event => this.#clicked(event));
  }

  get path() {
    const path = location.pathname.slice(ROOT.length);
    return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path || '/';
  }

  get query() {
    return Object.fromEntries(new URLSearchParams(location.search));
  }

  go(path, { replace = false } = {}) {
    const to = ROOT + path;
    if (to === location.pathname + location.search) {
      return;
    }
    this.#leaving(new URL(to, location.href), () => {
      history[replace ? 'replaceState' : 'pushState'](null, '', to);
      this.#changed();
    });
  }

  /** Asked before another page is gone to, and resolves to whether that may be; null: nobody is asked. */
  guard(mayLeave) {
    this.#mayLeave = mayLeave;
  }

  async #leaving(to, go) {
    const ask = to.pathname === new URL(this.#here).pathname ? null : this.#mayLeave;
    if (!ask || await ask()) {
      go();
    }
  }

  /** The browser has moved already: where somebody is asked, it is moved to the page that was left, and back from there. */
  #popped() {
    if (this.#mayLeave && location.pathname !== new URL(this.#here).pathname) {
      const to = new URL(location.href);
      history.pushState(null, '', this.#here);
      this.#leaving(to, () => {
        this.#mayLeave = null;
        history.back();
      });
    } else {
      this.#changed();
    }
  }

  /** The same page with these parameters changed; empty ones are left out. */
  refine(changes, options) {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === undefined || value === '') {
        query.delete(name);
      } else {
        query.set(name, value);
      }
    }
    const text = query.toString();
    this.go(location.pathname.slice(ROOT.length) + (text ? `?${text}` : ''), options);
  }

  #clicked(event) {
    const link = event.target.closest?.('a[href]');
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || link.target || link.origin !== location.origin
        || !link.pathname.startsWith(`${ROOT}/`)) {
      return;
    }
    event.preventDefault();
    this.go(link.pathname.slice(ROOT.length) + link.search);
  }

  #changed() {
    this.#here = location.href;
    this.dispatchEvent(new Event('change'));
  }
}

export const router = new Router();
export const href = path => ROOT + path;
