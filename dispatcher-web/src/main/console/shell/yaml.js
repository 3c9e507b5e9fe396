const PLAIN = /^[A-Za-z$/_](?:[\w .,/${}()+=?&%@~-]|:(?=[^\s]))*$/;
const NAME = /^[A-Za-z_][\w-]*$/;
const WORDS = /^(?:true|false|null|yes|no|on|off|y|n)$/i;
/** To YAML 1.1 a number with a power has a point and a sign. */
const POWER = /^(-?\d+)(\.\d+)?[eE]([+-]?)(\d+)$/;
const BREAKS = /[\u007f-\u009f\u2028\u2029\ufeff]/g;

const isPlain = text => PLAIN.test(text) && !WORDS.test(text) && !text.endsWith(' ');

/** What JSON writes is YAML, but for characters that YAML takes for ends of lines, or not at all. */
const quoted = text => JSON.stringify(text).replace(BREAKS, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

const isLiteral = text => /\S\n/.test(text) && !/^\s|[^\S\n ]|\n\n$|[\u0000-\u0009\u000b-\u001f]/.test(text) && text.search(BREAKS) < 0 && !/^[ ]+$/m.test(text);

function scalar(value, indent) {
  if (typeof value !== 'string') {
    return JSON.stringify(value).replace(POWER, (_, whole, part = '.0', sign, power) => `${whole}${part}e${sign || '+'}${power}`);
  }
  if (isLiteral(value)) {
    const lines = value.replace(/\n$/, '').split('\n').map(line => (line ? `${indent}${line}` : ''));
    return `${value.endsWith('\n') ? '|' : '|-'}\n${lines.join('\n')}`;
  }
  return isPlain(value) ? value : quoted(value);
}

const isLeaf = value => value === null || typeof value !== 'object' || JSON.isRawJSON?.(value);
const given = object => Object.entries(object).filter(([, one]) => one !== undefined);

function block(value, indent) {
  if (Array.isArray(value)) {
    return value.map(one => `${indent}- ${under(one, `${indent}  `).trimStart()}`).join('\n');
  }
  return given(value).map(([name, one]) => {
    const key = NAME.test(name) && !WORDS.test(name) ? name : quoted(name);
    const content = under(one, `${indent}  `);
    return `${indent}${key}:${content.startsWith('\n') ? content : ` ${content}`}`;
  }).join('\n');
}

/** A leaf stands in the line, all else in lines of its own. */
function under(value, indent) {
  if (isLeaf(value)) {
    return scalar(value, indent);
  }
  const nothing = Array.isArray(value) ? value.length === 0 : given(value).length === 0;
  return nothing ? (Array.isArray(value) ? '[]' : '{}') : `\n${block(value, indent)}`;
}

/** An object as YAML, of which every reader of YAML 1.1 and 1.2 makes the same again. */
export const yaml = value => `${under(value, '').trimStart()}\n`;
