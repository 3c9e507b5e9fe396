/** What stands in the form, in the address and in the request to the API. Empty members are left to the API. */
export const NUMBERS = [
  { name: 'count', label: 'Count', usual: 3, min: 1, max: 100_000 },
  { name: 'interval', label: 'Interval (ms)', usual: 1000, min: 10, max: 3_600_000 },
  { name: 'timeout', label: 'Timeout (ms)', usual: 10_000, min: 1, max: 60_000 },
  { name: 'retries', label: 'Retries', usual: 0, min: 0, max: 100 },
  { name: 'size', label: 'Payload (bytes)', usual: 56, min: 0, max: 65_507 },
];
export const LONGEST = NUMBERS[0].max;
const NAMES = ['targets', 'from', 'endless', 'family', 'source_address', ...NUMBERS.map(one => one.name)];
const OWN = 'coordinator';
/** Agents are to be chosen, and none is. */
const NONE = ',';

export const targets = text => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];

export function ofQuery(query) {
  return Object.fromEntries(NAMES.map(name => [name, query[name] ?? '']));
}

/** After which a probe counts as lost. */
export const timeoutMs = draft => Number(draft.timeout || NUMBERS.find(one => one.name === 'timeout').usual);

/** Null: the coordinator itself; else ids, or the star for all. */
export function places(draft) {
  return draft.from === OWN ? null : draft.from === '' ? ['*'] : draft.from.split(',').filter(Boolean);
}

/** The one that is chosen, if it is one; else empty. */
export const onlyAgent = draft => (draft.from === OWN || draft.from.includes(',') ? '' : draft.from);

export function fromPlaces(value) {
  return value === null ? OWN : value[0] === '*' ? '' : value.join(',') || NONE;
}

export function request(draft) {
  const body = { targets: targets(draft.targets), from: places(draft) };
  for (const { name } of NUMBERS) {
    if (draft[name] !== '') {
      body[name] = Number(draft[name]);
    }
  }
  if (draft.endless) {
    body.count = LONGEST;
  }
  if (draft.family) {
    body.family = draft.family;
  }
  if (draft.source_address.trim()) {
    body.source_address = draft.source_address.trim();
  }
  return body;
}
