/** What the scripts of the page make elements with. Text is only ever set as text. */
export const byId = (id) => document.getElementById(id);

/** `element('li', { class: 'row' }, 'text', child)` */
export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}
