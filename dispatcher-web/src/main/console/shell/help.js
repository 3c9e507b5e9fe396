import { html, render } from 'lit';
import { PAGES } from './pages.js';

const OTHERS = [
  ['/', 'Search in this page'],
  ['t', 'Dark or light'],
  ['Ctrl Enter', 'Send, start, save or run'],
  ['Space', 'Pause (control tower)'],
  ['Esc', 'Close'],
  ['?', 'This help'],
];

const key = text => text.split(' ').map(part => html`<kbd>${part}</kbd> `);

export function showHelp() {
  if (document.querySelector('dialog[open]')) {
    return;
  }
  const dialog = document.createElement('dialog');
  dialog.className = 'help';
  dialog.setAttribute('aria-labelledby', 'help-title');
  const rows = [...PAGES.map(page => [`g ${page.key}`, page.title]), ...OTHERS];
  render(
    html`<h2 id="help-title">Keyboard</h2>
      <dl class="keys">${rows.map(([keys, text]) => html`<dt>${key(keys)}</dt><dd>${text}</dd>`)}</dl>
      <form method="dialog" class="buttons"><button>Close</button></form>`,
    dialog,
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
