import { html, nothing, svg } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { Element } from './element.js';
import { reach } from './reach.js';
import { session } from './session.js';
import { router, href } from './router.js';
import { live } from './live.js';
import { theme } from './theme.js';
import { showHelp } from './help.js';
import { PAGES, page, section } from './pages.js';
import './signin.js';
import './notices.js';

const STATES = { live: 'Live', connecting: 'Connecting', reconnecting: 'Reconnecting', off: 'Not live' };

/** The frame around every page. */
class Console extends Element {
  #path = router.path;
  #chord = 0;
  #shown = null;

  connectedCallback() {
    super.connectedCallback();
    const update = () => this.requestUpdate();
    session.addEventListener('change', () => this.#sessionChanged());
    router.addEventListener('change', () => this.#moved());
    live.addEventListener('state', update);
    theme.addEventListener('change', update);
    reach.addEventListener('change', update);
    document.addEventListener('keydown', event => this.#pressed(event));
    session.load();
  }

  #sessionChanged() {
    if (session.state === 'signed-in') {
      if (session.who.live_events) {
        live.start();
      }
    } else if (session.state !== 'loading') {
      live.stop();
    }
    this.requestUpdate();
  }

  #moved() {
    if (router.path !== this.#path) {
      this.#path = router.path;
      window.scrollTo(0, 0);
      this.updateComplete.then(() => this.querySelector('main')?.focus({ preventScroll: true }));
    }
    this.requestUpdate();
  }

  #pressed(event) {
    if (event.target.closest?.('input, textarea, select, dialog, [contenteditable]')
        || event.ctrlKey || event.metaKey || event.altKey || session.state !== 'signed-in') {
      return;
    }
    const chord = Date.now() - this.#chord < 1500;
    this.#chord = event.key === 'g' ? Date.now() : 0;
    const target = chord && PAGES.find(one => one.key === event.key);
    if (target) {
      router.go(target.path);
    } else if (event.key === '?') {
      showHelp();
    } else if (event.key === 't') {
      theme.toggle();
    } else if (event.key === '/') {
      const search = this.querySelector('input[type=search]');
      search?.focus();
      search && event.preventDefault();
    }
  }

  render() {
    if (session.state === 'loading' && !session.who) {
      return html`<div class="waiting" role="status">Loading…</div>`;
    }
    if (session.state === 'waiting') {
      return html`<div class="waiting" role="status">The coordinator does not answer yet. It is tried again by itself…</div>`;
    }
    if (session.state !== 'signed-in' && session.state !== 'loading') {
      return html`<dx-signin></dx-signin>`;
    }
    return html`<a class="skip" href="#content" @click=${this.#skip}>To the content</a>
      <div class="frame">
        ${this.#navigation()}
        <main id="content" tabindex="-1">${this.#banner()}${this.#page()}</main>
      </div>
      <dx-notices role="status"></dx-notices>`;
  }

  /** Where the navigation is a line that scrolls, its page is in sight. */
  updated() {
    const link = this.querySelector('.side nav [aria-current]');
    if (link !== this.#shown) {
      this.#shown = link;
      const nav = link?.parentElement;
      link && nav.scrollTo({ left: link.offsetLeft - nav.offsetLeft - (nav.clientWidth - link.clientWidth) / 2 });
    }
  }

  #skip(event) {
    event.preventDefault();
    document.getElementById('content').focus();
  }

  #navigation() {
    const here = section(router.path);
    const state = reach.lost && live.state === 'live' ? 'reconnecting' : live.state;
    return html`<header class="side">
      <a class="brand" href=${href('/')}><img src="/console/assets/icon.svg" alt="" width="22" height="22"><span>Dispatcher</span></a>
      <nav aria-label="Pages">${PAGES.map(one => html`<a href=${href(one.path)} aria-current=${here === one ? 'page' : nothing}>
        <svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${one.icon}></path>`}</svg><span>${one.title}</span></a>`)}
      </nav>
      <div class="foot">
        <span class="state ${state}" role="status" title="Events of the coordinator"><i></i><span>${STATES[state]}</span></span>
        <button class="plain" @click=${() => theme.toggle()} aria-label=${theme.now === 'dark' ? 'Light colours' : 'Dark colours'} title="Dark or light (t)">
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${theme.now === 'dark' ? 'M12 4V2M12 22v-2M4 12H2M22 12h-2M6 6L5 5M19 19l-1-1M6 18l-1 1M19 5l-1 1M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8' : 'M20 14A8 8 0 1 1 10 4a6 6 0 0 0 10 10z'}></path></svg>
        </button>
        <button class="plain" @click=${showHelp} aria-label="Keyboard shortcuts" title="Keyboard (?)">?</button>
        ${this.#who()}
      </div>
    </header>`;
  }

  #who() {
    const { who } = session;
    if (!who) {
      return nothing;
    }
    return who.open
      ? html`<span class="who muted" title="No token exists: everybody on this machine is administrator. dispatcher token create --role admin ends it.">open mode</span>`
      : html`<span class="who muted" title=${who.node}>${who.name} · ${who.role}</span><button class="plain small" @click=${() => session.signOut()}>Sign out</button>`;
  }

  #banner() {
    if (reach.lost) {
      return html`<div class="banner bad" role="alert">The coordinator does not answer. What you see is what was there before; it is tried again by itself.</div>`;
    }
    return live.state === 'reconnecting'
      ? html`<div class="banner warn" role="status">The stream of events was cut; reconnecting. What happened meanwhile is caught up with.</div>`
      : nothing;
  }

  #page() {
    const content = page(router.path);
    document.title = `${section(router.path)?.title ?? 'Not found'} · Dispatcher`;
    if (!content) {
      return html`<h1>Not found</h1><p>The console has no page at <code>${router.path}</code>. <a href=${href('/')}>Overview</a></p>`;
    }
    return keyed(router.path, content);
  }
}

customElements.define('dx-console', Console);
