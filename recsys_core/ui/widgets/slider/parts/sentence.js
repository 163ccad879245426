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
  const badge = state === "unproven" && firstOutside(data.verdict, index) ? "outside" : state;
  const method = rerankers.options.find(([name]) => name === rerankers.chosen)[1];
  return {
    state,
    badge: state ? strings["badge_" + badge] : "",
    headline: fill(strings[title], { method, position: positionText(at.t) }),
    cost: curve.still ? "" : joined(costText(data, index), raisedText(data, index)),
    basis: curve.still || !data.verdict ? data.unjudged : basisText(data, index, state),
  };
}

// Marks as wide as a letter bring the space after them.
function joined(...texts) {
  return texts.filter(Boolean).reduce((before, text) => before + (/[。！？；]$/.test(before) ? "" : " ") + text, "").trimStart();
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

function raisedText({ strings, curve, space }, index) {
  if (curve.lambda[index] === 0) return "";
  const raised = curve.measures[curve.raised];
  const name = raised.key.split("@")[0];
  const more = raised.change[index];
  const moved = Math.abs(more) < 0.0005 ? "same" : more > 0 ? "more" : "less";
  const low = moved === "more" && raised.low ? raised.low[index] : null;
  const values = {
    more: plain(Math.abs(more) * 100, 1),
    least: low === null ? "" : low > 0
      ? fill(strings.at_least, { least: beyondText(low * 100, 0) + (raised.points ? " " + strings.points : "%") })
      : strings.no_rise,
  };
  if (name === "coverage") return fill(strings["shown_" + moved], values);
  const own = name === "ild" ? space : name.replace("ild_", "");
  const others = [[space, curve.measures[curve.variety].change], ...curve.spaces]
    .filter(([other]) => other !== own)
    .map(([other, change]) => fill(strings["other_" + other], { change: signed(change[index] * 100, 1) + "%" }))
    .join(strings.comma);
  return fill(strings["variety_" + moved], {
    ...values, by: strings["by_" + own], others: others ? fill(strings.others, { others }) : "",
  });
}

function basisText({ strings, curve, verdict }, index, state) {
  const stretch = positionText(verdict.stretch / (curve.lambda.length - 1));
  const values = { users: count(curve.users), stretch, methods: String(verdict.methods) };
  if (state === "unproven") {
    const needed = verdict.needed[index], outside = firstOutside(verdict, index);
    if (outside) return limitText(strings["outside_" + outside.name], outside, index, "best");
    const need = needed < 0 ? strings.need_never
      : fill(strings.need, { needed: count(needed), users: values.users });
    return joined(reasonText(strings, verdict, index, stretch), need);
  }
  const found = curve.lambda[index] === 0 ? verdict.nothing || fill(strings.basis_start, values)
    : joined(fill(strings["basis_" + state], values), verdict.ends);
  return joined(found, verdict.explored, verdict.left_out);
}

function reasonText(strings, verdict, index, stretch) {
  const failing = verdict.guardrails.find((guardrail) => !guardrail.inside[index]);
  if (!failing) return fill(strings.reason_earlier, { stretch });
  return limitText(strings["reason_" + failing.name], failing, index, "bound");
}

// The first limit that even the good end of its interval lies beyond.
function firstOutside(verdict, index) {
  return verdict.guardrails.find((guardrail) => guardrail.outside[index]);
}

// A sentence about one limit with the bad or the good end of its interval.
function limitText(template, guardrail, index, end) {
  const unit = guardrail.name === "coverage" ? "" : "%";
  const limit = guardrail.limit * 100;
  return fill(template, {
    bound: beyondText(guardrail[end][index] * 100, limit) + unit,
    limit: short(limit) + unit,
    group: guardrail.groups.length ? guardrail.groups[guardrail.which[index]] : "",
  });
}

// With as many digits as show on which side of the limit it lies: 2.04 where the limit is 2.
function beyondText(value, most) {
  const limit = Number(most.toFixed(4));
  let digits = 1;
  while (digits < 4 && (Number(value.toFixed(digits)) > limit) !== (value > limit)) digits += 1;
  return plain(value, digits);
}
