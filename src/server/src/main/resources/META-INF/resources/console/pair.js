// One pair: who serves, how far the standby is behind, and what does not fit.

import { h, draw } from './dom.js';
import { age, bytes, short, state } from './words.js';
import { syncTable } from './sync.js';
import { readiness } from './readiness.js';
import { paper } from './paper.js';

const RUNBOOKS = [
  ['Runbook: switchover', 'operation=switchover&mode=graceful'],
  ['Runbook: forced switchover', 'operation=switchover&mode=forced'],
  ['Runbook: recovery', 'operation=recovery'],
  ['Runbook: drill', 'operation=drill'],
];

const runbook = (name, label, query) => paper(label, `/v1/pairs/${encodeURIComponent(name)}/runbook?${query}`, `runbook-${name}-${query.replace(/[a-z]+=/g, '').replace('&', '-')}.md`);

/** The empty frame of a pair; `show` fills it. */
export function frame(name) {
  const part = (key, attributes = {}) => h('div', { 'data-part': key, ...attributes });
  return h(
    'section',
    { class: 'pair', 'aria-labelledby': `pair-${name}` },
    h('h2', { id: `pair-${name}` }, `Pair ${name}`),
    part('alarms', { role: 'alert' }),
    part('split', { role: 'alert' }),
    part('drift', { role: 'alert' }),
    part('headline'),
    part('sites'),
    h('div', { class: 'columns' }, part('operation', { class: 'card' }), h('div', {}, part('sync', { class: 'card' }), part('readiness', { class: 'card' }))),
    h('div', { class: 'row', role: 'group', 'aria-label': 'Runbooks' }, RUNBOOKS.map(([label, query]) => runbook(name, label, query))),
  );
}

export const part = (section, key) => section.querySelector(`[data-part="${key}"]`);

export function show(section, pair) {
  draw(part(section, 'alarms'), pair.alarms ?? [], (alarms) => warning('Not looked after', alarms));
  if (pair.state === 'RETIRED') {
    retire(section, pair.bound ?? []);
  }
  if (pair.primary === undefined) {
    return;
  }
  draw(part(section, 'split'), pair.splitBrain ?? {}, split);
  draw(part(section, 'drift'), pair.drift ?? [], (drift) => warning('The world is not as recorded', drift));
  part(section, 'headline').replaceChildren(headline(pair));
  part(section, 'sites').replaceChildren(sites(pair));
  part(section, 'sync').replaceChildren(...syncTable(pair));
  draw(part(section, 'readiness'), pair.readiness ?? {}, readiness);
}

/** What a page that was open showed before is no longer so. */
function retire(section, bound) {
  ['split', 'drift', 'sites', 'operation', 'sync', 'readiness'].forEach((key) => part(section, key).replaceChildren());
  part(section, 'headline').replaceChildren(
    h('p', { class: 'headline' }, h('strong', {}, 'Retired'), bound.length === 0 ? ': nothing is done on it any more.' : `: nothing is done on it any more; the agents of ${bound.join(', ')} have not let go of it.`),
  );
}

function split(seen) {
  return !seen.finding
    ? []
    : h(
        'div',
        { class: 'split' },
        h('h3', {}, `Split brain: ${seen.finding.replaceAll('-', ' ')}`),
        h('ul', {}, Object.entries(seen.evidence).map(([host, shows]) => h('li', {}, h('strong', {}, host), ` ${shows}`))),
        h('ol', {}, seen.next.map((step) => h('li', {}, step))),
      );
}

function warning(title, sentences) {
  return sentences.length === 0
    ? []
    : h('div', { class: 'drift' }, h('h3', {}, title), h('ul', {}, sentences.map((sentence) => h('li', {}, sentence))));
}

function headline(pair) {
  const replication = pair.replication ?? {};
  const streaming = replication.state === 'streaming' && !replication.stale;
  return h(
    'p',
    { class: 'headline' },
    h('strong', {}, pair.primary),
    ` is primary of term ${pair.term}`,
    pair.primary === pair.home ? ', its home. ' : `; home is ${pair.home}. `,
    h('strong', {}, pair.standby),
    pair.out ? ' is out and needs a recovery.' : replication.stale ? [': whether it follows is not known; last seen ', replication.observedAt ? age(replication.observedAt) : 'never', '.'] : streaming ? ` follows, ${lag(replication)}.` : ` does not follow: replication is ${replication.state ?? 'unknown'}.`,
  );
}

function lag(replication) {
  const behind = Number(replication.lagBytes);
  if (Number.isNaN(behind)) {
    return 'how far behind is unknown';
  }
  const seconds = Number(replication.lagSeconds);
  return behind === 0 ? 'with nothing behind' : `${bytes(behind)} behind${seconds >= 1 ? ` (${Math.round(seconds)} s)` : ''}`;
}

function sites(pair) {
  const hosts = new Map((pair.hosts ?? []).map((host) => [host.host, host]));
  const cards = (pair.sites ?? []).map((site) => card(site, pair, hosts));
  return h('div', { class: 'sites' }, cards[0], link(pair), cards[1]);
}

function link({ replication = {}, sites = [], primary }) {
  const streaming = replication.state === 'streaming' && !replication.stale;
  const rightward = sites[0]?.name === primary;
  return h(
    'div',
    { class: `link ${replication.stale ? 'stale' : streaming ? 'up' : 'down'} ${rightward ? 'right' : 'left'}` },
    h('span', { class: 'wire', 'aria-hidden': 'true' }),
    h('span', { class: 'tell' }, replication.state ?? 'unknown', replication.synchronous && ', synchronous'),
    h('span', { class: 'tell' }, bytes(replication.lagBytes)),
  );
}

function card(site, pair, hosts) {
  const database = hosts.get(site.database) ?? {};
  // A database that moves alone takes the address with it.
  const application = hosts.get(site.application ?? site.database) ?? {};
  return h(
    'article',
    { class: `card site ${site.role}` },
    h('header', {}, h('h3', {}, site.name), h('span', { class: 'role' }, site.role), site.name === pair.home && h('span', { class: 'hint' }, 'home')),
    h(
      'dl',
      {},
      pair.address !== undefined && line('Address', seen(application, addressOf(pair, application))),
      site.application !== undefined && line('Application', seen(application, applicationOf(application)), site.application),
      line('Database', seen(database, databaseOf(database)), site.database),
      [...new Set([application, database])].filter((host) => host.host).map((host) => line(`Agent ${host.host}`, agentOf(host))),
    ),
  );
}

const line = (term, value, where) => [h('dt', {}, term), h('dd', {}, value, where ? h('span', { class: 'hint' }, ` on ${where}`) : null)];

/** What a host that is silent showed last: grey, with its age, whatever it was. */
function seen(host, value) {
  return host.stale ? h('span', { class: 'stale' }, value, ' ', h('span', { class: 'hint' }, 'seen ', seenAt(host))) : value;
}

function seenAt(host) {
  return host.observedAt === undefined ? 'never' : age(typeof host.ageMs === 'number' ? Date.now() - host.ageMs : host.observedAt);
}

function addressOf(pair, application) {
  const held = application.address?.held;
  return held === 'true' ? h('strong', {}, pair.address) : held === 'false' ? 'not here' : state('unknown', 'doubt');
}

const APPLICATION = { up: 'good', starting: 'busy', unknown: 'doubt' };

function applicationOf({ application = {} }) {
  const name = application.state ?? (application.running === 'true' ? 'running' : 'unknown');
  return [state(name, APPLICATION[name] ?? 'calm'), application.version ? ` ${application.version}` : null, application.drained === 'true' ? ', drained' : null];
}

function databaseOf({ postgres = {} }) {
  if (postgres.running === undefined) {
    return state('unknown', 'doubt');
  }
  if (postgres.running !== 'true') {
    return [state('down', 'bad'), postgres.clusterState ? ` ${postgres.clusterState}` : null];
  }
  const standby = postgres.inRecovery === 'true';
  const lsn = standby ? postgres.replayLsn : postgres.writeLsn;
  return [
    state(standby ? 'standby' : postgres.writable === 'true' ? 'writable' : 'read only', standby ? 'calm' : 'good'),
    postgres.timeline ? ` timeline ${postgres.timeline}` : null,
    lsn ? [' at ', short(lsn, 24)] : null,
  ];
}

function agentOf(host) {
  if (host.agent === 'up' && host.stale) {
    return [state('up', 'doubt'), ' and sees nothing new, seen ', seenAt(host), host.why ? `: ${host.why}` : null];
  }
  return host.agent === 'up'
    ? [state('up', 'good'), ' seen ', seenAt(host), guardOf(host)]
    : [state(host.agent, 'bad'), ' for ', age(host.since, ''), host.why ? `: ${host.why}` : null];
}

/** Only when it keeps something from serving: then people wonder why it does not come up. */
function guardOf({ guard = {} }) {
  return guard.held === 'true' ? [', ', state('held down', 'doubt'), guard.why ? `: ${guard.why}` : null] : guard.stopped ? `, stopped ${guard.stopped}` : null;
}
