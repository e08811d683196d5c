// Whether users are served: the first thing that anybody wants to know.

import { h } from './dom.js';
import { age, state } from './words.js';

const KINDS = { up: 'good', down: 'bad' };

/** One entry a pair: [name, { state, since, why }]. */
export function serviceLine(services) {
  return services.map(([pair, service]) => h('span', { class: 'service', title: service?.why }, `${pair}: `, one(service ?? {})));
}

function one({ state: seen = 'unknown', since }) {
  const word = state(`service ${seen}`, KINDS[seen] ?? 'doubt');
  return seen === 'down' && since ? [word, ' since ', age(since)] : word;
}
