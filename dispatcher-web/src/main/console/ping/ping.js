import { html, nothing, svg } from 'lit';
import { Element } from '../shell/element.js';
import { empty, trouble } from '../shell/resource.js';
import { Offline, Problem, lines } from '../shell/api.js';
import { router, href } from '../shell/router.js';
import { session } from '../shell/session.js';
import { ms, number, percent } from '../shell/format.js';
import { badge } from '../elements/badges.js';
import { NUMBERS, fromPlaces, ofQuery, onlyAgent, places, request, targets, timeoutMs } from './draft.js';
import { Tally, columns } from './tally.js';
import '../elements/chart.js';
import '../elements/choice.js';
import '../elements/grid.js';
import '../elements/places.js';

const DRAWN_MS = 250;
const LINES = 8;
const STATES = { running: ['quiet', 'pinging'], done: ['ok', 'done'], failed: ['bad', 'no answer'], stopped: ['quiet', 'stopped'] };

const lossBadge = share => (share === null ? '–' : share === 0 ? '0 %' : badge(share >= 0.5 ? 'bad' : 'warn', percent(share)));
const time = (key, label, value, more) => ({ key, label, end: true, value: row => row[value] ?? -1, cell: row => ms(row[value]), ...more });

const COLUMNS = [
  { key: 'from', label: 'From', value: row => row.agent, cell: row => (row.agent === 'coordinator' ? row.agent : html`<a class="quiet" href=${href(`/agents/${row.agent}`)}>${row.agent}</a>`) },
  { key: 'target', label: 'Target', wide: true, value: row => row.target, cell: row => html`<span class="mono" title=${row.address ?? ''}>${row.target}</span>` },
  { key: 'state', label: 'State', minor: true, value: row => row.state, cell: row => badge(...STATES[row.state]) },
  { key: 'sent', label: 'Sent', end: true, minor: true, value: row => row.sent, cell: row => number(row.sent) },
  { key: 'received', label: 'Received', end: true, minor: true, value: row => row.received, cell: row => number(row.received) },
  { key: 'loss', label: 'Loss', end: true, value: row => row.loss ?? -1, cell: row => lossBadge(row.loss) },
  time('last', 'Last', 'last'),
  time('min', 'Min', 'min', { minor: true }),
  time('avg', 'Avg', 'avg'),
  time('max', 'Max', 'max', { minor: true }),
  time('stddev', 'Std dev', 'stddev', { minor: true }),
  time('jitter', 'Jitter', 'jitter', { minor: true }),
  { key: 'recent', label: 'Recent', minor: true, cell: row => strip(row) },
];

/** Bars of the last round trips; a lost one goes over the whole height, in another colour. */
function strip(row) {
  const most = Math.max(0.001, ...row.recent.filter(one => one !== null));
  const lost = row.recent.filter(one => one === null).length;
  return html`<svg class="strip" viewBox="0 0 96 18" role="img" aria-label="${lost} of the last ${row.recent.length} lost">${row.recent.map((rtt, i) => {
    const height = rtt === null ? 18 : Math.max(2, 16 * rtt / most);
    return svg`<rect x=${4 * i} y=${18 - height} width="3" height=${height} class=${rtt === null ? 'lost' : ''}></rect>`;
  })}</svg>`;
}

/** Pings from here or from agents, as the answers come. What is asked for stands in the address; leaving the page ends it. */
class Ping extends Element {
  static properties = { draft: { state: true }, tally: { state: true }, busy: { state: true }, problem: { state: true }, sort: { state: true }, plotted: { state: true } };

  #abort = null;
  #drawing = null;
  #plot = { key: null, series: [] };

  constructor() {
    super();
    this.draft = ofQuery(router.query);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end();
  }

  #end() {
    this.#abort?.abort();
    this.#abort = null;
    clearTimeout(this.#drawing);
    this.#drawing = null;
  }

  #set(changes) {
    this.draft = { ...this.draft, ...changes };
  }

  #start = event => {
    event.preventDefault();
    const form = this.querySelector('form');
    const field = form.elements.targets;
    field.setCustomValidity(targets(this.draft.targets).length ? '' : 'Names or addresses to ping.');
    if (form.reportValidity()) {
      router.refine(this.draft, { replace: true });
      this.#run(new Tally(Boolean(this.draft.endless), timeoutMs(this.draft)));
    }
  };

  async #run(tally) {
    this.#end();
    const controller = new AbortController();
    this.#abort = controller;
    Object.assign(this, { busy: true, problem: null, tally, plotted: null });
    try {
      do {
        for await (const event of lines('/ping-task', request(this.draft), controller.signal)) {
          tally.take(event);
          this.#drawSoon();
        }
        if (!tally.complete) {
          throw new TypeError('cut');
        }
      } while (tally.endless && tally.pairs.some(pair => pair.received) && !controller.signal.aborted);
    } catch (e) {
      if (e.name !== 'AbortError' && controller === this.#abort) {
        this.problem = e instanceof Problem || e instanceof Offline ? e : new Error('The connection was lost, and with it the pings ended.');
      }
    }
    tally.stopped();
    if (this.#abort === controller) {
      this.#abort = null;
      this.busy = false;
    }
    this.requestUpdate();
  }

  #drawSoon() {
    this.#drawing ??= setTimeout(() => {
      this.#drawing = null;
      this.requestUpdate();
    }, DRAWN_MS);
  }

  #stop = () => {
    this.#end();
    this.busy = false;
  };

  render() {
    if (!session.may('operator')) {
      return html`<h1>Ping</h1>${empty('Your token only reads', 'Pinging takes the role operator. What was pinged is among the requests.')}`;
    }
    return html`<div class="title"><h1>Ping</h1><div class="buttons"><a class="button" href=${href('/requests?kind=ping')}>Earlier pings</a></div></div>
      ${this.#form()}
      ${this.problem ? trouble(this.problem) : nothing}
      ${this.tally ? this.#result(this.tally) : empty('Nothing pinged yet', 'Each place and each target becomes a row, as the answers come.')}`;
  }

  #form() {
    const { draft } = this;
    return html`<form class="panel ping-form" @submit=${this.#start} @keydown=${event => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && this.#start(event)}>
      <div class="ping-where">
        <label><span>Targets</span><textarea name="targets" rows="2" required spellcheck="false" .value=${draft.targets} placeholder="names or addresses: example.com 2001:db8::1"
          @input=${event => { event.target.setCustomValidity(''); this.#set({ targets: event.target.value }); }}></textarea></label>
        <div><dx-places .value=${places(draft)} .own=${'this coordinator'}
          @chosen=${event => this.#set({ from: fromPlaces(event.detail) })}></dx-places></div>
      </div>
      <div class="fields">
        ${NUMBERS.map(one => html`<label><span>${one.label}</span><input type="number" name=${one.name} min=${one.min} max=${one.max} step="1" .value=${draft[one.name]} placeholder=${one.usual}
          ?disabled=${one.name === 'count' && Boolean(draft.endless)} @input=${event => this.#set({ [one.name]: event.target.value })}></label>`)}
        <label><span>Family</span><select @change=${event => this.#set({ family: event.target.value })}>
          ${[['', 'any'], ['4', 'IPv4'], ['6', 'IPv6']].map(([value, label]) => html`<option value=${value} ?selected=${value === draft.family}>${label}</option>`)}</select></label>
        <dx-choice kind="address" label="Source address" name="source_address" .agent=${onlyAgent(draft)} .value=${draft.source_address} @chosen=${event => this.#set({ source_address: event.detail })}></dx-choice>
      </div>
      <div class="buttons">
        ${this.busy ? html`<button type="button" class="danger" @click=${this.#stop}>Stop</button>` : html`<button class="primary" title="Ctrl Enter">Start</button>`}
        <label class="switch"><input type="checkbox" .checked=${Boolean(draft.endless)} ?disabled=${this.busy} @change=${event => this.#set({ endless: event.target.checked ? '1' : '' })}> Until stopped</label>
      </div>
    </form>`;
  }

  #result(tally) {
    const { pairs } = tally;
    if (pairs.length === 0) {
      return this.busy ? html`<div class="waiting" role="status">Waiting for the first answer…</div>` : nothing;
    }
    return html`<p class="line count" role="status">${this.#verdict(pairs)}</p>
      ${this.#chart(pairs)}
      <section><h2 class="hidden">Numbers</h2><dx-grid class="panel flush short" .label=${'Pings by place and target'} .columns=${COLUMNS} .rows=${[...pairs]} .sort=${this.sort ?? 'from:up'}
        @sorted=${event => { this.sort = event.detail; }}></dx-grid>
        ${tally.unseen ? html`<p class="muted">The first ${number(pairs.length)} pairs are shown.</p>` : nothing}</section>
      ${tally.troubles.length ? html`<section class="panel"><h2>What was said</h2><table class="pairs" aria-label="What was said">${tally.troubles.map(one => html`<tr>
        <th scope="row">${badge('bad', one.type.replace(/_/g, ' '))}</th><td>${one.agent} → ${one.target}${one.detail ? `: ${one.detail}` : ''}${one.count > 1 ? ` (${number(one.count)}×)` : ''}</td></tr>`)}</table></section>` : nothing}`;
  }

  #verdict(pairs) {
    const from = new Set(pairs.map(pair => pair.agent)).size;
    const to = new Set(pairs.map(pair => pair.target)).size;
    const what = `${number(to)} ${to === 1 ? 'target' : 'targets'} from ${number(from)} ${from === 1 ? 'place' : 'places'}`;
    if (this.busy) {
      return html`<span class="muted">Pinging ${what}…</span>`;
    }
    const silent = pairs.filter(pair => !pair.received).length;
    const lossy = pairs.filter(pair => pair.received && pair.loss > 0).length;
    return html`${silent ? badge('bad', `${number(silent)} of ${number(pairs.length)} pairs without an answer`)
      : lossy ? badge('warn', `loss in ${number(lossy)} of ${number(pairs.length)} pairs`) : badge('ok', 'every probe was answered')} <span class="muted">${what}</span>`;
  }

  #chart(pairs) {
    const drawable = pairs.filter(pair => pair.plotted);
    const choices = [...new Set(drawable.map(pair => pair.target))];
    const target = choices.includes(this.plotted) ? this.plotted : choices[0];
    const of = drawable.filter(pair => pair.target === target).sort((a, b) => a.agent.localeCompare(b.agent, 'en', { numeric: true }));
    const drawn = of.slice(0, LINES);
    const key = drawn.map(pair => pair.agent).join(' ');
    if (this.#plot.key !== key) {
      this.#plot = { key, series: drawn.map((pair, i) => ({ label: pair.agent, colour: `c${i + 1}` })) };
    }
    return html`<div class="ping-plot">
      <dx-chart .title=${`Round trips to ${target}`} .series=${this.#plot.series} .data=${columns(drawn)} .format=${ms} .live=${true}></dx-chart>
      ${choices.length > 1 || of.length > LINES ? html`<div class="line">
        ${choices.length > 1 ? html`<label class="line"><span>Plotted</span><select aria-label="Plotted target" @change=${event => { this.plotted = event.target.value; }}>
          ${choices.map(one => html`<option ?selected=${one === target}>${one}</option>`)}</select></label>` : nothing}
        ${of.length > LINES ? html`<span class="muted">The first ${LINES} of ${number(of.length)} places are drawn.</span>` : nothing}</div>` : nothing}
    </div>`;
  }
}

customElements.define('dx-ping', Ping);
