// Makes elements: the page builds everything from text nodes and attributes, never from markup.

const SVG = "http://www.w3.org/2000/svg";

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

export const el = (name, attributes = {}, ...children) => filled(document.createElement(name), attributes, children);
export const svg = (name, attributes = {}, ...children) => filled(document.createElementNS(SVG, name), attributes, children);

// A score; greyed, with a question mark and the reason, where it means little.
export const scoreText = (name, attributes, text, doubt) => doubt
  ? el(name, { ...attributes, class: `${attributes.class ?? ""} doubtful`.trim(), title: doubt }, `? ${text}`, el("span", { class: "hidden" }, ` ${doubt}`))
  : el(name, attributes, text);

// A bar that is filled to a share of its width; decoration beside a number.
export function meter(share) {
  const width = Math.max(0, Math.min(1, share)) * 100;
  return svg("svg", { class: "meter", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { width: 100, height: 6, rx: 3 }), svg("rect", { width, height: 6, rx: 3 }));
}
