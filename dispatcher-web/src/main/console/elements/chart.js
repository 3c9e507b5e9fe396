import { html } from 'lit';
import uPlot from 'uplot';
import { Element } from '../shell/element.js';
import { theme } from '../shell/theme.js';
import { percent } from '../shell/format.js';

const HEIGHT = 150;
const FEW = 40;
const MINUTES = [60, 300, 600, 900, 1800, 3600];
const DAY = 86_400;
const HOUR = uPlot.fmtDate('{HH}:{mm}');
const DATE = uPlot.fmtDate('{MM}-{DD}');

const times = (plot, splits, axis, space, step) => splits.map(split => (step >= DAY ? DATE : HOUR)(new Date(split * 1000)));

/**
 * Lines over time. `series`: `label`, `colour` (a class of the style sheet that has it), `fill`, `band` (filled down to the series before),
 * `share` (of 1, on a scale of its own); `data`: times in seconds, then a column
 * of each (null is a gap, undefined is none); `format` of values. A `live` one is about seconds; it, and one of few times, shows single points. The last values
 * stand in the legend as text, so nobody needs to see the lines.
 */
class Chart extends Element {
  static properties = { title: {}, series: { attribute: false }, data: { attribute: false }, format: { attribute: false }, live: { type: Boolean } };

  #plot = null;
  #index = null;
  #observer = new ResizeObserver(() => this.#resized());
  #themed = () => this.#draw();

  connectedCallback() {
    super.connectedCallback();
    theme.addEventListener('change', this.#themed);
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    theme.removeEventListener('change', this.#themed);
    this.#observer.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
  }

  updated(changed) {
    if (!this.#plot || changed.has('series')) {
      this.#draw();
    } else if (changed.has('data')) {
      this.#plot.setData(this.data);
    }
  }

  #colour(name) {
    return getComputedStyle(this.querySelector(`.swatch.${name}`)).color;
  }

  #soft(name) {
    return this.#colour(name).replace(/rgb\((.*)\)/, 'rgba($1, 0.14)');
  }

  #draw() {
    const box = this.querySelector('.plot');
    if (!box || !box.clientWidth) {
      return;
    }
    this.#plot?.destroy();
    const axis = this.#colour('axis');
    const grid = { stroke: this.#colour('gridline'), width: 1 };
    const common = { stroke: axis, grid, ticks: { show: false }, font: `11px ${getComputedStyle(this).fontFamily}` };
    this.#plot = new uPlot({
      width: box.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, points: { size: 5 }, drag: { setScale: false } },
      padding: [8, 20, 0, 0],
      scales: { y: { range: (plot, low, high) => [0, high > 0 ? high * 1.1 : 1] }, share: { range: [0, 1] } },
      axes: [
        { ...common, space: 70, size: 26, ...this.live ? { values: '{HH}:{mm}:{ss}', incrs: [1, 2, 5, 10, 15, 30, ...MINUTES] } : { values: times, incrs: [...MINUTES, 7200, 10_800, 21_600, 43_200, DAY] } },
        { ...common, space: 34, size: 52, values: (plot, ticks) => ticks.map(tick => this.format(tick)) },
      ],
      series: [
        {},
        ...this.series.map(one => ({
          label: one.label,
          scale: one.share ? 'share' : 'y',
          stroke: this.#colour(one.colour),
          fill: one.fill ? this.#soft(one.colour) : undefined,
          width: 1.5,
          spanGaps: false,
          points: { size: 4, width: 1, show: () => this.live || this.data[0].length <= FEW },
        })),
      ],
      bands: this.series.flatMap((one, i) => one.band ? [{ series: [i + 1, i], fill: this.#soft(one.colour) }] : []),
      hooks: { setCursor: [plot => this.#pointed(plot.cursor.idx)] },
    }, this.data, box);
  }

  #resized() {
    const box = this.querySelector('.plot');
    if (!this.#plot) {
      this.#draw();
    } else if (box?.clientWidth && box.clientWidth !== this.#plot.width) {
      this.#plot.setSize({ width: box.clientWidth, height: HEIGHT });
    }
  }

  #pointed(index) {
    if (this.#index !== (index ?? null)) {
      this.#index = index ?? null;
      this.requestUpdate();
    }
  }

  #value(column) {
    const values = this.data[column];
    const value = this.#index === null ? values.findLast(one => one !== null && one !== undefined) : values[this.#index];
    return value === null || value === undefined ? '–' : this.series[column - 1].share ? percent(value) : this.format(value);
  }

  render() {
    return html`<figure class="chart panel">
      <figcaption><h2>${this.title}</h2><span class="at">${this.#index === null || this.data[0][this.#index] === undefined ? '' : new Date(this.data[0][this.#index] * 1000).toLocaleTimeString('en-GB')}</span></figcaption>
      <div class="plot" aria-hidden="true"></div>
      <ul class="legend">${this.series.map((one, i) => html`<li><i class="swatch ${one.colour}"></i>${one.label}
        <b class="value">${this.#value(i + 1)}</b></li>`)}</ul>
      <i class="swatch axis" hidden></i><i class="swatch gridline" hidden></i>
    </figure>`;
  }
}

customElements.define('dx-chart', Chart);
