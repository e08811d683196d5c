// May we switch now? Each verdict with the checks that stand against it and what to do about them.

import { h } from './dom.js';
import { plain, state } from './words.js';

const NAMES = { switchover: 'Switchover', forced: 'Forced switchover' };
const KINDS = { READY: 'good', NOT_READY: 'bad' };
const PASSED = new Set(['READY', 'PASSED', 'OK']);

export function readiness(verdicts) {
  const kinds = Object.entries(verdicts).filter(([, { verdict }]) => verdict !== undefined);
  return [
    h('h3', {}, 'Ready?'),
    kinds.length === 0
      ? h('p', { class: 'hint' }, 'No verdict yet.')
      : kinds.map(([kind, verdict]) => one(NAMES[kind] ?? kind, verdict)),
    verdicts.drill && h('p', { class: 'hint' }, `Last good drill: ${verdicts.drill.age}${verdicts.drill.due ? '; one is due' : ''}.`),
  ];
}

function one(name, { verdict, checks = [] }) {
  const against = checks.filter((check) => !PASSED.has(check.verdict));
  const passed = checks.filter((check) => PASSED.has(check.verdict));
  return h(
    'div',
    { class: 'verdict' },
    h('p', {}, h('strong', {}, `${name}: `), state(verdict, KINDS[verdict] ?? 'doubt')),
    against.length > 0 && h('ul', { class: 'checks' }, against.map(failed)),
    passed.length > 0 &&
      h('details', {}, h('summary', {}, `${passed.length} ${passed.length === 1 ? 'check' : 'checks'} passed`), h('ul', { class: 'checks' }, passed.map(fine))),
  );
}

function failed(check) {
  return h(
    'li',
    { class: check.verdict === 'UNKNOWN' ? 'doubt' : 'bad' },
    h('span', { class: 'check' }, `${check.name}: ${plain(check.verdict).toLowerCase()}`),
    measure(check),
    check.remedy ? h('p', { class: 'remedy' }, check.remedy) : null,
  );
}

const fine = (check) => h('li', {}, h('span', { class: 'check' }, check.name), measure(check));

function measure({ measured, limit }) {
  if (measured === undefined && limit === undefined) {
    return null;
  }
  return h('span', { class: 'hint' }, ` ${measured ?? 'not measured'}${limit === undefined || limit === '' ? '' : `, wanted ${limit}`}`);
}
