// Number formatting, templates, and building elements.

const MINUS = "\u2212";

let decimalPoint = ".";

// The decimal point of the visitor's language.
function setDecimalPoint(symbol) {
  decimalPoint = symbol;
}

// What rounds to 0 has no sign.
function plain(value, digits) {
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", MINUS).replace(".", decimalPoint);
}

// A number with the decimals that it has, four at most: 2, 0.25.
const short = (value) => plain(value, 4).replace(/\D?0+$/, "");

function signed(value, digits) {
  return (value > 0 && Number(value.toFixed(digits)) !== 0 ? "+" : "") + plain(value, digits);
}

// Percent with one decimal below ten and none above: 1.8%, 12%.
function percent(share) {
  const value = Math.abs(share * 100);
  return plain(value, value < 9.95 ? 1 : 0) + "%";
}

function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

// First index whose value is at least x, in an ascending array.
function lowerBound(values, x) {
  let low = 0, high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < x) low = middle + 1; else high = middle;
  }
  return low;
}

// First index whose value is greater than x, in an ascending array.
function upperBound(values, x) {
  let low = 0, high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= x) low = middle + 1; else high = middle;
  }
  return low;
}

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

// Write text only if it changed, so that a drag does not invalidate the layout.
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function element(tag, name, parent) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (parent) parent.appendChild(node);
  return node;
}

function addSvg(tag, attributes, parent) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name in attributes) node.setAttribute(name, attributes[name]);
  if (parent) parent.appendChild(node);
  return node;
}
