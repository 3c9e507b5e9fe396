import { html, nothing, svg } from 'lit';
import { exact, ms } from '../shell/format.js';
import { STATES } from './monitor-badges.js';
import '../elements/chart.js';

const POINTS = 120;
const SERIES = [
  { label: 'p50', colour: 'c1' },
  { label: 'p95', colour: 'c3', band: true },
  { label: 'loss', colour: 'c4', fill: true, share: true },
];

/** Seconds that are one point, so that each has a run of its own however they fall. */
export const step = (seconds, interval) => Math.max(Math.ceil(seconds / POINTS), Math.ceil(2 * interval));

/** Of an agent that takes its addresses in turn: the mean of their medians, and the worst of their p95, as percentiles cannot be added. */
function together(a, b) {
  const sum = name => (a[name] ?? 0) + (b[name] ?? 0);
  const [sent, received] = [sum('sent'), sum('received')];
  const both = a.p50_ms !== null && b.p50_ms !== null;
  return {
    ...a, sent, received, runs: sum('runs'), ...Object.fromEntries(STATES.map(state => [state, sum(state)])),
    loss_percent: sent ? 100 * (1 - received / sent) : null,
    p50_ms: both ? (a.p50_ms * a.runs + b.p50_ms * b.runs) / sum('runs') : a.p50_ms ?? b.p50_ms,
    p95_ms: both ? Math.max(a.p95_ms, b.p95_ms) : a.p95_ms ?? b.p95_ms,
  };
}

/**
 * Results by step as columns of a plot on a grid of times that all places share, and what the runs of each step said.
 *
 * @param since first second
 */
export function bands(items, since, seconds) {
  const first = Math.floor(since / seconds);
  const length = Math.floor(Date.now() / 1000 / seconds) - first + 1;
  const time = Array.from({ length }, (unused, i) => (first + i) * seconds);
  const states = new Array(length).fill(null);
  for (const item of items) {
    const i = Math.round(new Date(item.time) / 1000 / seconds) - first;
    if (i >= 0 && i < length) {
      states[i] = states[i] ? together(states[i], item) : item;
    }
  }
  const column = name => states.map(item => item?.[name] ?? null);
  const loss = column('loss_percent').map(value => (value === null ? null : value / 100));
  const [p50, p95] = [column('p50_ms'), column('p95_ms')];
  return { data: [time, p50, p95, loss], states };
}

const worst = item => STATES.filter(one => one !== 'unknown').find(one => item[one]) ?? 'unknown';

/** A block for each step, in the colour of the worst that its runs said. */
function strip(states, time) {
  const said = states.filter(Boolean);
  const good = said.filter(item => worst(item) === 'up').length;
  return html`<svg class="states" viewBox="0 0 ${states.length} 1" preserveAspectRatio="none" role="img" aria-label="${good} of ${said.length} times up">${states.map((item, i) =>
    item ? svg`<rect x=${i + 0.08} y="0" width="0.84" height="1" class=${worst(item)}><title>${exact(time[i] * 1000)} ${STATES.filter(one => item[one]).map(one => `${item[one]} ${one}`).join(', ')}</title></rect>`
      : nothing)}</svg>`;
}

export const chart = (title, { data, states }) => html`<div class="band">
  <dx-chart .title=${title} .series=${SERIES} .data=${data} .format=${ms}></dx-chart>${strip(states, data[0])}</div>`;
