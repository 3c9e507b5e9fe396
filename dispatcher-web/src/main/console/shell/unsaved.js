import { confirmed } from './confirm.js';
import { router } from './router.js';

/** What is written and not stored: who leaves the page is asked first, by the browser itself where the console is left. */
export class Unsaved {
  #there = false;
  #asking = null;
  #onUnload = event => event.preventDefault();

  constructor(host) {
    host.addController(this);
  }

  hostDisconnected() {
    this.kept();
  }

  written = () => {
    if (!this.#there) {
      this.#there = true;
      router.guard(() => this.#mayLeave());
      window.addEventListener('beforeunload', this.#onUnload);
    }
  };

  /** It is stored, or given up. */
  kept() {
    if (this.#there) {
      this.#there = false;
      router.guard(null);
      window.removeEventListener('beforeunload', this.#onUnload);
    }
  }

  /** Once at a time: who asks again meanwhile gets no for an answer. */
  async #mayLeave() {
    if (this.#asking) {
      return false;
    }
    this.#asking = confirmed('Leave without saving?', 'What you have written here is lost.', 'Leave');
    const leave = await this.#asking;
    this.#asking = null;
    if (leave) {
      this.kept();
    }
    return leave;
  }
}
