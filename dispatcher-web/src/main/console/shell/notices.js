import { html } from 'lit';
import { Element } from './element.js';

const SHOWN_MS = 8000;

/** What became of an action, for some seconds. */
class Notices extends Element {
  #notices = [];

  add(kind, content) {
    const notice = { kind, content };
    this.#notices = [...this.#notices.slice(-3), notice];
    this.requestUpdate();
    setTimeout(() => this.#drop(notice), SHOWN_MS);
  }

  #drop(notice) {
    this.#notices = this.#notices.filter(one => one !== notice);
    this.requestUpdate();
  }

  render() {
    return this.#notices.map(notice => html`<div class="notice raised ${notice.kind}">
      <span>${notice.content}</span>
      <button class="plain" aria-label="Close" @click=${() => this.#drop(notice)}>×</button>
    </div>`);
  }
}

customElements.define('dx-notices', Notices);

export function say(content, kind = 'ok') {
  document.querySelector('dx-notices')?.add(kind, content);
}

/** Does it, and says how it went. */
export async function attempt(action, done) {
  try {
    const value = await action();
    if (done) {
      say(typeof done === 'function' ? done(value) : done);
    }
    return value;
  } catch (e) {
    say(e.message, 'bad');
    return undefined;
  }
}
