import { call } from '../shell/api.js';
import { attempt } from '../shell/notices.js';

/** As a file. A plain link could not show the token. */
export function download(path, query, name) {
  return attempt(async () => {
    const text = await call('GET', path, { query, raw: true });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
}
