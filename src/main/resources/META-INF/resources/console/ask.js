// Asks for the reason of a move and makes it.

import { byId } from './dom.js';
import { freshKey, post } from './api.js';
import { title } from './operation.js';

const TEXTS = {
  approve: 'The operation goes on with the plan you see.',
  pause: 'Nothing new is started; what is in flight settles first. Service stays as it is, up or down.',
  resume: 'The operation goes on with its plan.',
  retry: 'The step that stands in the way is tried once more.',
  skip: 'The operation goes on without the step it waits at, and ends with an exception.',
  escalate: 'The rest is planned anew as a forced switchover: what the other site never received is lost.',
  abort: 'The operation ends as soon as it safely can; what was not promoted yet is taken back.',
};

let sent = { text: '', key: '' };
let send = async () => {};

/** Opens the dialog; `onDone` is called with the operation as it is afterwards. */
export function ask(operation, move, onDone) {
  const word = move.replace(/^./, (first) => first.toUpperCase());
  byId('ask-title').textContent = `${word}: ${title(operation)}`;
  byId('ask-text').textContent = TEXTS[move] ?? '';
  byId('ask-go').textContent = word;
  byId('ask-go').className = move === 'abort' ? 'danger' : '';
  byId('ask-fault').textContent = '';
  byId('ask-form').reset();
  byId('ask-loss-row').hidden = move !== 'escalate';
  const seen = operation.version === undefined ? {} : { 'If-Match': `"${operation.version}"` };
  send = async (reason, ticket) => {
    const loss = byId('ask-loss').value.trim();
    const body = { reason, ...(ticket && { ticket }), ...(move === 'approve' && { planHash: operation.planHash }), ...(move === 'escalate' && loss && { acceptDataLoss: loss }) };
    const path = `/v1/operations/${encodeURIComponent(operation.operation)}/${move}`;
    const text = path + JSON.stringify(body);
    if (sent.text !== text) {
      sent = { text, key: freshKey() };
    }
    onDone(await post(path, body, sent.key, seen));
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
