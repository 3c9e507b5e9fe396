import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { href } from '../shell/router.js';
import { ms, number } from '../shell/format.js';
import { badge, statusBadge } from '../elements/badges.js';
import { runBadge } from './runs.js';
import '../elements/body.js';

const MOST_STEPS = 300;
const MOST_PLANNED = 30;
const MARKS = { passed: '✓', failed: '✗', error: '!', running: '', cancelled: '–', skipped: '–', waiting: '' };

/** The steps of a run one below the other: what is over with its results, what is under way, what is to come. `brief` leaves results out that are as expected. */
class Timeline extends Element {
  static properties = { report: { attribute: false }, plan: { attribute: false }, brief: { type: Boolean } };

  render() {
    const { steps, status } = this.report;
    const shown = steps.length > MOST_STEPS ? steps.filter((step, i) => i >= steps.length - MOST_STEPS || step.status === 'failed' || step.status === 'error').slice(-2 * MOST_STEPS) : steps;
    const ahead = status === 'running' ? this.#ahead(steps.length) : [];
    const left = status === 'running' ? this.plan.length - steps.length - ahead.length : 0;
    return html`${shown.length < steps.length ? html`<p class="muted">${number(steps.length - shown.length)} earlier steps are not shown; they are in the report.</p>` : nothing}
      <ol class="timeline" aria-label="Steps">${shown.map(step => this.#step(step))}
        ${ahead.map(step => this.#head(step))}</ol>
      ${left > 0 ? html`<p class="muted">… and ${number(left)} more.</p>` : nothing}`;
  }

  #ahead(done) {
    const next = this.plan.slice(done, done + MOST_PLANNED);
    return (next.length ? next : [{ name: 'Under way', row: 0 }]).map((step, i) => ({ ...step, status: i === 0 ? 'running' : 'waiting' }));
  }

  #head(step, content = nothing) {
    return html`<li class="step ${step.status}"><span class="mark" aria-hidden="true">${MARKS[step.status] ?? ''}</span>
      <div class="what"><p class="line"><strong>${step.name}</strong>${step.row ? html`<span class="muted">row ${step.row}</span>` : nothing} ${runBadge(step.status)}</p>${content}</div></li>`;
  }

  #step(step) {
    return this.#head(step, html`${step.error ? html`<p class="wrong">${step.error}</p>` : nothing}
      ${step.results.length ? html`<ul class="results">${step.results.map(result => this.#result(result))}</ul>` : nothing}`);
  }

  #result(result) {
    const { response, problem, chaos, assertions } = result;
    const failed = assertions.filter(one => !one.passed);
    const passed = assertions.length - failed.length;
    const id = response?.request_id ?? problem?.request_id;
    return html`<li><p class="line">
        ${response ? statusBadge(response) : problem ? badge('bad', String(problem.type).split('/').pop()) : badge('quiet', 'left out')}
        <span>${chaos?.failed ? 'not sent, on purpose' : result.agent_id ?? ''}</span>
        ${response ? html`<span class="muted">${ms(response.timings?.total_ms)}</span>` : nothing}
        ${result.attempts > 1 ? html`<span class="muted">try ${result.attempts}</span>` : nothing}
        ${chaos?.latency_ms ? badge('warn', `chaos: ${ms(chaos.latency_ms)} late`) : nothing}
        ${passed && !this.brief ? html`<span class="good" title=${assertions.filter(one => one.passed).map(one => `${one.type}: ${value(one.actual)}`).join('\n')}>✓ ${assertions.filter(one => one.passed).map(one => one.type).join(', ')}</span>` : nothing}
        ${id ? html`<a href=${href(`/requests/${id}`)}>record</a>` : nothing}</p>
      ${problem && !chaos?.failed ? html`<p class="muted">${problem.detail}</p>` : nothing}
      ${failed.length ? html`<div class="scroll" tabindex="0" role="region" aria-label="Failed assertions"><table class="compare"><thead><tr><th scope="col">Assertion</th><th scope="col">Expected</th><th scope="col">Actual</th></tr></thead>
        <tbody>${failed.map(one => html`<tr><th scope="row">✗ ${one.type}</th><td>${value(one.expected)}</td><td class="changed">${value(one.actual)}</td></tr>`)}</tbody></table></div>` : nothing}
      ${failed.length && !this.brief && response?.body ? html`<details><summary>Body</summary><dx-body .text=${response.body} .cut=${response.body_truncated} .label=${'Response body'}></dx-body></details>` : nothing}</li>`;
  }
}

const value = one => (one === null || one === undefined ? '–' : typeof one === 'string' ? one : JSON.stringify(one));

customElements.define('dx-timeline', Timeline);
