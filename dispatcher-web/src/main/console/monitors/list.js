import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { Resource, empty } from '../shell/resource.js';
import { Fitting } from '../shell/fitting.js';
import { all } from '../shell/api.js';
import { router, href } from '../shell/router.js';
import { session } from '../shell/session.js';
import { ago, exact, ms, number, span } from '../shell/format.js';
import { badge } from '../elements/badges.js';
import { STATES, stateBadge, subject, vantage } from './monitor-badges.js';
import '../elements/grid.js';

const worst = (monitor, name) => monitor.vantage_points.reduce((most, point) => (point[name] === null ? most : Math.max(most ?? 0, point[name])), null);

const COLUMNS = [
  { key: 'state', label: 'State', value: row => STATES.indexOf(row.state), cell: row => html`${stateBadge(row.state)}${row.paused ? html` ${badge('quiet', 'paused')}` : nothing}` },
  { key: 'name', label: 'Name', value: row => row.name, cell: row => html`<a href=${href(`/monitors/${row.id}`)}>${row.name}</a>` },
  { key: 'subject', label: 'Checks', wide: true, value: subject, cell: row => html`<span class="mono" title=${subject(row)}>${subject(row)}</span>` },
  { key: 'from', label: 'From', minor: true, value: row => vantage(row.from), cell: row => html`<span class="muted">${vantage(row.from)}</span>` },
  { key: 'interval', label: 'Every', end: true, minor: true, value: row => row.interval, cell: row => span(row.interval) },
  { key: 'loss', label: 'Loss', end: true, minor: true, value: row => worst(row, 'loss_percent'), cell: row => (worst(row, 'loss_percent') === null ? '–' : `${number(worst(row, 'loss_percent'))} %`) },
  { key: 'time', label: 'Time', end: true, value: row => worst(row, 'duration_ms'), cell: row => ms(worst(row, 'duration_ms')) },
  { key: 'since', label: 'In this state', end: true, minor: true, value: row => -new Date(row.state_since), cell: row => html`<span title=${exact(row.state_since)}>${ago(row.state_since)}</span>` },
];

/** All monitors, those in trouble first. */
class Monitors extends Element {
  #monitors = new Resource(this, signal => all('/api/monitors', signal), { every: 10_000, on: event => event.type.startsWith('monitor.') });
  #fitting = new Fitting(this, (row, wanted, { state }) => (!state || row.state === state) && `${row.name} ${subject(row)}`.toLowerCase().includes(wanted));

  render() {
    const { q = '', state = '', sort = 'state:up' } = router.query;
    const create = session.may('operator') ? html`<a class="button primary" href=${href('/monitors/new')}>New monitor</a>` : nothing;
    return html`<div class="title"><h1>Monitors</h1><div class="buttons">${create}</div></div>
      <form class="filters" role="search" aria-label="Filters" @submit=${event => event.preventDefault()}>
        <label><span>Search</span><input type="search" .value=${q} placeholder="name, target, URL" @input=${event => router.refine({ q: event.target.value }, { replace: true })}></label>
        <label><span>State</span><select @change=${event => router.refine({ state: event.target.value }, { replace: true })}>
          ${['', ...STATES].map(one => html`<option value=${one} ?selected=${one === state}>${one || 'any'}</option>`)}</select></label>
      </form>
      ${this.#monitors.show(rows => {
        if (rows.length === 0) {
          return empty('No monitors', session.may('operator') ? 'A monitor pings a target, or asks a URL, again and again from chosen agents.' : 'An operator makes them.');
        }
        const shown = this.#fitting.of(rows);
        return html`<p class="line count" role="status">${STATES.map(one => [one, rows.filter(row => row.state === one).length]).filter(([, count]) => count)
            .map(([one, count]) => html`<span class="muted">${number(count)} ${one}</span>`)}</p>
          ${shown.length ? html`<dx-grid class="panel flush" .label=${'Monitors'} .columns=${COLUMNS} .rows=${shown} .sort=${sort}
            @sorted=${event => router.refine({ sort: event.detail }, { replace: true })}></dx-grid>` : empty('Nothing matches', 'No monitor fits this search.')}`;
      })}`;
  }
}

customElements.define('dx-monitors', Monitors);
