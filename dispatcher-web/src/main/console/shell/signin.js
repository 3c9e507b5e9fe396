import { html, nothing } from 'lit';
import { Element } from './element.js';
import { session } from './session.js';
import { tokens } from './api.js';

/** Asks for a token. It stays in this tab and ends with it. */
class SignIn extends Element {
  static properties = { demo: { type: Boolean } };

  #tried = Boolean(tokens.get());
  #busy = false;

  firstUpdated() {
    this.querySelector('input')?.focus();
  }

  async #send(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.#busy = true;
    this.#tried = true;
    this.requestUpdate();
    await session.signIn(String(form.get('token') ?? tokens.get() ?? '').trim(), String(form.get('demo') ?? '').trim());
  }

  render() {
    const demo = session.state === 'demo';
    const wrong = this.#wrong();
    return html`<main class="signin">
      <form @submit=${this.#send}>
        <h1><img src="/console/assets/icon.svg" alt="" width="28" height="28"> Dispatcher</h1>
        ${wrong ? html`<div class="notice bad" role="alert"><span>${wrong}</span></div>` : nothing}
        ${demo ? this.#demoToken() : this.#token()}
        <button class="primary" ?disabled=${this.#busy}>${demo ? 'Go on' : 'Sign in'}</button>
        ${demo ? nothing : html`<p class="muted">Make one on the server: <code>dispatcher token create --role operator</code></p>`}
      </form>
    </main>`;
  }

  #wrong() {
    if (['demo', 'failed', 'refused'].includes(session.state)) {
      return session.error?.message;
    }
    return this.#tried && !this.#busy ? 'This token is not valid, or not any more.' : null;
  }

  #demoToken() {
    return html`<label for="demo">Demo token of this coordinator</label>
      <input id="demo" name="demo" type="password" autocomplete="off" required ?disabled=${this.#busy}>`;
  }

  #token() {
    return html`<label for="token">Token</label>
      <input id="token" name="token" type="password" autocomplete="off" required ?disabled=${this.#busy}>
      <details>
          <summary>Demo token</summary>
          <label for="demo">Only where the coordinator was started with --demo-token</label>
          <input id="demo" name="demo" type="password" autocomplete="off">
        </details>`;
  }
}

customElements.define('dx-signin', SignIn);
