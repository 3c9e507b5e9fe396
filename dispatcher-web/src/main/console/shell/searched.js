import { router } from './router.js';

const TYPING_MS = 350;

/** What is searched for stands in the address: what is typed comes there once the hand rests, and `changed` is told of another address. */
export class Searched {
  #changed;
  #shown = location.search;
  #typing = null;
  #onMove = () => this.#moved();

  constructor(host, changed) {
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected() {
    router.addEventListener('change', this.#onMove);
  }

  hostDisconnected() {
    router.removeEventListener('change', this.#onMove);
    clearTimeout(this.#typing);
  }

  #moved() {
    if (location.search !== this.#shown) {
      this.#shown = location.search;
      this.#changed();
    }
  }

  typed(name, text) {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.chosen(name, text.trim()), TYPING_MS);
  }

  chosen(name, value) {
    router.refine({ [name]: value }, { replace: true });
  }
}
