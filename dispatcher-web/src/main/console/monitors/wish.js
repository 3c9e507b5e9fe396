import { headersOf } from '../elements/headers.js';

/** A form's fields as the API wants a monitor; what the form does not show of the one that is replaced stays as it was. */
const number = text => (text === null || text.trim() === '' ? null : Number(text));

function present(members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== undefined && value !== ''));
}

function ping(form) {
  return {
    target: form.get('target').trim(),
    count: number(form.get('count')),
    timeout: number(form.get('timeout')),
    probe_interval: number(form.get('probe_interval')),
    size: number(form.get('size')),
    family: form.get('family'),
    thresholds: present({ loss_percent: number(form.get('loss_percent')), rtt_ms: number(form.get('rtt_ms')) }),
  };
}

/** A status is a number, a class of them a text. */
const status = text => (/^\d{3}$/.test(text) ? Number(text) : text);

function http(form, before) {
  const expect = present({ status: status(form.get('status').trim()) });
  const body = present({ contains: form.get('contains'), matches: form.get('matches') });
  if (Object.keys(body).length) {
    expect.body = body;
  }
  const { body_base64: bytes, ...kept } = before?.request ?? {};
  const text = form.get('body');
  const old = typeof kept.body === 'string' ? kept.body : JSON.stringify(kept.body ?? '');
  return {
    request: present({
      ...kept, url: form.get('url').trim(), method: form.get('method'), headers: headersOf(form.get('headers')), timeout: number(form.get('timeout')),
      body: text === old ? kept.body : text, body_base64: text ? null : bytes, follow_redirects: form.has('follow'), verify_tls: form.has('verify'),
    }),
    expect,
    thresholds: present({ duration_ms: number(form.get('duration_ms')), certificate_days: number(form.get('certificate_days')) }),
  };
}

/**
 * @param form FormData
 * @param from null for the coordinator itself, else agents
 * @param before the one to replace, if there is one
 */
export function wish(form, kind, from, before) {
  return present({
    name: form.get('name').trim(),
    kind,
    ...kind === 'ping' ? ping(form) : http(form, before),
    from: kind === 'http' && from === null ? ['*'] : from,
    addresses: form.get('addresses'),
    interval: number(form.get('interval')),
    failures_before_down: number(form.get('failures_before_down')),
    successes_before_up: number(form.get('successes_before_up')),
    paused: before?.paused ?? false,
  });
}
