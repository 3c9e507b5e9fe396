import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { say } from '../shell/notices.js';
import { bytes } from '../shell/format.js';

const COLOURED_LIMIT = 100_000;
const TOKENS = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

/** A body as it can be read best: JSON indented and coloured, other text as it is, bytes as a number of them. */
class Body extends Element {
  static properties = { text: {}, base64: {}, size: { type: Number }, cut: { type: Boolean }, label: {}, raw: { state: true } };

  #pretty() {
    const text = this.text ?? '';
    if (this.raw || !/^\s*[[{]/.test(text)) {
      return text;
    }
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  }

  render() {
    if (this.base64 && this.text === null) {
      return html`<p class="muted">Not text: ${bytes(this.size ?? Math.floor(this.base64.length * 3 / 4))}</p>`;
    }
    if (!this.text) {
      return html`<p class="muted">No body.</p>`;
    }
    const pretty = this.#pretty();
    return html`<div class="body">
      <div class="buttons">
        ${pretty !== this.text || this.raw ? html`<button class="small" aria-pressed=${Boolean(this.raw)} @click=${() => { this.raw = !this.raw; }}>Raw</button>` : nothing}
        <button class="small" @click=${() => copy(this.text, 'Body copied')}>Copy</button>
      </div>
      <pre tabindex="0" role="region" aria-label=${this.label ?? 'Body'}><code>${pretty !== this.text && pretty.length < COLOURED_LIMIT ? coloured(pretty) : pretty}</code></pre>
      ${this.cut ? html`<p class="muted">Only the beginning was kept.</p>` : nothing}
    </div>`;
  }
}

function coloured(json) {
  const parts = [];
  let end = 0;
  for (const match of json.matchAll(TOKENS)) {
    parts.push(json.slice(end, match.index));
    const [all, string, colon, word] = match;
    if (string && colon) {
      parts.push(html`<span class="j-key">${string}</span>`, colon);
    } else {
      parts.push(html`<span class=${string ? 'j-text' : word ? 'j-word' : 'j-number'}>${all}</span>`);
    }
    end = match.index + all.length;
  }
  parts.push(json.slice(end));
  return parts;
}

export async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch {
    say('The browser does not allow to copy here.', 'bad');
  }
}

export function headerTable(headers, label) {
  const rows = Object.entries(headers ?? {}).flatMap(([name, values]) => [values].flat().map(value => [name, value]));
  return rows.length
    ? html`<table class="pairs" aria-label=${label}>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</table>`
    : html`<p class="muted">None.</p>`;
}

customElements.define('dx-body', Body);
