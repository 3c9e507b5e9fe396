import { html } from 'lit';
import { router, href } from '../shell/router.js';
import { ago, ms, number } from '../shell/format.js';
import { addressBadge, agentBadge } from '../elements/badges.js';

const labels = agent => Object.entries(agent.labels).map(([name, value]) => `${name}=${value}`).join(' ');

/** The keys are the API's names of what it sorts by. */
export const AGENT_COLUMNS = [
  { key: 'agent_id', label: 'Agent', wide: true, sortable: true, cell: row => html`<a href=${href(`/agents/${row.agent_id}`)}>${row.agent_id}</a>` },
  { key: 'status', label: 'Status', sortable: true, cell: row => agentBadge(row.status) },
  { key: 'addresses', label: 'Addresses', end: true, sortable: true, cell: row => number(row.addresses) },
  { key: 'in_flight', label: 'In flight', end: true, sortable: true, cell: row => number(row.in_flight) },
  { key: 'requests', label: 'Requests', end: true, minor: true, sortable: true, cell: row => number(row.requests) },
  { key: 'failed', label: 'Failed', end: true, minor: true, sortable: true, cell: row => number(row.failed) },
  { key: 'p50_ms', label: 'p50', end: true, minor: true, sortable: true, cell: row => ms(row.p50_ms) },
  { key: 'p95_ms', label: 'p95', end: true, sortable: true, cell: row => ms(row.p95_ms) },
  { key: 'labels', label: 'Labels', minor: true, cell: row => html`<span class="muted">${labels(row)}</span>` },
  { key: 'connected_since', label: 'Connected', minor: true, sortable: true, cell: row => (row.connected_since ? ago(row.connected_since) : '–') },
];

export const ADDRESS_COLUMNS = [
  { key: 'address', label: 'Address', wide: true, sortable: true, cell: row => html`<a class="mono" href=${href(`/requests?source_address=${encodeURIComponent(row.address)}`)}>${row.address}</a>` },
  { key: 'state', label: 'State', sortable: true, cell: row => addressBadge(row.state) },
  { key: 'agent_id', label: 'Agent', sortable: true, cell: row => html`<a class="quiet" href=${href(`/agents/${row.agent_id}`)}>${row.agent_id}</a>` },
  { key: 'in_flight', label: 'In flight', end: true, minor: true, sortable: true, cell: row => number(row.in_flight) },
  { key: 'requests', label: 'Requests', end: true, sortable: true, cell: row => number(row.requests) },
  { key: 'errors', label: 'Errors', end: true, sortable: true, cell: row => number(row.errors) },
  { key: 'last_used', label: 'Last used', minor: true, sortable: true, cell: row => (row.last_used ? `${ago(row.last_used)} ago` : 'never') },
];

/** What the address says to sort by, if the table can. */
export function sortOf(columns, otherwise) {
  const { sort } = router.query;
  const known = columns.some(column => column.sortable && (sort === `${column.key}:up` || sort === `${column.key}:down`));
  return known ? sort : otherwise;
}
