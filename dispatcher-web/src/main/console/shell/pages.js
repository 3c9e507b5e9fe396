import { html } from 'lit';
import '../overview/overview.js';
import '../requests/list.js';
import '../requests/record.js';
import '../agents/list.js';
import '../agents/agent.js';
import '../agents/pool.js';
import '../playground/playground.js';
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
