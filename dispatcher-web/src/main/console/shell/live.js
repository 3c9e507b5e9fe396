import { credentials } from './api.js';

const SILENCE_MS = 16_000;
const LONGEST_WAIT_MS = 10_000;

/**
 * The event stream, once for all pages. Read by fetch, because an EventSource cannot send a token. `state` is off, connecting, live or
 * reconnecting; listeners of `event` get every event, listeners of
 * `gap` that some were missed, listeners of `state` its changes.
 */
class Live extends EventTarget {
  state = 'off';
  #lastId = null;
  #stopped = null;

  start() {
    if (!this.#stopped) {
      this.#stopped = new AbortController();
      this.#run(this.#stopped.signal);
    }
  }

  stop() {
    this.#stopped?.abort();
    this.#stopped = null;
    this.#become('off');
  }

  async #run(signal) {
    let failures = 0;
    this.#become('connecting');
    while (!signal.aborted) {
      try {
        await this.#read(signal, () => {
          failures = 0;
          this.#become('live');
        });
      } catch (e) {
        if (signal.aborted || e.final) {
          break;
        }
      }
      failures++;
      this.#become('reconnecting');
      const longest = Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures);
      await new Promise(resolve => setTimeout(resolve, 300 + Math.random() * longest));
    }
    if (!signal.aborted) {
      this.#become('off');
    }
  }

  async #read(signal, connected) {
    const silent = new AbortController();
    let timer = setTimeout(() => silent.abort(), SILENCE_MS);
    try {
      const headers = { ...credentials(), Accept: 'text/event-stream' };
      if (this.#lastId !== null) {
        headers['Last-Event-ID'] = this.#lastId;
      }
      const response = await fetch('/api/events/stream', { headers, signal: AbortSignal.any([signal, silent.signal]) });
      if (!response.ok) {
        const refused = new Error(`events: ${response.status}`);
        refused.final = response.status === 401 || response.status === 403 || response.status === 404;
        throw refused;
      }
      connected();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const { done, value } = await reader.read();
        if (done) {
          return;
        }
        clearTimeout(timer);
        timer = setTimeout(() => silent.abort(), SILENCE_MS);
        const parts = (rest + value).split('\n\n');
        rest = parts.pop();
        parts.forEach(part => this.#told(part));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #told(block) {
    let name = '';
    let data = '';
    for (const line of block.split('\n')) {
      if (line.startsWith('id:')) {
        this.#lastId = line.slice(3).trim();
      } else if (line.startsWith('event:')) {
        name = line.slice(6).trim();
      } else if (line.startsWith('data:')) {
        data += line.slice(5);
      }
    }
    if (name === 'gap') {
      this.dispatchEvent(new Event('gap'));
    } else if (data) {
      this.dispatchEvent(new CustomEvent('event', { detail: JSON.parse(data) }));
    }
  }

  #become(state) {
    if (state !== this.state) {
      this.state = state;
      this.dispatchEvent(new Event('state'));
    }
  }
}

export const live = new Live();
