// Numbers and states as people say them.

import { h } from './dom.js';

/** Milliseconds as "420 ms", "3.2 s", "2 min 5 s", "3 h 10 min", "2 d 4 h". */
export function duration(ms) {
  if (ms === undefined || ms === null || Number.isNaN(ms)) {
    return '–';
  }
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 1) {
    return `${Math.round(seconds * 1000)} ms`;
  }
  if (seconds < 60) {
    return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  if (whole < 86_400) {
    return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  }
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`;
}

export function bytes(count) {
  const number = Number(count);
  if (count === undefined || count === null || Number.isNaN(number)) {
    return '–';
  }
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const step = number < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(number) / 10));
  return `${step ? (number / 1024 ** step).toFixed(1) : number} ${units[step]}`;
}

/** An age that goes on counting: see `tick`. */
export function age(since, suffix = ' ago') {
  const start = typeof since === 'number' ? since : Date.parse(since);
  if (Number.isNaN(start)) {
    return 'never';
  }
  return h(
    'time',
    { datetime: new Date(start).toISOString(), title: new Date(start).toLocaleString(), 'data-since': start, 'data-suffix': suffix },
    spoken(start, suffix),
  );
}

export function tick() {
  for (const element of document.querySelectorAll('time[data-since]')) {
    const text = spoken(Number(element.dataset.since), element.dataset.suffix);
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }
}

export function clock(time) {
  const at = new Date(time);
  return h('time', { datetime: time, title: at.toLocaleString() }, at.toLocaleTimeString([], { hour12: false }));
}

/** A long value cut to its first characters, whole in the tooltip. */
export function short(value, length = 10) {
  if (value === undefined || value === null || value === '') {
    return '–';
  }
  return String(value).length > length ? h('code', { title: value }, `${String(value).slice(0, length)}…`) : h('code', {}, value);
}

/** "IN_SYNC" as "IN SYNC". */
export const plain = (state) => String(state ?? 'UNKNOWN').replaceAll('_', ' ');

/** A state as a word with a mark before it, so that colour is never alone. */
export function state(name, kind) {
  return h('span', { class: `state ${kind}` }, plain(name));
}

function spoken(start, suffix) {
  const elapsed = Math.max(0, Date.now() - start);
  if (suffix === ' ago' && elapsed < 1000) {
    return 'just now';
  }
  return duration(Math.floor(elapsed / 1000) * 1000) .replace(/\.0 s$/, ' s') + suffix;
}
