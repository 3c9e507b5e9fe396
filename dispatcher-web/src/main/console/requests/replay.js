import { html, nothing } from 'lit';
import { Element } from '../shell/element.js';
import { post } from '../shell/api.js';
import { href } from '../shell/router.js';
import { ms } from '../shell/format.js';
import { trouble } from '../shell/resource.js';
import { badge, statusBadge } from '../elements/badges.js';
import '../elements/choice.js';

const PHASES = { queue_ms: 'Queue', dns_ms: 'DNS', connect_ms: 'Connect', tls_ms: 'TLS', first_byte_ms: 'First byte', total_ms: 'Total' };

/** The request once more, from the same place or another one, and what is different then. */
class Replay extends Element {
  static properties = { of: { attribute: false }, place: { state: true }, agent: { state: true }, address: { state: true }, busy: { state: true }, result: { state: true }, error: { state: true } };

  #wishes() {
    if (this.place === 'any') {
      return { agent_id: null };
    }
    return this.place ? { agent_id: this.agent || null, ...this.address ? { source_address: this.address } : {} } : {};
  }

  async #send(event) {
    event.preventDefault();
    this.busy = true;
    this.error = null;
    try {
      this.result = await post(`/api/replay/${this.of.id}`, this.#wishes());
    } catch (e) {
      this.result = null;
      this.error = e;
    }
    this.busy = false;
  }

  render() {
    return html`<h2>Replay</h2>
      <form class="filters" @submit=${this.#send}>
        <label><span>From</span><select @change=${event => { this.place = event.target.value; }}>
          <option value="">the same place${this.of.source_address ? ` (${this.of.agent_id}, ${this.of.source_address})` : ''}</option>
          ${this.of.kind === 'tunnel' ? nothing : html`<option value="any">any agent</option><option value="chosen">a chosen place</option>`}
        </select></label>
        ${this.place === 'chosen' ? html`<dx-choice label="Agent" .value=${this.agent ?? ''} @chosen=${event => { this.agent = event.detail; }}></dx-choice>
          <dx-choice kind="address" label="Source address" .agent=${this.agent} .value=${this.address ?? ''} @chosen=${event => { this.address = event.detail; }}></dx-choice>` : nothing}
        <button class="primary" ?disabled=${this.busy}>${this.busy ? 'Sending…' : 'Send again'}</button>
      </form>
      ${this.error ? trouble(this.error) : nothing}
      ${this.result ? this.#compared(this.result) : nothing}`;
  }

  #compared({ result, diff, lacks, request_id: id }) {
    return html`<p class="line" role="status">${statusBadge(result)} from <b>${result.agent_id}</b> <span class="mono">${result.source_address ?? ''}</span>
        · <a href=${href(`/requests/${id}`)}>open the new record</a></p>
      ${lacks?.length ? html`<p class="muted">Sent without ${lacks.join(', ')}: secrets are not kept.</p>` : nothing}
      <table class="compare"><thead><tr><th scope="col">What</th><th scope="col">Before</th><th scope="col">Now</th></tr></thead><tbody>
        <tr><th scope="row">Status</th>${diff.status ? html`<td>${diff.status.before}</td><td class="changed">${diff.status.after}</td>` : html`<td colspan="2" class="muted">same</td>`}</tr>
        ${diff.headers.length ? diff.headers.map(header => html`<tr><th scope="row">${header.name}</th><td>${text(header.before)}</td><td class="changed">${text(header.after)}</td></tr>`)
          : html`<tr><th scope="row">Headers</th><td colspan="2" class="muted">same</td></tr>`}
        ${diff.headers_not_compared?.length ? html`<tr><th scope="row">Headers not compared</th><td colspan="2" class="muted">${diff.headers_not_compared.join(', ')}: secrets are not kept</td></tr>` : nothing}
        <tr><th scope="row">Body</th>${this.#body(diff.body)}</tr>
        ${Object.entries(PHASES).filter(([name]) => diff.timings?.[name]).map(([name, label]) => html`<tr><th scope="row">${label}</th>
          <td>${ms(diff.timings[name].before)}</td><td>${ms(diff.timings[name].after)}</td></tr>`)}
      </tbody></table>`;
  }

  #body(body) {
    if (body.equal === null) {
      return html`<td colspan="2" class="muted">equal as far as it was kept</td>`;
    }
    if (body.equal) {
      return html`<td colspan="2" class="muted">same</td>`;
    }
    if (body.json_patch) {
      return html`<td colspan="2"><ul class="patch">${body.json_patch.slice(0, 100).map(step =>
        html`<li>${badge('warn', step.op)} <code>${step.path}</code> ${'value' in step ? html`<code>${JSON.stringify(step.value)}</code>` : nothing}</li>`)}</ul></td>`;
    }
    return html`<td colspan="2">${body.text ? html`<pre tabindex="0"><code>${body.text}</code></pre>` : 'different'}</td>`;
  }
}

const text = value => (value === null || value === undefined ? '–' : [value].flat().join(', '));

customElements.define('dx-replay', Replay);
