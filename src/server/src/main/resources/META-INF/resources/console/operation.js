// The operation under way, or the last one: its steps, and the moves that are open to a person.

import { h, table } from './dom.js';
import { paper } from './paper.js';
import { age, duration, plain, state } from './words.js';

const STEP_KINDS = { DONE: 'good', RUNNING: 'busy', REFUSED: 'bad', UNKNOWN: 'doubt', UNDONE: 'calm', SKIPPED: 'doubt', PENDING: 'calm' };
const END_KINDS = { SUCCEEDED: 'good', RUNNING: 'busy', PENDING: 'busy', ROLLING_BACK: 'doubt', PAUSED: 'doubt', AWAITING_APPROVAL: 'doubt', COMPLETED_WITH_EXCEPTIONS: 'doubt' };
const MOVES = { approve: 'Approve', retry: 'Retry', abort: 'Abort', pause: 'Pause', resume: 'Resume', skip: 'Skip', escalate: 'Escalate' };

/** `onMove(operation, move)` is called when somebody wants to make one. */
export function operationPanel(operation, onMove) {
  if (!operation) {
    return [h('h3', {}, 'Operation'), h('p', { class: 'hint' }, 'None yet.')];
  }
  return [
    h('h3', {}, title(operation), ' ', state(operation.outcome ?? operation.state, END_KINDS[operation.outcome ?? operation.state] ?? 'bad')),
    asked(operation),
    operation.why ? h('p', { class: 'why' }, operation.why) : null,
    operation.halfDone ? h('p', { class: 'why' }, operation.halfDone) : null,
    (operation.exceptions ?? []).length > 0 ? h('ul', { class: 'why' }, operation.exceptions.map((exception) => h('li', {}, exception))) : null,
    moves(operation, onMove),
    steps(operation),
    h('div', { class: 'row' }, paper('Report', `/v1/operations/${encodeURIComponent(operation.operation)}/report`, `${operation.operation}.md`)),
  ].filter(Boolean);
}

export function title({ kind, mode, from, to }) {
  const name = kind === 'switchover' ? `${mode === 'forced' ? 'Forced switchover' : 'Switchover'}` : (kind ?? 'Operation').replace(/^./, (first) => first.toUpperCase());
  const about = { recovery: to, drill: to, reopening: from, prune: `${from} and ${to}` }[kind];
  return about ? `${name} of ${about}` : `${name} ${from} → ${to}`;
}

function asked({ requestedBy, reason, ticket, requestedAt, endedAt, operation }) {
  const took = endedAt && requestedAt ? ` It took ${duration(Date.parse(endedAt) - Date.parse(requestedAt))}.` : null;
  return h(
    'p',
    { class: 'hint' },
    requestedBy ?? 'Somebody',
    ', ',
    requestedAt ? age(requestedAt) : 'at an unknown time',
    reason ? `: “${reason}”` : null,
    ticket ? ` (${ticket})` : null,
    '.',
    took,
    ' ',
    h('code', {}, operation),
  );
}

function moves(operation, onMove) {
  const open = operation.moves ?? [];
  return open.length === 0
    ? null
    : h('div', { class: 'row', role: 'group', 'aria-label': 'Open moves' },
        open.map((move) => h('button', { type: 'button', class: move === 'abort' ? 'danger' : undefined, onclick: () => onMove(operation, move) }, MOVES[move] ?? move)));
}

function steps({ steps = [] }) {
  const done = steps.filter((step) => step.state === 'DONE').length;
  let phase;
  return table({
    caption: `${done} of ${steps.length} steps done`,
    className: 'stack steps',
    columns: ['Step', 'State', 'Time', 'What was seen'],
    rows: steps.map((step) => {
      const first = step.phase !== phase;
      phase = step.phase;
      return { className: `${STEP_KINDS[step.state] ?? 'calm'}${first ? ' first' : ''}`, cells: cells(step, first) };
    }),
  });
}

function cells(step, first) {
  return [
    [first && step.phase ? h('span', { class: 'phase' }, step.phase) : null, step.name, step.host ? h('span', { class: 'hint' }, ` ${step.host}`) : null],
    [state(step.state === 'PENDING' ? 'waiting' : plain(step.state).toLowerCase(), STEP_KINDS[step.state] ?? 'calm'), step.attempt > 1 ? ` attempt ${step.attempt}` : null],
    step.state === 'RUNNING' && step.startedAt ? age(step.startedAt, '') : step.ms === undefined ? null : duration(step.ms),
    step.why ? h('span', { class: 'why' }, step.why, step.code ? h('span', { class: 'hint' }, ` (${step.code})`) : null) : evidence(step.evidence),
  ];
}

/** The first few facts; all of them in the tooltip. */
function evidence(facts = {}) {
  const said = Object.entries(facts).filter(([name]) => name !== 'already').map(fact);
  return said.length === 0 ? null : h('span', { class: 'evidence', title: said.join('\n') }, said.slice(0, 3).join(', '), said.length > 3 ? ' …' : null);
}

/** stopMs 921 as "stop 921 ms", checkpointLsn 0/1 as "checkpoint LSN 0/1". */
function fact([name, value]) {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().replace(/\blsn\b/g, 'LSN');
  return words.endsWith(' ms') ? `${words.slice(0, -3)} ${value} ms` : `${words} ${value}`;
}

/** One sentence about an event of an operation, for those who listen. */
export function spoken(event) {
  const data = event.data ?? {};
  const step = data.step ? ` ${data.step}` : '';
  return `${event.type.replace('.', ' ')}${step}${data.why ? `: ${data.why}` : ''}`;
}

