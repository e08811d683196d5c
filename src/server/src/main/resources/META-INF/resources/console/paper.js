// Texts to read and print: runbooks before, reports after.

import { h } from './dom.js';
import { save } from './api.js';

/** A button that fetches a text as a file, and says beside itself when that fails. */
export function paper(label, path, file) {
  const fault = h('span', { class: 'why', role: 'alert' });
  const fetchIt = () =>
    save(path, file).then(
      () => fault.replaceChildren(),
      (failure) => fault.replaceChildren(` ${failure.message}`),
    );
  return [h('button', { type: 'button', class: 'quiet', onclick: fetchIt }, label), fault];
}
