import { html, nothing } from 'lit';
import { live } from './live.js';

/**
 * Something a page shows, loaded for it: `value`, `error`, `loading`. Asked for again every so often while the page is looked at, and soon
 * after an event that the page names.
 */
export class Resource {
  value = null;
  error = null;
  loading = false;
  #host;
  #load;
  #options;
  #controller = null;
  #timer = null;
  #soon = null;
  #onEvent = event => this.#heard(event.detail);
  #onGap = () => this.#soon || this.#lookSoon();
  #onTick = () => document.visibilityState === 'visible' && !this.loading && this.refresh();

  constructor(host, load, options = {}) {
    this.#host = host;
    this.#load = load;
    this.#options = options;
    host.addController(this);
  }

  hostConnected() {
    this.refresh();
    const { every, on } = this.#options;
    if (every) {
      this.#timer = setInterval(this.#onTick, every);
      document.addEventListener('visibilitychange', this.#onTick);
    }
    if (on) {
      live.addEventListener('event', this.#onEvent);
    }
    live.addEventListener('gap', this.#onGap);
  }

  hostDisconnected() {
    this.#controller?.abort();
    clearInterval(this.#timer);
    clearTimeout(this.#soon);
    this.#soon = null;
    document.removeEventListener('visibilitychange', this.#onTick);
    live.removeEventListener('event', this.#onEvent);
    live.removeEventListener('gap', this.#onGap);
  }

  #heard(event) {
    if (!this.#soon && this.#options.on(event)) {
      this.#lookSoon();
    }
  }

  /** The history is a little behind the events; a thousand events are one look; and what is on its way is not begun again. */
  #lookSoon() {
    this.#soon = setTimeout(() => {
      this.#soon = null;
      if (this.loading) {
        this.#lookSoon();
      } else {
        this.refresh();
      }
    }, 800);
  }

  /** Forgets what there was: the page is now about something else. */
  restart() {
    this.value = null;
    this.error = null;
    return this.refresh();
  }

  async refresh() {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.loading = true;
    this.#host.requestUpdate();
    try {
      const value = await this.#load(controller.signal, this.value);
      if (controller === this.#controller) {
        this.value = value;
        this.error = null;
      }
    } catch (e) {
      if (controller === this.#controller && e.name !== 'AbortError') {
        this.error = e;
      }
    }
    if (controller === this.#controller) {
      this.loading = false;
      this.#host.requestUpdate();
    }
  }

  /** What is there, or why nothing is. What was loaded before stays in sight when a later try fails. */
  show(render) {
    if (this.value !== null) {
      return html`${this.error ? trouble(this.error, () => this.refresh()) : nothing}${render(this.value)}`;
    }
    return this.error ? trouble(this.error, () => this.refresh()) : html`<div class="waiting" role="status">Loading…</div>`;
  }
}

export function trouble(error, again) {
  return html`<div class="notice bad" role="alert">
    <strong>${error.body?.title ?? 'That did not work'}</strong>
    <span>${error.message}</span>
    ${again ? html`<button class="small" @click=${again}>Try again</button>` : nothing}
  </div>`;
}

export function empty(title, text) {
  return html`<div class="empty"><strong>${title}</strong><span>${text}</span></div>`;
}
