import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty } from '../shell/resource.js';
import { Fitting } from '../shell/fitting.js';
import { all, call } from '../shell/api.js';
import { router, href } from '../shell/router.js';
import { session } from '../shell/session.js';
import { attempt } from '../shell/notices.js';
import { confirmed } from '../shell/confirm.js';
import { number, span } from '../shell/format.js';
import { tried, way } from './target-badges.js';
import '../elements/grid.js';

const headerNames = target => Object.keys(target.default_headers).join(', ');

/** Names for places. */
class Targets extends Element {
  #targets = new Resource(this, signal => all('/api/targets', signal), { on: event => event.type.startsWith('target.') });
  #fitting = new Fitting(this, (row, wanted) => `${row.name} ${row.base_url} ${way(row)}`.toLowerCase().includes(wanted));
  #columns = [
    { key: 'name', label: 'Name', value: row => row.name, cell: row => (session.may('operator') ? html`<a href=${href(`/targets/${row.id}`)}>${row.name}</a>` : row.name) },
    { key: 'url', label: 'Base URL', wide: true, value: row => row.base_url, cell: row => html`<span class="mono" title=${row.base_url}>${row.base_url}</span>` },
    { key: 'way', label: 'Way', value: way, minor: true, cell: way },
    { key: 'headers', label: 'Headers', minor: true, cell: row => html`<span class="muted">${headerNames(row) || '–'}</span>` },
    { key: 'timeout', label: 'Timeout', end: true, minor: true, value: row => row.timeout, cell: row => span(row.timeout) },
    ...session.may('operator') ? [{ key: 'actions', label: '', end: true, cell: row => html`<span class="buttons end"><a class="button small" href=${href(tried(row))} aria-label="Try ${row.name}">Try it</a>
      <button class="small danger minor" aria-label="Delete ${row.name}" @click=${() => this.#remove(row)}>Delete</button></span>` }] : [],
  ];

  async #remove(target) {
    if (await confirmed(`Delete ${target.name}?`, 'Scenarios that name it fail from then on, and its headers are forgotten.', 'Delete')) {
      await attempt(() => call('DELETE', `/api/targets/${target.id}`), `${target.name} is deleted.`);
      this.#targets.refresh();
    }
  }

  render() {
    const { q = '', sort = 'name:up' } = router.query;
    return html`<div class="title"><h1>Targets</h1>${session.may('operator') ? html`<div class="buttons"><a class="button primary" href=${href('/targets/new')}>New target</a></div>` : nothing}</div>
      <form class="filters" role="search" aria-label="Filters" @submit=${event => event.preventDefault()}>
        <label><span>Search</span><input type="search" .value=${q} placeholder="name, URL, way" @input=${event => router.refine({ q: event.target.value }, { replace: true })}></label></form>
      ${this.#targets.show(rows => {
        if (rows.length === 0) {
          return empty('No targets', 'A target is a name for a place: where it is, what every request to it carries, and how it gets there.');
        }
        const shown = this.#fitting.of(rows);
        return html`<p class="count muted" role="status">${shown.length === rows.length ? `${number(rows.length)} ${rows.length === 1 ? 'target' : 'targets'}` : `${number(shown.length)} of ${number(rows.length)} targets`}</p>
          ${shown.length ? html`<dx-grid class="panel flush" .label=${'Targets'} .columns=${this.#columns} .rows=${shown} .sort=${sort}
            @sorted=${event => router.refine({ sort: event.detail }, { replace: true })}></dx-grid>` : empty('Nothing matches', 'No target fits this search.')}`;
      })}`;
  }
}

customElements.define('dx-targets', Targets);
