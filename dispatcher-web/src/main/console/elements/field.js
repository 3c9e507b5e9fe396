import { html, nothing } from 'lit';

/** What is in a form cannot be sent; the message says why, `field` where. */
export class Invalid extends Error {
  constructor(message, field = null) {
    super(message);
    this.field = field;
  }
}

/** The member that a problem of the API names before its colon, and what is wrong with it; no member: it is about the whole. */
export function wrongOf(error) {
  if (error instanceof Invalid) {
    return { field: error.field, text: error.message };
  }
  const named = error.status >= 400 && error.status < 500 && /^([a-z][a-z0-9_]*(?:[.[]\S*?)?): ([^]*)$/.exec(error.message);
  return named ? { field: named[1], text: `${named[2][0].toUpperCase()}${named[2].slice(1)}` } : { field: null, text: error.message };
}

/** Whether what is wrong is this member, or something in it. */
export const isWrong = (wrong, name) => Boolean(wrong?.field) && (wrong.field === name || wrong.field.startsWith(`${name}.`) || wrong.field.startsWith(`${name}[`));

/** A label, its control, and what is wrong with it. `control` gets the attributes that tie the last two together. */
export function field(name, label, wrong, control) {
  const bad = isWrong(wrong, name);
  const id = `wrong-${name}`;
  return html`<div class="field"><label><span>${label}</span>${control({ invalid: bad ? 'true' : nothing, why: bad ? id : nothing })}</label>
    ${bad ? wrongText(wrong, name, id) : nothing}</div>`;
}

export function wrongText(wrong, name, id) {
  return html`<p class="wrong" id=${id} role="alert">${wrong.field === name ? nothing : html`<code>${wrong.field}</code> `}${wrong.text}</p>`;
}

/** After a refusal: to the first control that is wrong. */
export async function toWrong(element) {
  await element.updateComplete;
  element.querySelector('[aria-invalid="true"]')?.focus();
}
