// The slider's position: t is the share of the reachable variety, lambda the reranker's setting.

function onGrid(curve, t) {
  const last = curve.lambda.length - 1;
  const index = Math.round(clamp(t, 0, 1) * last);
  return { t: index / last, lambda: curve.lambda[index] };
}

// The grid row with the measures at a position; exact jumps lie between two rows.
function gridIndex(curve, at) {
  const last = curve.lambda.length - 1;
  const near = Math.round(at.t * last);
  if (curve.lambda[near] === at.lambda) return near;
  return clamp(upperBound(curve.lambda, at.lambda) - 1, 0, last);
}

// A position of 100 as text: 12.5, 30.
const positionText = (t) => plain(t * 100, 1).replace(/\D0$/, "");

const listIndex = (person, lambda) => Math.max(0, upperBound(person.breakpoints, lambda) - 1);

function change(person, at, step) {
  const wanted = listIndex(person, at.lambda) + step;
  if (wanted < 0 || wanted >= person.breakpoints.length) return null;
  return { t: person.t[wanted], lambda: person.breakpoints[wanted], exact: true };
}
