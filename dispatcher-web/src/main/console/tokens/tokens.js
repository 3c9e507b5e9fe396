import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty } from '../shell/resource.js';
import { all, call, tokens } from '../shell/api.js';
import { router } from '../shell/router.js';
import { session } from '../shell/session.js';
import { attempt } from '../shell/notices.js';
import { confirmed } from '../shell/confirm.js';
import { exact, number } from '../shell/format.js';
import { badge } from '../elements/badges.js';
import { copy } from '../elements/body.js';
import '../elements/grid.js';
import './create.js';

const STATES = { valid: 'ok', expired: 'quiet', revoked: 'quiet' };
const ROLES = { admin: 'warn', operator: 'ok', viewer: 'quiet', agent: 'quiet' };

function stateOf(token) {
  if (token.revoked_at) {
    return 'revoked';
  }
  return token.expires && new Date(token.expires) <= new Date() ? 'expired' : 'valid';
}

/** Who may do what: tokens are made, shown once, and revoked. */
class Tokens extends Element {
  static properties = { making: { state: true }, made: { state: true } };

  #tokens = new Resource(this, signal => all('/api/tokens', signal), { on: event => event.type.startsWith('token.') });
  #onMove = () => this.requestUpdate();
  #columns = [
    { key: 'name', label: 'Name', wide: true, value: row => row.name, cell: row => html`${row.name}${this.#own(row) ? html` <span class="muted">(yours)</span>` : nothing}` },
    { key: 'role', label: 'Role', value: row => row.role, cell: row => badge(ROLES[row.role] ?? 'quiet', row.role) },
    { key: 'state', label: 'State', value: stateOf, cell: row => badge(STATES[stateOf(row)], stateOf(row)) },
    { key: 'bound', label: 'Only for', minor: true, cell: row => html`<span class="muted">${[row.agent_id, ...row.upstreams].filter(Boolean).join(', ') || '–'}</span>` },
    { key: 'created', label: 'Made', minor: true, value: row => row.created_at, cell: row => exact(row.created_at).slice(0, 16) },
    { key: 'expires', label: 'Expires', minor: true, value: row => row.expires ?? '', cell: row => (row.expires ? exact(row.expires).slice(0, 16) : 'never') },
  ];
  #withActions = [...this.#columns, { key: 'actions', label: '', cell: row => (stateOf(row) === 'revoked' ? nothing : html`<span class="buttons end">
    <button class="small danger" @click=${() => this.#revoke(row)}>Revoke</button></span>`) }];

  connectedCallback() {
    super.connectedCallback();
    router.addEventListener('change', this.#onMove);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.removeEventListener('change', this.#onMove);
  }

  #own(token) {
    return token.name === session.who?.name && stateOf(token) === 'valid';
  }

  render() {
    const admin = session.may('admin');
    return html`<div class="title"><h1>Tokens</h1>${admin ? html`<button class="primary" aria-expanded=${Boolean(this.making)} @click=${() => { this.making = !this.making; }}>New token</button>` : nothing}</div>
      ${session.who?.open ? html`<div class="notice warn"><strong>Open mode</strong><span>No token exists: everybody on this machine may do everything, and nobody else reaches the coordinator.
        The first token ends that: from then on everything needs one, this console too. It must be an admin's.</span></div>` : nothing}
      ${this.made ? this.#shownOnce() : nothing}
      ${this.making ? html`<dx-token-form class="panel" .first=${Boolean(session.who?.open)} @made=${event => this.#take(event.detail)}></dx-token-form>` : nothing}
      ${this.#tokens.show(rows => this.#table(rows, admin))}
      ${admin ? nothing : html`<p class="muted about">To make or revoke one takes the role admin.</p>`}`;
  }

  #shownOnce() {
    const { made } = this;
    return html`<section class="panel once" role="status"><h2>${made.name} · ${made.role}</h2>
      <p>Copy it now: it is shown this once and stored only as a hash.${made.signedIn ? ' You are signed in with it in this tab.' : ''}</p>
      <div class="addressline"><label class="grow"><span class="hidden">Token</span><input readonly .value=${made.token} @focus=${event => event.target.select()}></label>
        <button class="primary" @click=${() => copy(made.token, 'Token copied')}>Copy</button><button @click=${() => { this.made = null; }}>Done</button></div>
      ${made.role === 'agent' ? html`<p class="muted">In a file, for <code>dispatcher agent --coordinator-url ${location.origin} --token-file FILE</code></p>` : nothing}</section>`;
  }

  #table(rows, admin) {
    const { q = '', state = '', sort = '' } = router.query;
    if (rows.length === 0) {
      return empty('No tokens', 'The first one ends open mode.');
    }
    const shown = rows.filter(row => (!state || stateOf(row) === state) && `${row.name} ${row.role} ${row.agent_id ?? ''} ${row.upstreams.join(' ')}`.toLowerCase().includes(q.toLowerCase()));
    return html`<form class="filters" role="search" aria-label="Filters" @submit=${event => event.preventDefault()}>
        <label><span>Search</span><input type="search" .value=${q} placeholder="name, role, agent" @input=${event => router.refine({ q: event.target.value }, { replace: true })}></label>
        <label><span>State</span><select @change=${event => router.refine({ state: event.target.value }, { replace: true })}>
          ${['', ...Object.keys(STATES)].map(one => html`<option value=${one} ?selected=${one === state}>${one || 'any'}</option>`)}</select></label>
      </form>
      <p class="count muted" role="status">${number(shown.length)} of ${number(rows.length)} tokens</p>
      ${shown.length ? html`<dx-grid class="panel flush" .label=${'Tokens'} .columns=${admin ? this.#withActions : this.#columns} .rows=${shown} .sort=${sort}
        @sorted=${event => router.refine({ sort: event.detail }, { replace: true })}></dx-grid>` : empty('Nothing matches', 'No token fits this search.')}`;
  }

  async #take(made) {
    this.making = false;
    const first = Boolean(session.who?.open);
    this.made = { ...made, signedIn: first };
    if (first) {
      await session.signIn(made.token, tokens.demo());
    }
    this.#tokens.refresh();
  }

  async #revoke(token) {
    const text = this.#own(token) ? 'It is the one you are signed in with: you are signed out.' : 'Whoever has it is refused from now on; an agent with it is disconnected.';
    if (await confirmed(`Revoke ${token.name}?`, text, 'Revoke')) {
      await attempt(() => call('DELETE', `/api/tokens/${encodeURIComponent(token.id)}`), `${token.name} is revoked.`);
      this.#tokens.refresh();
    }
  }
}

customElements.define('dx-tokens', Tokens);
