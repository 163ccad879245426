// The sentences about the setting: what it costs, what it gains, and whether it is within the budget.

// Python chose the sentence for each grid row; this fills in the numbers. If the interval includes no change but
// also reaches past the visitor's budget, the result is "unknown".
function sentence({ strings, curve }, index, budget) {
  const [accuracy, variety] = [curve.measures[curve.accuracy], curve.measures[curve.variety]];
  const change = accuracy.change[index];
  const more = variety.change[index];
  const values = {
    kept: plain((1 + change) * 100, 1) + "%", cost: plain(-change * 100, 1) + "%", gain: percent(change),
    change: signed(change * 100, 1) + "%", users: String(curve.users),
    low: "", high: "", budget: `${budget}%`,
    variety: fill(strings[Math.abs(more) < 0.0005 ? "variety_same" : more > 0 ? "variety_more" : "variety_less"],
      { more: percent(more) }),
  };
  let name = curve.cases[curve.case[index]];
  if (name === "unclear" && accuracy.low && accuracy.low[index] < -budget / 100) name = "unknown";
  if (accuracy.low) {
    const [low, high] = [accuracy.low[index] * 100, accuracy.high[index] * 100];
    const cost = name === "cost";
    values.low = cost ? plain(-high, 1) : signed(low, 1);
    values.high = cost ? plain(-low, 1) : signed(high, 1);
  }
  const range = { low: values.low + "%", high: values.high + "%" };
  const catalogue = curve.measures.find((measure) => measure.key.startsWith("coverage@") && measure.high);
  const less = index > 0 && catalogue && catalogue.high[index] < 0 ? strings.less_catalogue : "";
  return {
    headline: fill(strings["say_" + name], { ...values, ...range }),
    sub: fill(strings["sub_" + name], values) + less,
  };
}

// Whether the setting is inside the visitor's budget, as sentences.py decides it; "" until the advice is known.
function budgetVerdict({ strings, curve }, index, t, budget, advised) {
  const accuracy = curve.measures[curve.accuracy];
  if (!advised || curve.cases[curve.case[index]] === "still" || !accuracy.value[0]) return "";
  const change = accuracy.change[index];
  const lowest = accuracy.low ? accuracy.low[index] : change;
  const limit = -budget / 100;
  const proven = t <= advised.t + 0.0005;
  const kind = change < limit ? "outside" : lowest < limit ? "unsafe" : proven ? "inside" : "unproven";
  return fill(strings["verdict_" + kind], {
    budget: `${budget}%`, cost: plain(-change * 100, 1) + "%", worst: plain(-lowest * 100, 1) + "%",
    advised: reach(advised.t),
  });
}
