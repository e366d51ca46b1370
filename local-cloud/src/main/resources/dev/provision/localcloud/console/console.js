'use strict';
// Everything is text nodes: nothing that the cloud holds can become markup.
const at = id => document.getElementById(id);
function el(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}
const short = text => text.split(/[/\]]/).pop().slice(0, 8);
let watched = null;
// A redraw between press and release would swallow the click.
let pressed = false;
addEventListener('pointerdown', () => { pressed = true; }, true);
['pointerup', 'pointercancel'].forEach(name => addEventListener(name, () => { pressed = false; }, true));

function thing(key, label, className, stream, title, actions) {
  const button = el('button', '', el('span', className, '● '), label);
  button.dataset.key = key;
  button.title = title;
  button.addEventListener('click', () => openLog(title, stream));
  const box = el('span', 'thing', button);
  actions.forEach(([name, title, run]) => {
    const action = el('button', '', name);
    action.dataset.key = key + '/' + name;
    action.title = title;
    action.setAttribute('aria-label', `${name} task ${label}`);
    action.addEventListener('click', run);
    box.append(action);
  });
  return box;
}

function slot(group, weight, share, data) {
  const card = el('div', 'card slot' + (weight > 0 ? ' serving' : ''));
  const healthy = group.targets.filter(t => t.state === 'healthy' || group.type === 'lambda').length;
  const whole = group.targets.length;
  card.append(el('div', '', el('h3', '', group.name), el('span', healthy === whole && whole ? 'good' : weight ? 'bad' : 'faint',
    `${healthy}/${whole} ${group.type === 'lambda' ? 'function' : 'healthy'}`)));
  const bar = el('i');
  bar.style.width = share + '%';
  card.append(el('div', 'weight', bar));
  card.append(el('div', 'numbers', el('span', '', el('b', '', String(Math.round(share))), ' %'),
    el('span', '', el('b', '', group.rps.toFixed(1)), ' requests/s'),
    el('span', '', el('b', '', group.ms ? group.ms.toFixed(1) : '–'), ' ms')));
  const things = el('div', 'things');
  if (group.type === 'lambda') {
    const [fn, alias] = (group.targets[0]?.id ?? '').split(':function:').pop().split(':');
    const mine = data.instances.filter(i => i.function === fn);
    mine.forEach(i => things.append(thing(i.stream, `${i.state} ${short(i.stream)}`, i.state === 'warm' ? 'good' : i.state,
      i.stream, `${fn} version ${i.version}, instance ${short(i.stream)}`, [])));
    if (!mine.length) things.append(el('span', 'faint', `no instance: the next request is a cold start${alias ? ' of ' + alias : ''}`));
  } else {
    const tasks = data.services.filter(s => s.group === group.arn).flatMap(s => s.tasks);
    tasks.forEach(t => {
      const health = group.targets.find(target => target.id === t.ip);
      const good = health && health.state === 'healthy';
      things.append(thing(t.arn, `${t.ip || short(t.id)} ${t.status.toLowerCase()}`, good ? 'good' : 'busy', '/' + t.id,
        `task ${short(t.id)} at ${t.ip}`, [
          ['stop', 'Stop this task as ECS does, and watch it being replaced', () => post('/_console/stop', {cluster: t.cluster, task: t.arn})],
          ['crash', 'Kill its process, and watch who notices', () => post('/_local/faults', {kind: 'kill-task', target: t.id})]]));
    });
    if (!tasks.length) things.append(el('span', 'faint', 'no tasks'));
  }
  card.append(things);
  group.targets.filter(t => t.reason && t.state !== 'healthy' && group.type !== 'lambda').forEach(t =>
    card.append(el('p', 'reason', `${t.id} is ${t.state}: ${t.reason}`)));
  return card;
}

function stage(balancer, data) {
  const routes = el('div', 'routes');
  balancer.rules.filter(r => !r.probe).forEach(rule => {
    const total = rule.weights.reduce((sum, w) => sum + w.weight, 0) || 1;
    const slots = el('div', 'slots');
    rule.weights.forEach(w => {
      const group = balancer.groups.find(g => g.arn === w.group);
      if (group) slots.append(slot(group, w.weight, 100 * w.weight / total, data));
    });
    if (!rule.weights.length) slots.append(el('div', 'card faint', `the load balancer answers itself (${rule.action})`));
    routes.append(el('div', 'route', el('div', 'card', el('h2', '', 'Rule'), el('h3', '', rule.path),
      el('p', 'faint', `port ${rule.port}`)), slots));
  });
  return el('div', 'stage', el('div', 'card', el('h2', '', 'Internet'), el('h3', '', 'clients')),
    el('div', 'card balancer', el('h2', '', 'Load balancer'), el('h3', '', balancer.name),
      el('p', balancer.state === 'active' ? 'good' : 'busy', balancer.state), el('p', 'faint', balancer.dns)), routes);
}

const number = ip => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const within = (ip, cidr) => {
  const [base, bits] = cidr.split('/');
  const size = 2 ** (32 - bits);
  return ip !== '' && Math.floor(number(ip) / size) === Math.floor(number(base) / size);
};
const counted = (count, word) => count ? ` · ${count} ${word}${count > 1 ? 's' : ''}` : '';

function network(data) {
  if (!data.subnets.length) return [];
  const tasks = data.services.flatMap(s => s.tasks);
  const zones = el('div', 'zones');
  [...new Set(data.subnets.map(s => s.zone))].sort().forEach(zone => {
    const card = el('div', 'card', el('h3', '', zone));
    data.subnets.filter(s => s.zone === zone).sort((a, b) => a.cidr.localeCompare(b.cidr, 'en', {numeric: true})).forEach(s => {
      const nat = data.nats.find(n => n.subnet === s.id && n.state !== 'deleted');
      card.append(el('div', 'subnet', el('span', '', s.name || s.id), el('span', 'faint', s.cidr + (nat ? ` · NAT ${nat.state}` : '') +
        counted(tasks.filter(t => within(t.ip, s.cidr)).length, 'task'))));
    });
    zones.append(card);
  });
  return [el('h2', '', 'Subnets and NAT gateways'), zones];
}

function draw(data) {
  if (pressed) return;
  const focus = document.activeElement?.dataset?.key;
  at('flow').replaceChildren(...(data.balancers.length ? data.balancers.map(b => stage(b, data))
    : [el('p', 'card', 'There is no load balancer yet. Run ./provision up --env local, and watch.')]));
  at('network').replaceChildren(...network(data));
  at('state').textContent = 'live, ' + data.time.slice(11, 19) + ' UTC';
  if (focus) [...document.querySelectorAll('button')].find(b => b.dataset.key === focus)?.focus();
}

async function post(path, body, method = 'POST') {
  const answer = await fetch(path, {method, headers: {'X-Local-Cloud': 'console'}, body: body && JSON.stringify(body)});
  if (!answer.ok) at('state').textContent = await answer.text();
}

async function inject() {
  const fault = {service: at('service').value, operation: '*', kind: at('kind').value, count: Number(at('count').value)};
  if (fault.kind === 'error') Object.assign(fault, {code: 'InternalFailure', status: 500, message: 'Injected in the console.'});
  if (fault.kind === 'delay') fault.milliseconds = 2000;
  await post('/_local/faults', fault);
  await readFaults();
}
async function readFaults() {
  const faults = await (await fetch('/_local/faults')).json();
  at('pending').textContent = faults.length ? 'Waiting: ' + faults.map(f =>
    `${f.fault} for ${f.count} of ${f.service} ${f.operation === '*' ? '' : f.operation}`.trim()).join(', ') : 'No fault is waiting.';
}
at('inject').addEventListener('click', inject);
at('forget').addEventListener('click', async () => { await post('/_local/faults', null, 'DELETE'); await readFaults(); });

function openLog(title, stream) {
  watched = stream;
  at('of').textContent = title;
  at('log').hidden = false;
  at('close').focus();
  readLog();
}
async function readLog() {
  if (watched === null) return;
  const lines = await (await fetch('/_console/logs?stream=' + encodeURIComponent(watched))).json();
  const pre = at('lines');
  const end = pre.scrollTop + pre.clientHeight >= pre.scrollHeight - 4;
  pre.textContent = lines.map(l => l.time.slice(11, 23) + '  ' + l.message).join('\n') || 'nothing yet';
  if (end) pre.scrollTop = pre.scrollHeight;
}
function closeLog() { watched = null; at('log').hidden = true; }
at('close').addEventListener('click', closeLog);
addEventListener('keydown', event => { if (event.key === 'Escape') closeLog(); });
setInterval(() => { readLog().catch(() => {}); readFaults().catch(() => {}); }, 1000);
const source = new EventSource('/_console/events');
source.onopen = () => { at('state').textContent = 'connected'; };
source.onmessage = event => draw(JSON.parse(event.data));
source.onerror = () => { at('state').textContent = 'the local cloud does not answer; trying again'; };
