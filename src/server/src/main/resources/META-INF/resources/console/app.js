// The console: signs in, looks at every pair again and again, and follows the event stream.

import { byId, draw } from './dom.js';
import { all, get, token } from './api.js';
import { follow } from './stream.js';
import { frame, part, show } from './pair.js';
import { serviceLine } from './service.js';
import { operationPanel, spoken } from './operation.js';
import { Events } from './events.js';
import { ask, prepareDialog } from './ask.js';
import { tick } from './words.js';

const EVERY = 2000;

const events = new Events();
const frames = new Map();
// By pair, the operation that has ended and is shown: nothing about it changes any more.
const ended = new Map();
// By pair, whether its users are served.
const services = new Map();
// Pairs that are being looked at because of an event, and whether another one came meanwhile.
const looking = new Map();
let session;

function start() {
  session?.abort();
  session = new AbortController();
  byId('sign-in').hidden = true;
  byId('sign-out').hidden = false;
  look(session.signal);
}

function stop(message = '') {
  session?.abort();
  token.forget();
  frames.clear();
  ended.clear();
  services.clear();
  looking.clear();
  events.forget();
  byId('pairs').replaceChildren();
  byId('events').hidden = true;
  trouble('');
  notice('stopped', '');
  byId('connection').textContent = '';
  byId('service').replaceChildren();
  byId('sign-out').hidden = true;
  byId('sign-in').hidden = false;
  byId('token-error').textContent = message;
  byId('token').value = '';
  byId('token').focus();
}

/** Looks once, then follows the stream, then looks again at intervals until signed out. */
async function look(signal) {
  let following = false;
  while (!signal.aborted) {
    const seen = document.hidden || (await attempt(refresh, signal));
    if (seen && !following && !signal.aborted) {
      following = true;
      follow({ after: events.newest, onEvent, onState: connection, signal });
    }
    await new Promise((resume) => setTimeout(resume, EVERY));
  }
}

async function attempt(work, signal) {
  try {
    await work(signal);
    trouble('');
    byId('pairs').classList.remove('stale');
    return true;
  } catch (failure) {
    if (!signal.aborted) {
      byId('pairs').classList.add('stale');
      failure.status === 401 ? stop('This token is not known to the control plane. Look it up again and mind that nothing is missing.') : trouble(failure.message);
    }
    return false;
  }
}

async function refresh(signal) {
  const [pairs, stop] = await Promise.all([all('/v1/pairs', 'pairs'), get('/v1/stop')]);
  notice('stopped', stop.stopped ? `${stop.by} stopped everything: “${stop.reason}”. Nothing starts on any pair until POST /v1/stop/release.` : '');
  if (pairs.length === 0) {
    byId('pairs').textContent = 'No pair is registered yet. POST /v1/pairs registers one.';
  }
  await Promise.all(pairs.map((pair) => refreshPair(pair, signal)));
  if (events.newest === 0) {
    events.add((await get('/v1/events?order=desc&limit=25')).events ?? []);
  }
  if (!signal.aborted) {
    showEvents();
  }
}

async function refreshPair(pair, signal) {
  const name = pair.pair;
  const path = encodeURIComponent(name);
  const unreadable = pair.primary === undefined;
  const sync = unreadable ? undefined : await get(`/v1/pairs/${path}/sync`);
  if (signal.aborted) {
    return;
  }
  if (!frames.has(name)) {
    if (frames.size === 0) {
      byId('pairs').replaceChildren();
    }
    frames.set(name, frame(name));
    byId('pairs').append(frames.get(name));
  }
  show(frames.get(name), { ...pair, sync });
  services.set(name, pair.service);
  draw(byId('service'), [...services], serviceLine);
  const current = pair.operation ?? pair.lastOperation;
  if (!current && !unreadable) {
    showOperation(name);
  } else if (current && ended.get(name) !== current) {
    await refreshOperation(name, current);
  }
}

async function refreshOperation(pair, id) {
  const operation = await get(`/v1/operations/${encodeURIComponent(id)}`);
  if (operation.outcome) {
    ended.set(pair, id);
  }
  showOperation(pair, operation);
}

function showOperation(pair, operation) {
  const section = frames.get(pair);
  if (section) {
    draw(part(section, 'operation'), operation, (data) => operationPanel(data, move));
  }
}

function move(operation, name) {
  ask(operation, name, () => attempt(() => refreshOperation(operation.pair, operation.operation), session.signal));
}

function onEvent(event) {
  if (!events.add([event])) {
    return;
  }
  showEvents();
  if (event.operation && frames.has(event.pair)) {
    byId('announcer').textContent = spoken(event);
  }
  if (frames.has(event.pair)) {
    lookAgain(event.pair, session.signal);
  }
}

/** The cards follow the events; of many at once the first and the last are enough. */
async function lookAgain(name, signal) {
  if (looking.has(name)) {
    looking.set(name, true);
    return;
  }
  do {
    looking.set(name, false);
    await attempt(async () => refreshPair(await get(`/v1/pairs/${encodeURIComponent(name)}`), signal), signal);
  } while (looking.get(name) && !signal.aborted);
  looking.delete(name);
}

function showEvents() {
  byId('events').hidden = false;
  byId('events').replaceChildren(...events.panel());
}

function connection(state) {
  byId('connection').textContent = state === 'live' ? 'Live' : 'Connection lost, trying again';
  byId('connection').className = `line ${state}`;
}

function trouble(message) {
  notice('trouble', message);
}

function notice(id, message) {
  byId(id).textContent = message;
  byId(id).hidden = !message;
}

prepareDialog();
setInterval(tick, 1000);
byId('sign-out').addEventListener('click', () => stop());
byId('sign-in-form').addEventListener('submit', (submit) => {
  submit.preventDefault();
  byId('token-error').textContent = '';
  token.set(byId('token').value.trim());
  start();
});
token.get() ? start() : stop();
