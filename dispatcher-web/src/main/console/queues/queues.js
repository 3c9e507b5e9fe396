import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty } from '../shell/resource.js';
import { all, call, get, post } from '../shell/api.js';
import { href } from '../shell/router.js';
import { session } from '../shell/session.js';
import { attempt } from '../shell/notices.js';
import { confirmed } from '../shell/confirm.js';
import { bytes, clock, exact, ms, number } from '../shell/format.js';
import { badge } from '../elements/badges.js';
import { headerTable } from '../elements/body.js';

const LETTERS = 100;
const REFRESH_MS = 5000;

/** What waits, and what nobody could deliver: look at it, send it again, or discard it. */
class Queues extends Element {
  static properties = { opened: { state: true }, letter: { state: true } };

  #queues = new Resource(this, signal => all('/api/queues', signal), { every: REFRESH_MS });
  #dead = new Resource(this, signal => get('/api/dead-letters', { limit: LETTERS }, signal), { every: REFRESH_MS });

  render() {
    return html`<h1>Queues</h1>
      <section><h2>Dead letters</h2>${this.#dead.show(page => this.#letters(page))}</section>
      <section><h2>Depths</h2>${this.#queues.show(queues => this.#depths(queues))}</section>`;
  }

  #letters(page) {
    if (page.items.length === 0) {
      return empty('No dead letters', 'Everything could be understood and delivered.');
    }
    const admin = session.may('admin');
    return html`${admin ? html`<div class="buttons above"><button @click=${this.#retryAll}>Retry all</button><button class="danger" @click=${this.#discardAll}>Discard all</button></div>` : nothing}
      <div class="panel flush scroll" tabindex="0" role="region" aria-label="Dead letters"><table class="grid">
      <thead><tr><th scope="col">Since</th><th scope="col" class="minor">Kind</th><th scope="col">From queue</th><th scope="col" class="wide">Reason</th><th scope="col" class="end minor">Size</th>
        ${admin ? html`<th scope="col"><span class="hidden">Actions</span></th>` : nothing}</tr></thead>
      <tbody>${page.items.map(item => html`<tr>
        <td class="time" title=${exact(item.time)}>${clock(item.time)}</td>
        <td class="minor">${item.type}</td>
        <td class="mono">${item.queue ?? '–'}</td>
        <td class="wide" title=${item.reason ?? ''}>${item.request_id ? html`<a href=${href(`/requests/${item.request_id}`)}>${item.reason ?? item.request_id}</a>` : item.reason ?? '–'}</td>
        <td class="end minor">${bytes(item.size_bytes)}</td>
        ${admin ? html`<td class="actions">
          <button class="small" aria-expanded=${this.opened === item.id} @click=${() => this.#look(item.id)}>Look</button>
          <button class="small" @click=${() => this.#act('POST', item.id, 'It went back to where it came from.')}>Retry</button>
          <button class="small danger" @click=${() => this.#discard(item.id)}>Discard</button></td>` : nothing}</tr>
        ${this.opened === item.id ? html`<tr class="whole"><td colspan="6">${this.letter ? this.#whole(this.letter) : html`<span class="muted">Loading…</span>`}</td></tr>` : nothing}`)}
      </tbody></table></div>
      ${page.next_cursor ? html`<p class="muted">The oldest ${LETTERS} are shown.</p>` : nothing}
      ${admin ? nothing : html`<p class="muted">To look into one, to retry or to discard it takes the role admin.</p>`}`;
  }

  #whole(letter) {
    return html`<div class="letter"><dx-body .text=${letter.body} .base64=${letter.body_base64} .size=${letter.size_bytes} .cut=${letter.body_truncated} .label=${'Message'}></dx-body>
      ${headerTable(letter.properties, 'Properties')}</div>`;
  }

  async #look(id) {
    this.letter = null;
    this.opened = this.opened === id ? null : id;
    if (this.opened) {
      const letter = await attempt(() => get(`/api/dead-letters/${encodeURIComponent(id)}`));
      if (this.opened === id) {
        this.letter = letter;
      }
    }
  }

  async #act(method, id, done) {
    const path = `/api/dead-letters/${encodeURIComponent(id)}${method === 'POST' ? '/retry' : ''}`;
    await attempt(() => call(method, path), done);
    this.#refresh();
  }

  async #discard(id) {
    if (await confirmed('Discard this message?', 'It cannot be got back.', 'Discard')) {
      await this.#act('DELETE', id, 'Discarded.');
    }
  }

  #retryAll = async () => {
    await attempt(() => post('/api/dead-letters/retry'), 'They went back to where they came from.');
    this.#refresh();
  };

  #discardAll = async () => {
    if (await confirmed('Discard all dead letters?', 'They cannot be got back.', 'Discard all')) {
      await attempt(() => call('DELETE', '/api/dead-letters'), 'All are discarded.');
      this.#refresh();
    }
  };

  #refresh() {
    this.opened = null;
    this.#dead.refresh();
    this.#queues.refresh();
  }

  #depths(queues) {
    return html`<div class="panel flush scroll" tabindex="0" role="region" aria-label="Depths"><table class="grid">
      <thead><tr><th scope="col" class="wide">Queue</th><th scope="col" class="end">Depth</th><th scope="col" class="end">Oldest</th>
        <th scope="col" class="end minor">Delivering</th><th scope="col" class="end minor">Consumers</th><th scope="col" class="end minor">Expired</th><th scope="col" class="end minor">Dead</th></tr></thead>
      <tbody>${queues.map(one => html`<tr><td class="wide mono">${one.name}</td>
        <td class="end">${one.depth ? badge('warn', number(one.depth)) : '0'}</td>
        <td class="end">${one.oldest_ms ? ms(one.oldest_ms) : '–'}</td>
        <td class="end minor">${number(one.delivering)}</td><td class="end minor">${number(one.consumers)}</td>
        <td class="end minor">${number(one.expired)}</td><td class="end minor">${number(one.dead)}</td></tr>`)}</tbody></table></div>`;
  }
}

customElements.define('dx-queues', Queues);
