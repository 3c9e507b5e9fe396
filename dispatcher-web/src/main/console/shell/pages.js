import { html } from 'lit';
import '../overview/overview.js';
import '../requests/list.js';
import '../requests/record.js';
import '../agents/list.js';
import '../agents/agent.js';
import '../agents/pool.js';
import '../playground/playground.js';
import '../ping/ping.js';
import '../monitors/list.js';
import '../monitors/monitor.js';
import '../monitors/form.js';
import '../tunnels/list.js';
import '../tunnels/upstream.js';
import '../targets/list.js';
import '../targets/form.js';
import '../mocks/list.js';
import '../mocks/edit.js';
import '../scenarios/list.js';
import '../scenarios/edit.js';
import '../scenarios/run.js';
import '../control/control.js';
import '../tokens/tokens.js';
import '../queues/queues.js';

/** What the navigation shows. */
export const PAGES = [
  { path: '/', key: 'o', title: 'Overview', icon: 'M3 13h4l3-9 4 16 3-7h4' },
  { path: '/control', key: 'c', title: 'Control tower', icon: 'M4 5h4v14H4zM10 5h4v14h-4zM16 5h4v14h-4z' },
  { path: '/requests', key: 'r', title: 'Requests', icon: 'M4 6h16M4 12h16M4 18h10' },
  { path: '/agents', key: 'a', title: 'Agents', icon: 'M4 5h16v6H4zM4 13h16v6H4zM8 8h.01M8 16h.01' },
  { path: '/pool', key: 'p', title: 'Addresses', icon: 'M12 3v18M3 12h18M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18' },
  { path: '/playground', key: 'l', title: 'Playground', icon: 'M5 4l14 8-14 8z' },
  { path: '/ping', key: 'i', title: 'Ping', icon: 'M12 12h.01M8.5 15.5a5 5 0 0 1 0-7M15.5 8.5a5 5 0 0 1 0 7M5.6 18.4a9 9 0 0 1 0-12.8M18.4 5.6a9 9 0 0 1 0 12.8' },
  { path: '/monitors', key: 'n', title: 'Monitors', icon: 'M3 5h18v11H3zM8 20h8M7 11h2l2-3 2 5 2-2h2' },
  { path: '/tunnels', key: 'u', title: 'Tunnels', icon: 'M3 19v-7a9 9 0 0 1 18 0v7M8 19v-6a4 4 0 0 1 8 0v6M3 19h18' },
  { path: '/targets', key: 't', title: 'Targets', icon: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M12 12h.01' },
  { path: '/mocks', key: 'm', title: 'Mocks', icon: 'M5 5h14v10H10l-5 4zM9 9h6' },
  { path: '/scenarios', key: 's', title: 'Scenarios', icon: 'M6 4v16M6 6h8l2 3h4v6h-6l-2-3H6' },
  { path: '/queues', key: 'q', title: 'Queues', icon: 'M4 7h16v10H4zM9 7v10M14 7v10' },
  { path: '/tokens', key: 'k', title: 'Tokens', icon: 'M7 16a4 4 0 1 1 0-8a4 4 0 1 1 0 8M11 12h10M17 12v4M21 12v3' },
];

const ROUTES = [
  [/^\/$/, () => html`<dx-overview></dx-overview>`],
  [/^\/control$/, () => html`<dx-control></dx-control>`],
  [/^\/requests$/, () => html`<dx-requests></dx-requests>`],
  [/^\/requests\/([^/]+)$/, id => html`<dx-record .record=${id}></dx-record>`],
  [/^\/agents$/, () => html`<dx-agents></dx-agents>`],
  [/^\/agents\/([^/]+)$/, id => html`<dx-agent .agent=${id}></dx-agent>`],
  [/^\/pool$/, () => html`<dx-pool></dx-pool>`],
  [/^\/playground$/, () => html`<dx-playground></dx-playground>`],
  [/^\/ping$/, () => html`<dx-ping></dx-ping>`],
  [/^\/monitors$/, () => html`<dx-monitors></dx-monitors>`],
  [/^\/monitors\/new$/, () => html`<dx-monitor-form></dx-monitor-form>`],
  [/^\/monitors\/([^/]+)$/, id => html`<dx-monitor .monitor=${id}></dx-monitor>`],
  [/^\/monitors\/([^/]+)\/edit$/, id => html`<dx-monitor-form .monitor=${id}></dx-monitor-form>`],
  [/^\/tunnels$/, () => html`<dx-tunnels></dx-tunnels>`],
  [/^\/tunnels\/([^/]+)$/, name => html`<dx-upstream .upstream=${name}></dx-upstream>`],
  [/^\/targets$/, () => html`<dx-targets></dx-targets>`],
  [/^\/targets\/new$/, () => html`<dx-target-form></dx-target-form>`],
  [/^\/targets\/([^/]+)$/, id => html`<dx-target-form .target=${id}></dx-target-form>`],
  [/^\/mocks$/, () => html`<dx-mocks></dx-mocks>`],
  [/^\/mocks\/([^/]+)$/, id => html`<dx-mock .mock=${id}></dx-mock>`],
  [/^\/scenarios$/, () => html`<dx-scenarios></dx-scenarios>`],
  [/^\/scenarios\/runs\/([^/]+)$/, id => html`<dx-run .run=${id}></dx-run>`],
  [/^\/scenarios\/([^/]+)$/, id => html`<dx-scenario .scenario=${id}></dx-scenario>`],
  [/^\/queues$/, () => html`<dx-queues></dx-queues>`],
  [/^\/tokens$/, () => html`<dx-tokens></dx-tokens>`],
];

/** The page at this path; null if there is none. */
export function page(path) {
  for (const [pattern, render] of ROUTES) {
    const match = pattern.exec(path);
    if (match) {
      try {
        return render(match[1] === undefined ? undefined : decodeURIComponent(match[1]));
      } catch (e) {
        if (e instanceof URIError) {
          return null;
        }
        throw e;
      }
    }
  }
  return null;
}

export function section(path) {
  return PAGES.findLast(one => path === one.path || path.startsWith(`${one.path}/`) && one.path !== '/');
}
