// Server-sent events by fetch, because EventSource cannot send the token in a header.

import { headers, refusal } from './api.js';

/**
 * Follows the event stream until `signal` ends it, and reconnects after the last event seen.
 * The stream is a convenience: whoever needs every event asks GET /v1/events.
 */
export async function follow({ after, onEvent, onState, signal }) {
  let last = after;
  let pause = 500;
  while (!signal.aborted) {
    try {
      const response = await fetch('/v1/events/stream', {
        headers: headers({ Accept: 'text/event-stream', 'Last-Event-ID': String(last) }),
        cache: 'no-store',
        credentials: 'omit',
        signal,
      });
      if (!response.ok) {
        throw await refusal(response);
      }
      onState('live');
      pause = 500;
      for await (const message of messages(response.body)) {
        last = message.id ?? last;
        onEvent(JSON.parse(message.data));
      }
      onState('lost');
    } catch (failure) {
      if (signal.aborted) {
        return;
      }
      onState('lost', failure);
      if (failure.status === 401) {
        return;
      }
    }
    await new Promise((resume) => setTimeout(resume, pause));
    pause = Math.min(pause * 2, 10_000);
  }
}

async function* messages(body) {
  let text = '';
  for await (const chunk of chunks(body)) {
    text = (text + chunk).replaceAll('\r\n', '\n');
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const message = parse(text.slice(0, end));
      text = text.slice(end + 2);
      if (message.data) {
        yield message;
      }
    }
  }
}

async function* chunks(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      yield read.value;
    }
  } finally {
    reader.cancel().catch(() => {}); // it has ended already
  }
}

/** Fields other than id and data, and comments, are passed over as the standard asks. */
export function parse(block) {
  const message = { data: '' };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') {
      message.id = value;
    } else if (field === 'data') {
      message.data += (message.data ? '\n' : '') + value;
    }
  }
  return message;
}
