// What is said about the setting; sentences.py says the same. Python chose the words, this fills in the numbers.

// "recommended", "inside", "unproven", or "" where nothing can be judged.
function stateAt({ curve, verdict }, index, at) {
  if (!verdict || curve.still) return "";
  if (verdict.best && at.lambda === verdict.best.lambda) return "recommended";
  return index <= verdict.stretch ? "inside" : "unproven";
}

function sentences(data, index, at) {
  const { strings, curve, rerankers } = data;
  const state = stateAt(data, index, at);
  const start = curve.lambda[index] === 0;
  const title = curve.still ? "title_still"
    : start ? (state === "recommended" ? "title_keep" : "title_start") : state === "recommended" ? "title_ship" : "title";
  const method = rerankers.options.find(([name]) => name === rerankers.chosen)[1];
  return {
    state,
    badge: state ? strings["badge_" + state] : "",
    headline: fill(strings[title], { method, position: positionText(at.t) }),
    cost: curve.still ? "" : `${costText(data, index)} ${varietyText(data, index)}`.trim(),
    basis: curve.still || !data.verdict ? data.unjudged : basisText(data, index, state),
  };
}

function costText({ strings, curve, limit }, index) {
  const accuracy = curve.measures[curve.accuracy];
  if (!accuracy.value[0] || curve.lambda[index] === 0) return "";
  const change = accuracy.change[index];
  const low = accuracy.low ? accuracy.low[index] : change;
  const kind = change < 0 ? "cost" : change > 0 ? (low < 0 ? "cost_free" : "cost_gain")
    : low < 0 ? "cost_same" : "cost_none";
  return fill(strings[kind], {
    cost: beyondText(-change * 100, limit) + "%", gain: plain(change * 100, 1) + "%",
    worst: beyondText(-low * 100, limit) + "%", least: plain(low * 100, 1) + "%",
  });
}

function varietyText({ strings, curve, space }, index) {
  if (curve.lambda[index] === 0) return "";
  const more = curve.measures[curve.variety].change[index];
  const others = curve.spaces
    .map(([name, change]) => fill(strings["other_" + name], { change: signed(change[index] * 100, 1) + "%" }))
    .join(strings.comma);
  const moved = Math.abs(more) < 0.0005 ? "same" : more > 0 ? "more" : "less";
  return fill(strings["variety_" + moved], {
    more: percent(more), by: strings["by_" + space], others: others ? fill(strings.others, { others }) : "",
  });
}

function basisText({ strings, curve, verdict }, index, state) {
  const stretch = positionText(verdict.stretch / (curve.lambda.length - 1));
  const values = { users: String(curve.users), stretch, methods: String(verdict.methods) };
  if (state === "unproven") {
    const needed = verdict.needed[index];
    return reasonText(strings, verdict, index, stretch) + " " + (needed < 0 ? strings.need_never
      : fill(strings.need, { needed: plain(needed, 0), users: values.users }));
  }
  const found = curve.lambda[index] === 0 ? verdict.nothing || fill(strings.basis_start, values)
    : `${fill(strings["basis_" + state], values)} ${verdict.ends}`.trim();
  return [found, verdict.explored, verdict.left_out].filter(Boolean).join(" ");
}

function reasonText(strings, verdict, index, stretch) {
  const failing = verdict.guardrails.find((guardrail) => !guardrail.inside[index]);
  if (!failing) return fill(strings.reason_earlier, { stretch });
  const unit = failing.name === "coverage" ? "" : "%";
  const limit = failing.limit * 100;
  return fill(strings["reason_" + failing.name], {
    bound: beyondText(failing.bound[index] * 100, limit) + unit,
    limit: short(limit) + unit,
    group: failing.groups.length ? failing.groups[failing.which[index]] : "",
  });
}

// With as many digits as show on which side of the limit it lies: 2.04 where the limit is 2.
function beyondText(value, most) {
  const limit = Number(most.toFixed(4));
  let digits = 1;
  while (digits < 4 && (Number(value.toFixed(digits)) > limit) !== (value > limit)) digits += 1;
  return plain(value, digits);
}
