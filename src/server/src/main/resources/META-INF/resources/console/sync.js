// The red and black table: is what the standby holds the same as on the primary?

import { h, table } from './dom.js';
import { age, duration, short, state } from './words.js';

const KINDS = { IN_SYNC: 'same', OUT_OF_SYNC: 'bad' };

export function syncTable(pair) {
  const { sync = {} } = pair;
  const { items = [] } = sync;
  return [
    h('h3', {}, 'In sync?'),
    items.length === 0
      ? h('p', { class: 'hint' }, 'Nothing has been compared yet.')
      : table({
          caption: `What ${pair.standby} holds, compared with ${pair.primary}`,
          className: 'stack sync',
          columns: ['Item', 'State', 'Since', 'Primary', 'Standby', 'Seen'],
          rows: items.map(row),
        }),
    gap(sync),
  ];
}

function row(item) {
  const kind = item.stale ? 'doubt' : (KINDS[item.state] ?? 'doubt');
  return {
    className: item.stale ? `${kind} stale` : kind,
    cells: [
      item.item,
      state(item.state, kind),
      item.since ? age(item.since, '') : null,
      item.primary ? short(item.primary, 8) : null,
      item.standby ? short(item.standby, 8) : null,
      item.observedAt ? age(item.observedAt) : 'never',
    ],
  };
}

function gap({ primaryUpdatedAt, standbySyncedAt, gapSeconds }) {
  if (!primaryUpdatedAt && !standbySyncedAt) {
    return '';
  }
  return h(
    'p',
    { class: 'hint' },
    'Primary last changed ',
    primaryUpdatedAt ? age(primaryUpdatedAt) : 'at an unknown time',
    ', standby last in sync ',
    standbySyncedAt ? age(standbySyncedAt) : 'never',
    gapSeconds > 0 ? `: a gap of ${duration(gapSeconds * 1000)}.` : '.',
  );
}
