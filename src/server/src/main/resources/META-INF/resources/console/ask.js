// Asks for the reason of a move and makes it.

import { byId } from './dom.js';
import { freshKey, get, post } from './api.js';
import { title } from './operation.js';
import { plain } from './words.js';

const TEXTS = {
  approve: 'The operation goes on with the plan you see.',
  pause: 'Nothing new is started; what is in flight settles first. Service stays as it is, up or down.',
  resume: 'The operation goes on with its plan.',
  retry: 'Every step that stands in the way is tried once more.',
  skip: 'The operation goes on without the step it waits at, and ends with an exception.',
  escalate: 'The rest is planned anew as a forced switchover: what the other site never received is lost.',
  abort: 'The operation ends as soon as it safely can; what was not promoted yet is taken back.',
};

// Stopping must work while steps go on: what has changed meanwhile is no reason not to.
const STOPPING = new Set(['pause', 'abort']);

let sent = { text: '', key: '' };
let send = async () => {};

/** What a person decides on; steps that only go on beside it are no news. */
const shown = ({ state, why, planHash, moves }) => JSON.stringify([state, why, planHash, moves]);

/** Opens the dialog; `onDone` is called when the move is made. */
export function ask(operation, move, onDone) {
  const word = move.replace(/^./, (first) => first.toUpperCase());
  byId('ask-title').textContent = `${word}: ${title(operation)}`;
  byId('ask-text').textContent = TEXTS[move] ?? '';
  byId('ask-go').textContent = word;
  byId('ask-go').className = move === 'abort' ? 'danger' : '';
  byId('ask-fault').textContent = '';
  byId('ask-form').reset();
  byId('ask-loss-row').hidden = move !== 'escalate';
  const path = `/v1/operations/${encodeURIComponent(operation.operation)}`;
  let seen = operation;
  send = async (reason, ticket) => {
    if (!STOPPING.has(move)) {
      const now = await get(path);
      const changed = shown(now) !== shown(seen);
      seen = now;
      if (changed) {
        throw new Error(`It has changed while you were typing. ${now.why ?? `It is ${plain(now.outcome ?? now.state)} now`}. Press ${word} again if you still want it.`);
      }
    }
    const loss = byId('ask-loss').value.trim();
    const body = { reason, ...(ticket && { ticket }), ...(move === 'approve' && { planHash: seen.planHash }), ...(move === 'escalate' && loss && { acceptDataLoss: loss }) };
    const text = `${path}/${move}${JSON.stringify(body)}`;
    if (sent.text !== text) {
      sent = { text, key: freshKey() };
    }
    await post(`${path}/${move}`, body, sent.key, STOPPING.has(move) ? {} : { 'If-Match': `"${seen.version}"` });
    onDone();
    sent = { text: '', key: '' };
  };
  byId('ask').showModal();
}

export function prepareDialog() {
  byId('ask-cancel').addEventListener('click', () => byId('ask').close());
  byId('ask-form').addEventListener('submit', async (submit) => {
    submit.preventDefault();
    const reason = byId('ask-reason').value.trim();
    if (!reason) {
      byId('ask-fault').textContent = 'Say in a few words why; it goes into the log.';
      byId('ask-reason').focus();
      return;
    }
    byId('ask-go').disabled = true;
    try {
      await send(reason, byId('ask-ticket').value.trim());
      byId('ask').close();
    } catch (failure) {
      byId('ask-fault').textContent = failure.message;
    } finally {
      byId('ask-go').disabled = false;
    }
  });
}
