const POINTS = 600;
const POINTS_OF = 400;
const RECENT = 24;
const PAIRS = 20_000;
const TROUBLES = 20;
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

  replied(rtt, address) {
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
    this.#note(rtt);
  }

  lost() {
    this.sent++;
    this.#note(null);
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

  #note(rtt) {
    this.recent.push(rtt);
    if (this.recent.length > RECENT) {
      this.recent.shift();
    }
    if (this.plotted) {
      this.times.push(Math.max(Date.now() / 1000, (this.times.at(-1) ?? 0) + 0.001));
      this.rtts.push(rtt);
      if (this.times.length >= 2 * POINTS) {
        this.times = this.times.slice(-POINTS);
        this.rtts = this.rtts.slice(-POINTS);
      }
    }
  }
}

/** The events of a ping as numbers of each pair, bounded however long it lasts and however many pairs there are. */
export class Tally {
  pairs = [];
  unseen = 0;
  troubles = [];
  #byName = new Map();

  constructor(endless) {
    this.endless = endless;
  }

  take(event) {
    const pair = this.#pair(event);
    if (pair) {
      pair.open = true;
    }
    if (event.type === 'summary') {
      pair?.ended(event, this.endless);
    } else if (event.type === 'reply') {
      pair?.replied(event.rtt_ms, event.address);
    } else if (LOST.has(event.type) || event.type === 'error') {
      if (event.seq !== undefined && event.seq !== null) {
        pair?.lost();
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
