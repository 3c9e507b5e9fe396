import { html, render } from 'lit';

/** Asks before something that cannot be taken back; resolves to true or false. */
export function confirmed(title, text, action) {
  return new Promise(resolve => {
    const dialog = document.createElement('dialog');
    dialog.setAttribute('aria-labelledby', 'confirm-title');
    const close = () => dialog.close();
    render(
      html`<form method="dialog">
        <h2 id="confirm-title">${title}</h2>
        <p>${text}</p>
        <div class="buttons">
          <button type="button" @click=${close}>Cancel</button>
          <button class="danger" value="yes">${action}</button>
        </div>
      </form>`,
      dialog,
    );
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'yes');
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
