import { Invalid } from '../elements/field.js';
import { parseExact } from '../shell/json.js';

/** What can be asked of each part of a request: the operators, and how they are called. */
export const WHERE = {
  query: { label: 'query', named: 'parameter', operators: ['equals', 'contains', 'matches', 'is there', 'is not there'] },
  headers: { label: 'header', named: 'name', operators: ['equals', 'contains', 'matches', 'is there', 'is not there'] },
  json: { label: 'JSON body', named: '$.path', operators: ['is there', 'is not there', 'equals', 'matches'] },
  body: { label: 'body', named: null, operators: ['equals', 'contains', 'matches'] },
};
const PRESENCE = { 'is there': true, 'is not there': false };

export const valueless = operator => operator in PRESENCE;

const written = value => (typeof value === 'string' && !isJson(value) ? value : JSON.stringify(value));
const read = text => (isJson(text) ? parseExact(text) : text);

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function rows(where, name, tests, member, group) {
  return Object.entries(tests).filter(([test]) => test !== 'path').map(([test, value]) => {
    if (test === member) {
      return { where, name, operator: value === false ? 'is not there' : 'is there', value: '', group };
    }
    return { where, name, operator: test, value: where === 'query' || where === 'headers' ? String(value) : written(value), group };
  });
}

/** A mock's `match` as rows. Rows of one group are one condition. */
export function rowsOf(match) {
  const found = [];
  for (const where of ['query', 'headers']) {
    for (const [name, test] of Object.entries(match?.[where] ?? {})) {
      found.push(...rows(where, name, typeof test === 'string' ? { equals: test } : test, 'present', null));
    }
  }
  const body = typeof match?.body === 'string' ? { equals: match.body } : match?.body ?? {};
  const { json, ...whole } = body;
  found.push(...rows('body', '', whole, null, null));
  (json ?? []).forEach((one, i) => {
    const ofOne = rows('json', one.path ?? '', one, 'exists', `given-${i}`);
    found.push(...(ofOne.length ? ofOne : [{ where: 'json', name: one.path ?? '', operator: 'is there', value: '', group: `given-${i}` }]));
  });
  return found;
}

function put(tests, row, value, member) {
  const test = valueless(row.operator) ? member : row.operator;
  if (test in tests) {
    throw new Invalid(`${WHERE[row.where].label} ${row.name} has two of “${row.operator}”.`, 'match');
  }
  tests[test] = valueless(row.operator) ? PRESENCE[row.operator] : value;
}

function named(row) {
  const name = row.name.trim();
  if (!name) {
    throw new Invalid(`A condition on ${row.where === 'json' ? 'the JSON body needs a path, such as $.id' : `a ${WHERE[row.where].label} needs its name`}.`, 'match');
  }
  return name;
}

export function matchOf(all) {
  const match = { query: {}, headers: {}, body: {} };
  const groups = new Map();
  for (const row of all) {
    if (row.where === 'body') {
      put(match.body, row, row.operator === 'equals' ? read(row.value) : row.value);
    } else if (row.where === 'json') {
      const key = row.group ?? row;
      const path = named(row);
      groups.has(key) || groups.set(key, { path });
      put(groups.get(key), row, row.operator === 'equals' ? read(row.value) : row.value, 'exists');
    } else {
      put(match[row.where][named(row)] ??= {}, row, row.value, 'present');
    }
  }
  for (const where of ['query', 'headers']) {
    for (const [name, tests] of Object.entries(match[where])) {
      match[where][name] = 'equals' in tests && Object.keys(tests).length === 1 ? tests.equals : tests;
    }
  }
  if (groups.size) {
    match.body.json = [...groups.values()];
  }
  return match;
}
