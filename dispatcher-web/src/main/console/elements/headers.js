import { Invalid } from './field.js';

const HIDDEN = '[redacted]';

/** `Name: value`, one a line, as the API takes it. */
export function headersOf(text) {
  const parsed = {};
  for (const line of text.split('\n').map(one => one.trim()).filter(Boolean)) {
    const colon = line.indexOf(':');
    if (colon < 1) {
      throw new Invalid(`Headers: “${line}” is not Name: value.`, 'headers');
    }
    const name = line.slice(0, colon).trim();
    (parsed[name] ??= []).push(line.slice(colon + 1).trim());
  }
  // One value as text: so the API knows a hidden one again.
  return Object.fromEntries(Object.entries(parsed).map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

/** The other way round, without values that were hidden. */
export function headerLines(headers) {
  return Object.entries(headers ?? {}).flatMap(([name, values]) =>
    [values].flat().filter(value => value !== HIDDEN).map(value => `${name}: ${value}`)).join('\n');
}
