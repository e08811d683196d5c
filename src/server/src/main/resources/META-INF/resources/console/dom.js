// Builds elements; text only ever becomes text, so nothing the API says can become markup.

/** h('p', { class: 'hint' }, 'text', anotherElement, null) */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

const shown = new WeakMap();

/** Draws again only when the data changed: focus and reading position stay where they are. */
export function draw(container, data, build) {
  const text = JSON.stringify(data) ?? '';
  if (shown.get(container) !== text) {
    shown.set(container, text);
    container.replaceChildren(...[build(data)].flat(Infinity));
  }
}

/** A table whose cells carry their heading, for narrow screens where rows become cards. */
export function table({ caption, columns, rows, className }) {
  return h(
    'table',
    { class: className },
    h('caption', {}, caption),
    h('thead', {}, h('tr', {}, columns.map((column) => h('th', { scope: 'col' }, column)))),
    h('tbody', {}, rows.map((row) => line(columns, row))),
  );
}

function line(columns, { cells, className }) {
  return h(
    'tr',
    { class: className },
    cells.map((cell, at) =>
      at === 0
        ? h('th', { scope: 'row' }, cell)
        : h('td', { 'data-label': columns[at], class: empty(cell) ? 'empty' : undefined }, empty(cell) ? '–' : cell),
    ),
  );
}

const empty = (cell) => cell === null || cell === undefined;
