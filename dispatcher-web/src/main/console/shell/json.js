/** Numbers that a double cannot hold keep their digits where the browser can do that, also when written again. */
export function parseExact(text) {
  return JSON.parse(text, (key, value, context) =>
    typeof value === 'number' && context?.source !== undefined && String(value) !== context.source && JSON.rawJSON
      ? JSON.rawJSON(context.source) : value);
}

const WIDE = 80;

/** JSON to be read and edited: what fits stays on its line. */
export function pretty(value, indent = '') {
  const line = flat(value);
  if (line.length + indent.length <= WIDE || value === null || typeof value !== 'object' || JSON.isRawJSON?.(value)) {
    return line;
  }
  const further = `${indent}  `;
  const [open, parts, close] = Array.isArray(value)
    ? ['[', value.map(one => pretty(one, further)), ']']
    : ['{', given(value).map(([name, one]) => `${JSON.stringify(name)}: ${pretty(one, further)}`), '}'];
  return `${open}\n${further}${parts.join(`,\n${further}`)}\n${indent}${close}`;
}

const given = object => Object.entries(object).filter(([, one]) => one !== undefined);

function flat(value) {
  if (value === null || typeof value !== 'object' || JSON.isRawJSON?.(value)) {
    return JSON.stringify(value);
  }
  return Array.isArray(value) ? `[${value.map(flat).join(', ')}]`
    : `{${given(value).map(([name, one]) => `${JSON.stringify(name)}: ${flat(one)}`).join(', ')}}`;
}
