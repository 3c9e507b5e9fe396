const MOST = 100;
const ENDED = /^(request\.(completed|failed|expired|cancelled|received)|mock\.answered)$/;

const shortened = url => String(url ?? '').slice(0, 2000);

/** The newest requests, newest first, of records and of events; never more than some. */
export class Activity {
  requests = [];
  proxied = [];

  /** What the history has, at first and after a gap. It is a little behind the events: what they told meanwhile stays. */
  begin(records, proxied) {
    this.requests = merged(this.requests, records.map(ofRecord));
    this.proxied = merged(this.proxied, proxied.map(ofRecord));
  }

  /** Whether the event is about these lists. */
  heard({ type, time, data }) {
    if (ENDED.test(type)) {
      const row = ofRecord({ ...data, id: data.request_id, time });
      this.requests = newest(this.requests, row);
      if (row.kind === 'proxy') {
        this.proxied = newest(this.proxied, row);
      }
      return true;
    }
    return type.startsWith('tunnel.') && Boolean(data?.request_id) && this.#hop(type.slice('tunnel.'.length), time, data);
  }

  /** A tunnelled request is told hop by hop. */
  #hop(hop, time, data) {
    const known = this.proxied.find(one => one.id === data.request_id);
    const row = { ...(known ?? { id: data.request_id, kind: 'tunnel', time, method: '', url: '', status_code: null, error: null, agent_id: null }) };
    row.method = data.method ?? row.method;
    row.url = data.url ? shortened(data.url) : row.url;
    row.agent_id = data.upstream_id ?? row.agent_id;
    row.under_way = !['broker_response', 'broker_error'].includes(hop) && (row.under_way ?? true);
    row.hop = row.under_way ? hop.replaceAll('_', ' ') : null;
    row.status_code = data.status_code ?? row.status_code;
    row.error = data.error ? String(data.error.type ?? '').split('/').pop() : row.error;
    this.proxied = known ? this.proxied.map(one => (one === known ? row : one)) : newest(this.proxied, row);
    if (!row.under_way && known?.under_way !== false) {
      this.requests = newest(this.requests, row);
    }
    return true;
  }
}

const newest = (rows, row) => [row, ...rows.filter(one => one.id !== row.id)].slice(0, MOST);

function merged(heard, recorded) {
  const ids = new Set(recorded.map(one => one.id));
  return [...heard.filter(one => !ids.has(one.id)), ...recorded].sort((a, b) => (a.time < b.time ? 1 : -1)).slice(0, MOST);
}

const ofRecord = one => ({
  id: one.id, kind: one.kind, time: one.time, method: one.method, url: shortened(one.url), status_code: one.status_code, error: one.error, agent_id: one.agent_id,
  duration_ms: one.duration_ms,
});
