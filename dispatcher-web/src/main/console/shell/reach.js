import { door, get } from './api.js';

const RETRY_MS = 2000;

/**
 * Whether the coordinator answers: `lost`, and `change` when that changes. It is asked again and again while it
 * does not, and while the browser says that it has no network: that is a reason to ask, not an answer, for the coordinator may be on this
 * machine.
 */
class Reach extends EventTarget {
  lost = false;
  #retry = 0;

  constructor() {
    super();
    door.addEventListener('unreachable', () => this.#become(true));
    door.addEventListener('reached', () => this.#become(false));
    window.addEventListener('offline', () => this.#ask());
    window.addEventListener('online', () => this.#ask());
  }

  #ask() {
    get('/api/session').catch(() => {}); // the door tells
  }

  #become(lost) {
    clearTimeout(this.#retry);
    if (lost || !navigator.onLine) {
      this.#retry = setTimeout(() => this.#ask(), RETRY_MS);
    }
    if (lost !== this.lost) {
      this.lost = lost;
      this.dispatchEvent(new Event('change'));
    }
  }
}

export const reach = new Reach();
