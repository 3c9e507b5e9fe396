import { Offline, door, get, tokens } from './api.js';

const RETRY_MS = 2000;
const RANK = { viewer: 1, operator: 2, admin: 3 };

/**
 * Who is signed in; `change` when that changes. `state` is loading, waiting (the coordinator is not there yet), signed-in, signed-out, demo
 * (the demo token is missing), refused or failed.
 */
class Session extends EventTarget {
  who = null;
  state = 'loading';
  error = null;

  constructor() {
    super();
    door.addEventListener('signed-out', () => this.#become('signed-out'));
    door.addEventListener('demo-refused', () => this.#demoRefused());
  }

  async load() {
    if (this.state !== 'waiting') {
      this.#become('loading');
    }
    try {
      this.who = await get('/api/session');
      this.error = null;
      this.#become(this.who.demo_token && !tokens.demo() ? 'demo' : 'signed-in');
    } catch (e) {
      this.error = e;
      if (e instanceof Offline || e.status === 503) {
        this.#become('waiting');
        setTimeout(() => this.load(), RETRY_MS);
      } else if (e.status !== 401) {
        this.#become(e.status === 403 ? 'refused' : 'failed');
      }
    }
  }

  async signIn(token, demo) {
    tokens.set(token, demo);
    await this.load();
  }

  signOut() {
    sessionStorage.clear(); // the tokens, and what was written with them
    this.who = null;
    this.load();
  }

  may(role) {
    return Boolean(this.who) && (this.who.open || (RANK[this.who.role] ?? 0) >= RANK[role]);
  }

  #demoRefused() {
    this.error = tokens.demo() ? new Error('This demo token is not valid, or not any more.') : null;
    tokens.set(tokens.get(), null);
    this.#become('demo');
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }
}

export const session = new Session();
