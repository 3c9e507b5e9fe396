import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { href } from '../shell/router.js';
import { bytes, ms } from '../shell/format.js';
import { badge, statusBadge } from '../elements/badges.js';

/** What is shown of an answer; the whole one is in the history. */
export function kept({ agent_id, source_address, result, problem }) {
  return {
    agent_id,
    source_address,
    problem: problem && { type: problem.type, request_id: problem.request_id },
    result: result && {
      request_id: result.request_id, status_code: result.status_code, status: result.status, error: result.error, size_bytes: result.size_bytes,
      timings: { total_ms: result.timings.total_ms },
    },
  };
}

/** The same request from many places: a row each, equal answers with one letter, and what is different about the others. */
class Matrix extends Element {
  // The array grows: its length says that there is more to show.
  static properties = { rows: { attribute: false }, count: { type: Number }, summary: { attribute: false }, busy: { type: Boolean } };

  render() {
    const place = one => `${one.agent_id}|${one.source_address}`;
    const groups = new Map();
    this.summary?.groups.forEach((group, i) => group.members.forEach(member => groups.set(place(member), i)));
    const different = new Map();
    this.summary?.differences.forEach(one => one.members.forEach(member => different.set(place(member), one.in)));
    const most = Math.max(1, ...this.rows.map(row => row.result?.timings.total_ms ?? 0));
    return html`<section class="panel"><h2>From everywhere</h2>
      <p class="line" role="status">${this.summary ? this.#verdict() : html`<span class="muted">${this.rows.length} answers so far…</span>`}</p>
      <div class="scroll" tabindex="0" role="region" aria-label="Answers by place"><table class="grid">
        <thead><tr><th scope="col">Group</th><th scope="col">Agent</th><th scope="col">From</th><th scope="col">Status</th><th scope="col">Differs in</th>
          <th scope="col" class="end minor">Size</th><th scope="col" class="end">Time</th><th scope="col" class="share minor"><span class="hidden">Time as a bar</span></th></tr></thead>
        <tbody>${this.rows.map(row => {
          const group = groups.get(place(row));
          const id = row.result?.request_id ?? row.problem?.request_id;
          return html`<tr>
            <td>${group === undefined ? '' : html`<span class="group g${group % 6}">${letter(group)}</span>`}</td>
            <td>${row.agent_id}</td><td class="mono">${id ? html`<a href=${href(`/requests/${id}`)}>${row.source_address}</a>` : row.source_address}</td>
            <td>${row.result ? statusBadge(row.result) : badge('bad', String(row.problem.type).split('/').pop())}</td>
            <td>${different.get(place(row))?.join(', ') ?? ''}</td>
            <td class="end minor">${row.result ? bytes(row.result.size_bytes) : ''}</td>
            <td class="end">${row.result ? ms(row.result.timings.total_ms) : '–'}</td>
            <td class="share minor">${row.result ? html`<meter min="0" max=${most} value=${row.result.timings.total_ms} aria-label=${ms(row.result.timings.total_ms)}></meter>` : nothing}</td></tr>`;
        })}</tbody></table></div>
    </section>`;
  }

  #verdict() {
    const { groups, timings } = this.summary;
    const count = this.rows.length;
    return html`${groups.length === 1 ? badge('ok', `all ${count} answers are equal`) : badge('warn', `${groups.length} different answers from ${count} places`)}
      ${timings?.slowest ? html`<span class="muted">fastest ${timings.fastest.agent_id} ${ms(timings.fastest.total_ms)} · slowest ${timings.slowest.agent_id} ${ms(timings.slowest.total_ms)}</span>` : nothing}`;
  }
}

const letter = group => (group < 26 ? String.fromCharCode(65 + group) : `#${group + 1}`);

customElements.define('dx-matrix', Matrix);
