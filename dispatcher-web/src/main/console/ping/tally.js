const POINTS = 600;
const POINTS_OF = 400;
const RECENT = 24;
const PAIRS = 20_000;
const TROUBLES = 20;
const CLOCK_OFF_S = 10;
const LOST = new Set(['timeout', 'unreachable', 'time_exceeded', 'packet_too_big']);

/** What one vantage point saw of one target. All numbers are kept as they come: pings may go on for days. */
class Pair {
  address = null;
  state = 'running';
  open = true;
  sent = 0;
  received = 0;
  last = null;
  min = null;
  max = null;
  avg = null;
  stddev = null;
  jitter = null;
  recent = [];
  times = [];
  rtts = [];
  #squares = 0;
  #steps = 0;

  constructor(agent, target, plotted) {
    this.agent = agent;
    this.target = target;
    this.plotted = plotted;
  }

  get loss() {
    return this.sent ? 1 - this.received / this.sent : null;
  }

  /** `sent` in seconds since the epoch. */
  replied(rtt, address, sent) {
    this.#steps += this.last === null ? 0 : Math.abs(rtt - this.last);
    this.address = address;
    this.sent++;
    this.received++;
    const before = this.avg ?? 0;
    this.avg = before + (rtt - before) / this.received;
    this.#squares += (rtt - before) * (rtt - this.avg);
    this.stddev = Math.sqrt(this.#squares / this.received);
    this.jitter = this.received > 1 ? this.#steps / (this.received - 1) : null;
    this.last = rtt;
    this.min = Math.min(this.min ?? rtt, rtt);
    this.max = Math.max(this.max ?? rtt, rtt);
    this.#note(rtt, sent);
  }

  lost(sent) {
    this.sent++;
    this.#note(null, sent);
  }

  /** A client that reads too slowly misses events, but no summary: its numbers are the right ones. */
  ended(summary, again) {
    this.open = false;
    this.state = !summary.received ? 'failed' : again ? 'running' : 'done';
    if (again) {
      return; // it is of the last round only
    }
    Object.assign(this, {
      sent: summary.sent, received: summary.received, min: summary.min_ms, avg: summary.avg_ms, max: summary.max_ms, stddev: summary.stddev_ms, jitter: summary.jitter_ms,
    });
  }

  #note(rtt, sent) {
    this.recent.push(rtt);
    if (this.recent.length > RECENT) {
      this.recent.shift();
    }
    if (this.plotted) {
      this.#place(rtt, sent);
      if (this.times.length >= 2 * POINTS) {
        this.times = this.times.slice(-POINTS);
        this.rtts = this.rtts.slice(-POINTS);
      }
    }
  }

  /** In the order of sending, at a moment of its own: what is lost is said long after others were answered. */
  #place(rtt, sent) {
    const time = Math.round(sent * 1000) / 1000;
    let at = this.times.length;
    while (at > 0 && this.times[at - 1] > time) {
      at--;
    }
    this.times.splice(at, 0, at > 0 && this.times[at - 1] >= time ? (this.times[at - 1] + (this.times[at] ?? time + 0.001)) / 2 : time);
    this.rtts.splice(at, 0, rtt);
  }
}

/**
 * When the probes were sent, by the agents' clocks: an answer says when it came, a lost one when it was given up. The clock of an agent that is plainly
 * wrong is put right by the first that comes from there.
 */
class Sent {
  #timeout;
  #offsets = new Map();

  constructor(timeoutMs) {
    this.#timeout = timeoutMs;
  }

  of({ agent_id: agent, timestamp, type, rtt_ms: rtt }) {
    const now = Date.now() / 1000;
    const said = Date.parse(timestamp) / 1000;
    if (Number.isNaN(said)) {
      return now;
    }
    if (!this.#offsets.has(agent)) {
      this.#offsets.set(agent, Math.abs(now - said) > CLOCK_OFF_S ? now - said : 0);
    }
    return said + this.#offsets.get(agent) - (type === 'timeout' ? this.#timeout : rtt ?? 0) / 1000;
  }
}

/** The events of a ping as numbers of each pair, bounded however long it lasts and however many pairs there are. */
export class Tally {
  pairs = [];
  unseen = 0;
  troubles = [];
  #byName = new Map();
  #sent;

  constructor(endless, timeoutMs) {
    this.endless = endless;
    this.#sent = new Sent(timeoutMs);
  }

  take(event) {
    const pair = this.#pair(event);
    if (pair) {
      pair.open = true;
    }
    if (event.type === 'summary') {
      pair?.ended(event, this.endless);
    } else if (event.type === 'reply') {
      pair?.replied(event.rtt_ms, event.address, this.#sent.of(event));
    } else if (LOST.has(event.type) || event.type === 'error') {
      if (event.seq !== undefined && event.seq !== null) {
        pair?.lost(this.#sent.of(event));
      }
      if (event.type !== 'timeout') {
        this.#trouble(event);
      }
    }
  }

  /** Each pair ends in a summary, unless the answers broke off. */
  get complete() {
    return !this.pairs.some(pair => pair.open);
  }

  /** What still runs ends without a summary. */
  stopped() {
    this.pairs.filter(pair => pair.state === 'running').forEach(pair => {
      pair.state = 'stopped';
    });
  }

  #pair({ agent_id: agent, target }) {
    const name = `${agent} ${target}`;
    let pair = this.#byName.get(name);
    if (!pair && this.pairs.length < PAIRS) {
      pair = new Pair(agent, target, this.pairs.length < POINTS_OF);
      this.#byName.set(name, pair);
      this.pairs.push(pair);
    }
    if (!pair) {
      this.unseen++;
    }
    return pair;
  }

  #trouble({ type, agent_id: agent, target, detail }) {
    const same = this.troubles.find(one => one.type === type && one.agent === agent && one.target === target && one.detail === detail);
    if (same) {
      same.count++;
    } else if (this.troubles.length < TROUBLES) {
      this.troubles.push({ type, agent, target, detail, count: 1 });
    }
  }
}

/** Columns of a plot: all times, then for each pair its answers; a lost one is null, a moment that is another pair's undefined. */
export function columns(pairs) {
  const from = pairs.map(pair => Math.max(0, pair.times.length - POINTS));
  const times = [...new Set(pairs.flatMap((pair, i) => pair.times.slice(from[i])))].sort((a, b) => a - b);
  const at = new Map(times.map((time, i) => [time, i]));
  return [times, ...pairs.map((pair, i) => {
    const column = new Array(times.length);
    for (let k = from[i]; k < pair.times.length; k++) {
      column[at.get(pair.times[k])] = pair.rtts[k];
    }
    return column;
  })];
}
