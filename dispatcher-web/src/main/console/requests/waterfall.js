import { html } from 'lit';
import { ms } from '../shell/format.js';

/**
 * The phases of a request, from acceptance to the answer. The coordinator's clock gives the hops, the agent's only durations: its part is put
 * after its acknowledgement, as late as it must be to end before the answer.
 */
export function phases(record) {
  const total = record.duration_ms;
  const hop = name => record.hops?.findLast(one => one.name === name)?.at_ms;
  const handed = hop('handed');
  const answered = hop('answered') ?? total;
  const times = record.timings;
  if (handed === undefined) {
    return [{ label: 'Queue', from: 0, to: answered, kind: 'queue' }];
  }
  const list = [{ label: 'Queue', from: 0, to: handed, kind: 'queue' }];
  const work = times?.total_ms ?? 0;
  if (work <= 0) {
    const acknowledged = hop('acknowledged') ?? handed;
    list.push({ label: 'To the agent', from: handed, to: acknowledged, kind: 'channel' });
    list.push({ label: 'Agent', from: acknowledged, to: answered, kind: 'wait' });
    return list;
  }
  const begun = Math.max(handed, Math.min(hop('acknowledged') ?? handed, answered - work));
  list.push({ label: 'To the agent', from: handed, to: begun, kind: 'channel' });
  const inner = [
    ['DNS', times.dns_ms, 'dns'],
    ['Connect', times.connect_ms, 'connect'],
    ['TLS', times.tls_ms, 'tls'],
    ['First byte', times.first_byte_ms, 'wait'],
  ];
  let at = begun;
  for (const [label, duration, kind] of inner) {
    list.push({ label, from: at, to: at + duration, kind });
    at += duration;
  }
  const end = Math.max(at, begun + work);
  list.push({ label: 'Body', from: at, to: end, kind: 'content' });
  list.push({ label: 'Back', from: end, to: Math.max(end, answered), kind: 'channel' });
  return list;
}

export function waterfall(record) {
  const list = phases(record);
  const whole = Math.max(record.duration_ms, ...list.map(one => one.to), 0.001);
  const share = value => `${(100 * value / whole).toFixed(2)}%`;
  return html`<table class="waterfall" aria-label="Phases">
    <thead class="hidden"><tr><th scope="col">Phase</th><th scope="col">When</th><th scope="col">Duration</th></tr></thead>
    <tbody>${list.map(one => html`<tr>
      <th scope="row">${one.label}</th>
      <td class="track"><i class="phase ${one.kind}" .style=${`margin-left:${share(one.from)};width:max(2px, ${share(one.to - one.from)})`}></i></td>
      <td class="end">${ms(one.to - one.from)}</td></tr>`)}
    </tbody>
    <tfoot><tr><th scope="row">Whole</th><td></td><td class="end">${ms(record.duration_ms)}</td></tr></tfoot>
  </table>`;
}
