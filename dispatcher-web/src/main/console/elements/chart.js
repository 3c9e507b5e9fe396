import { html } from 'lit';
import uPlot from 'uplot';
import { Element } from '../shell/element.js';
import { theme } from '../shell/theme.js';

const HEIGHT = 150;

/**
 * Lines over time. `series`: `label`, `colour` (a class of the style sheet that has it), `fill`; `data`: times in seconds, then a column
 * of each; `format` of values. The last values stand in the legend as text, so nobody needs to see the lines.
 */
class Chart extends Element {
  static properties = { title: {}, series: { attribute: false }, data: { attribute: false }, format: { attribute: false } };

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
      padding: [8, 8, 0, 0],
      scales: { y: { range: (plot, low, high) => [0, high > 0 ? high * 1.1 : 1] } },
      axes: [
        { ...common, space: 70, values: '{HH}:{mm}', size: 26, incrs: [60, 300, 600, 900, 1800, 3600] },
        { ...common, space: 34, size: 52, values: (plot, ticks) => ticks.map(tick => this.format(tick)) },
      ],
      series: [
        {},
        ...this.series.map(one => ({
          label: one.label,
          stroke: this.#colour(one.colour),
          fill: one.fill ? this.#colour(one.colour).replace(/rgb\((.*)\)/, 'rgba($1, 0.12)') : undefined,
          width: 1.5,
          spanGaps: false,
          points: { show: false },
        })),
      ],
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
    const value = this.#index === null ? values.findLast(one => one !== null) : values[this.#index];
    return value === null || value === undefined ? '–' : this.format(value);
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
