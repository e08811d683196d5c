// The newest events, newest first.

import { h, table } from './dom.js';
import { clock } from './words.js';

const KEPT = 25;
const BAD = new Set(['REFUSED', 'FAILED', 'UNKNOWN', 'DENIED']);

export class Events {
  #events = [];

  /** Position of the newest one; the stream goes on after it. */
  get newest() {
    return this.#events[0]?.seq ?? 0;
  }

  /** Whether any of them was new. */
  add(events) {
    const known = new Set(this.#events.map((event) => event.seq));
    const fresh = events.filter((event) => !known.has(event.seq));
    this.#events = [...this.#events, ...fresh].sort((a, b) => b.seq - a.seq).slice(0, KEPT);
    return fresh.length > 0;
  }

  forget() {
    this.#events = [];
  }

  panel() {
    return [
      h('h2', { id: 'events-title' }, 'Recent events'),
      this.#events.length === 0
        ? h('p', { class: 'hint' }, 'None yet.')
        : table({
            caption: 'Facts on record, newest first',
            className: 'stack events',
            columns: ['No.', 'Time', 'What', 'Where', 'Who and why'],
            rows: this.#events.map(row),
          }),
    ];
  }
}

function row(event) {
  return {
    className: BAD.has(event.outcome) ? 'bad' : undefined,
    cells: [
      String(event.seq),
      clock(event.recordedAt ?? event.occurredAt),
      [h('strong', {}, event.type), detail(event)],
      event.host ?? event.pair ?? event.stream ?? null,
      [event.actor ?? '', event.reason ? h('span', { class: 'hint' }, ` “${event.reason}”`) : null],
    ],
  };
}

function detail({ data = {}, outcome }) {
  const said = [data.step, data.site, data.item && `${data.item}: ${data.from} to ${data.to}`, data.why ?? outcome].filter(Boolean);
  return said.length === 0 ? null : ` ${said.slice(0, 2).join(', ')}`;
}
