'use strict';
const figures = JSON.parse(document.getElementById('figures').textContent);
const height = 170;
const clock = at => new Date(at * 1000).toISOString().slice(11, 16);

function plot(box) {
  const figure = figures[Number(box.dataset.figure)];
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).trim();
  const axis = {stroke: colour('--faint'), grid: {stroke: colour('--grid'), width: 1}, ticks: {show: false}};
  const shown = value => value === null || value === undefined ? '–'
    : `${Math.round(value * 10) / 10}${figure.unit ? ' ' + figure.unit : ''}`;
  box.replaceChildren();
  new uPlot({
    width: Math.max(240, box.clientWidth),
    height,
    scales: {y: {range: (_, low, high) => [Math.min(0, low ?? 0), (high || 1) * 1.1]}},
    axes: [{...axis, values: (_, ticks) => ticks.map(clock)}, {...axis, size: 60}],
    series: [
      {label: 'time', value: (_, at) => at === null ? '–' : clock(at) + ' UTC'},
      ...figure.lines.map((line, index) => ({
        label: line.label, stroke: colour('--line-' + index % 4), width: 2, points: {show: true, size: 5, fill: colour('--line-' + index % 4)}, value: (_, value) => shown(value)}))
    ],
    tzDate: at => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC')
  }, [figure.at, ...figure.lines.map(line => line.values)], box);
}

const draw = () => document.querySelectorAll('.plot').forEach(plot);
draw();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
addEventListener('resize', draw);
