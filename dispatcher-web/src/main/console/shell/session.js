import { door, get, tokens } from './api.js';

const RANK = { viewer: 1, operator: 2, admin: 3 };

/** Who is signed in; `change` when that changes. */
class Session extends EventTarget {
  who = null;
  state = 'loading';
  error = null;

  constructor() {
    super();
    door.addEventListener('signed-out', () => this.#become('signed-out'));
  }

  async load() {
    this.#become('loading');
    try {
      this.who = await get('/api/session');
      this.#become('signed-in');
    } catch (e) {
      this.error = e;
      if (e.status !== 401) {
        this.#become(e.status === 403 ? 'refused' : 'failed');
      }
    }
  }

  async signIn(token, demo) {
    tokens.set(token, demo);
    await this.load();
  }

  signOut() {
    tokens.set(null, null);
    this.who = null;
    this.load();
  }

  may(role) {
    return Boolean(this.who) && (this.who.open || (RANK[this.who.role] ?? 0) >= RANK[role]);
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }
}

export const session = new Session();
