// Calls of the public API. The token lives in this tab's session storage and travels in a header only.

const KEY = 'baton.token';

export const token = {
  get: () => sessionStorage.getItem(KEY),
  set: (value) => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
};

/** An answer that is not the wanted one; `message` is a sentence for people. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? `The control plane answered with status ${status}.`);
    this.status = status;
    this.problem = problem ?? {};
  }
}

export function headers(more = {}) {
  return { Authorization: `Bearer ${token.get() ?? ''}`, ...more };
}

export async function get(path) {
  return answer(await reach(path, { headers: headers({ Accept: 'application/json' }) }));
}

/** All of a list, page by page. */
export async function all(path, name) {
  const found = [];
  let next;
  do {
    const page = await get(next ? `${path}?after=${encodeURIComponent(next)}` : path);
    found.push(...(page[name] ?? []));
    next = page.next;
  } while (next);
  return found;
}

/** Hands a text of the API to the browser as a file; a plain link could not bring the token along. */
export async function save(path, file) {
  const response = await reach(path, { headers: headers({ Accept: 'text/markdown' }) });
  if (!response.ok) {
    throw await refusal(response);
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** The same key sent twice has one effect, so a repeat after a lost answer is safe. */
export async function post(path, body, key, more = {}) {
  return answer(
    await reach(path, {
      method: 'POST',
      headers: headers({ 'Content-Type': 'application/json', 'Idempotency-Key': `"${key}"`, ...more }),
      body: JSON.stringify(body),
    }),
  );
}

/** Works on plain HTTP too, where `crypto.randomUUID` is missing. */
export function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function refusal(response) {
  const problem = await response.json().catch(() => undefined);
  return new Refused(response.status, problem);
}

async function reach(path, options) {
  try {
    return await fetch(path, { cache: 'no-store', credentials: 'omit', ...options });
  } catch {
    throw new Refused(0, { detail: 'The control plane does not answer.' });
  }
}

async function answer(response) {
  if (!response.ok) {
    throw await refusal(response);
  }
  return response.json();
}
