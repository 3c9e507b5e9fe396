const KEY = 'dispatcher.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

/** As the system has it until somebody chooses; `change` when colours are others. */
class Theme extends EventTarget {
  constructor() {
    super();
    dark.addEventListener('change', () => this.#show());
    this.#show();
  }

  get now() {
    return localStorage.getItem(KEY) ?? (dark.matches ? 'dark' : 'light');
  }

  toggle() {
    localStorage.setItem(KEY, this.now === 'dark' ? 'light' : 'dark');
    this.#show();
  }

  #show() {
    document.documentElement.dataset.theme = this.now;
    this.dispatchEvent(new Event('change'));
  }
}

export const theme = new Theme();
