// The slider's position: t is the share of the reachable variety, lambda the reranker's setting.

function onGrid(curve, t) {
  const last = curve.lambda.length - 1;
  const index = Math.round(clamp(t, 0, 1) * last);
  return { t: index / last, lambda: curve.lambda[index] };
}

// The grid row with the measures at a position.
const gridIndex = (curve, at) => Math.round(at.t * (curve.lambda.length - 1));

// A position of 100 as text: 12.5, 30.
const positionText = (t) => plain(t * 100, 1).replace(/\D0$/, "");

const listIndex = (person, lambda) => Math.max(0, upperBound(person.breakpoints, lambda) - 1);

// The next or previous position at which the person sees another list, at the first that shows it; null where
// there is none. Changes between two positions of the grid come at once: only the grid is tested.
function change({ curve, person }, at, step) {
  const listed = listIndex(person, at.lambda);
  const first = (list) => lowerBound(curve.lambda, person.breakpoints[list]);
  let row;
  if (step > 0) row = listed + 1 < person.breakpoints.length ? first(listed + 1) : Infinity;
  else row = first(listed) > 0 ? first(listIndex(person, curve.lambda[first(listed) - 1])) : Infinity;
  return row < curve.lambda.length ? onGrid(curve, row / (curve.lambda.length - 1)) : null;
}
