// Number formatting, templates, and building elements.

const MINUS = "\u2212";

let decimalPoint = ".", locale = "en";

// The visitor's language and its decimal point.
function setLanguage(language, symbol) {
  locale = language.replace("_", "-");
  decimalPoint = symbol;
}

// What rounds to nothing has no sign.
function plain(value, digits) {
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", MINUS).replace(".", decimalPoint);
}

// A whole number with thousands separators.
const count = (value) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(value);

// A number with the decimals that it has, four at most: 2, 0.25.
const short = (value) => plain(value, 4).replace(/\D?0+$/, "");

function signed(value, digits) {
  return (Number(value.toFixed(digits)) > 0 ? "+" : "") + plain(value, digits);
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
