"""`advise`: which method to ship at which setting, by the rule that the dashboard follows."""

from __future__ import annotations

import argparse
import json
import re
import sys

from recsys_core.errors import StoreError
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import LeftOut, Limits, Recommendation

EXPLORATORY = (
    "Exploratory, a hint and no certificate: this question was not declared before its figures were shown."
)
_ENDS = {
    "accuracy": "accuracy",
    "coverage": "the catalogue shown",
    "worse_off": "the share of people noticeably worse off",
}
_SPACES = {"categories": "category", "co_rating": "audience"}


def advise(bench: Workbench, options: argparse.Namespace) -> None:
    """Print the recommended method and setting with what was tested.

    Raises:
        SettingError: the data cannot answer the question.
        StoreError: what is declared cannot be read, or the question cannot be declared.
    """
    limits, k, claims = limits_of(options), options.k, bench.claims
    claims.refresh()
    if options.declare is not None and not claims.is_declared(limits, k):
        _log(
            f"Declaring question {claims.count + 1} on these data: every interval becomes a "
            f"{claims.level_with_another:.1%} interval, for everybody."
        )
        claims.declare(limits, k, options.declare)
    found = bench.advice.recommend(limits, k=k)
    try:
        claims.note_shown(limits, k)
    except StoreError as error:  # then nothing can be declared in this database either
        _log(f"That this question was shown could not be noted: {error}")
    claim = {
        "declared": claims.is_declared(limits, k),
        "claims_on_this_test_period": claims.count,
        "claims_about_other_models": claims.count_elsewhere,
    }
    if options.json:
        whole = found.to_dict() | claim | {"protocol": bench.protocol_card()}
        print(json.dumps(whole, indent=2, allow_nan=False))
        return
    for line in sentences(found, bench, k):
        print(line)


def limits_of(options: argparse.Namespace) -> Limits:
    """The limits that the options name; what they leave out keeps its usual limit.

    Raises:
        SettingError: as ``Limits``.
    """
    by, group_loss = options.group or (None, None)
    return Limits(
        accuracy_loss=options.budget,
        coverage_fall=options.coverage_fall,
        worse_off=options.worse_off,
        group_by=by,
        group_loss=group_loss,
        objective=options.raises,
    )


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    usual = Limits()
    parser.add_argument(
        "--budget", type=share, default=usual.accuracy_loss, help="accuracy that may be lost (default: 2%%)"
    )
    parser.add_argument(
        "--coverage-fall",
        type=share_or_none,
        default=usual.coverage_fall,
        help="how much less of the catalogue may be shown, in points, or none (default: 2%%)",
    )
    parser.add_argument("--worse-off", type=share, help="share of people who may be noticeably worse off")
    parser.add_argument(
        "--group",
        type=group,
        metavar="BY=LOSS",
        help="accuracy that no group may lose more of, for example activity=4%%",
    )
    parser.add_argument(
        "--raise",
        dest="raises",
        default=usual.objective,
        metavar="METRIC",
        help="what to raise: ild (default), ild_text, ild_co_rating or coverage",
    )
    parser.add_argument(
        "--declare",
        metavar="NAME",
        help="declare this question under your name before you look: only then can it be certified; every "
        "interval of these data widens, for everybody",
    )


def share(text: str) -> float:
    """A share as "2%" or "0.02"."""
    found = re.fullmatch(r"\s*(\d+\.?\d*|\.\d+)\s*(%?)\s*", text)
    if not found:
        raise argparse.ArgumentTypeError(f"expected a share such as 2% or 0.02, got {text!r}")
    value = float(found[1])
    if not found[2] and value >= 1:
        raise argparse.ArgumentTypeError(f"expected a share such as 2% or 0.02, got {text!r}: add % to it")
    return value / 100 if found[2] else value


def share_or_none(text: str) -> float | None:
    """A share, or None for "none"."""
    return None if text.strip().lower() == "none" else share(text)


def group(text: str) -> tuple[str, float]:
    """By what people are divided and what a group may lose, from "activity=4%"."""
    by, equals, loss = text.rpartition("=")
    if not equals or not by:
        raise argparse.ArgumentTypeError(f"expected for example activity=4%, got {text!r}")
    return by, share(loss)


def sentences(found: Recommendation, bench: Workbench, k: int) -> list[str]:
    """The answer in sentences; certain ones only where the question was declared."""
    certificate, told = found.certificate, found.to_dict()
    stretch, users = told["certified_stretch"], f"{told['users']} people"
    title, is_declared = bench.rerankers[found.method].title, bench.claims.is_declared(found.limits, k)
    lines = [] if is_declared else [EXPLORATORY]
    if found.found:
        at = f"{title} at {told['position']:g} of 100"
        lines += [
            f"Ship {at} (lambda {told['lambda']:.4g})."
            if is_declared
            else f"Test {at} with an A/B test before you ship it (lambda {told['lambda']:.4g}).",
            f"Accuracy changes by {_signed(-told['cost'])}, at worst by {_signed(-told['worst_case'])}; "
            f"{certificate.figures.n_users} people, {told['level']:.1%} intervals.",
            f"{_raised(found.limits.objective, bench)} rises by {_rise(told['rise'], found.limits)}.",
            f"Certified from 0 to {stretch['position']:g}."
            if is_declared
            else f"On these people, everything from 0 to {stretch['position']:g} is inside the limits.",
        ]
    else:
        inside = stretch["position"] >= 1  # whole positions are, and none of them is proven to raise anything
        lines += [
            f"On {users}, no setting is proven to raise {_raised(found.limits.objective, bench).lower()}, "
            f"though everything from 0 to {stretch['position']:g} is inside the limits."
            if inside
            else f"Nothing beyond relevance only is proven to keep the limits with {users}.",
            f"The validation period proposes {title}.",
        ]
    ended_by = ", ".join(one.group or _ENDS[one.name] for one in certificate.blockers)
    needed = stretch["users_for_the_next_position"]
    if needed:
        lines.append(
            f"About {needed:,} people would carry it to the next position, if the figures stayed the same; "
            f"what ends the stretch: {ended_by}."
        )
    elif ended_by:
        lines.append(f"What ends the stretch, for any number of people: {ended_by}.")
    if left_out := certificate.figures.left_out:
        named = (f"{one.name or 'people in no group'} ({_why(one)})" for one in left_out)
        lines.append(f"Not protected by the limit on groups: {', '.join(named)}.")
    lines.append("Tried on the validation period, with what each gains there within the limits:")
    lines += [f"  {each['method']:<12} {_rise(each['rise'], found.limits)}" for each in told["methods_tried"]]
    return lines


def _rise(rise: dict[str, float | None], limits: Limits) -> str:
    """What is gained, at least as far as the bad end of its interval, in the unit of the pages."""
    unit = " points" if limits.objective == "coverage" else "%"
    value, low = (100 * (rise[end] or 0.0) for end in ("value", "low"))
    return f"{value:.1f}{unit}, at least {low:.1f}{unit}" if low > 0 else f"{value:.1f}{unit}"


def _raised(objective: str, bench: Workbench) -> str:
    """What is to rise, at the start of a sentence."""
    if objective == "coverage":
        return "The catalogue shown"
    space = bench.space_names[0] if objective == "ild" else objective.removeprefix("ild_")
    return f"Variety by {_SPACES.get(space, space)}"


def _why(one: LeftOut) -> str:
    if not one.name:
        return f"{one.n_users} measured"
    lacks = "too few" if one.has_accuracy or not one.n_users else "no accuracy to lose"
    return f"{one.n_users} measured, {lacks}"


def _signed(change: float) -> str:
    """A change in percent with its sign; what rounds to nothing has none."""
    return f"{change:+.2%}" if round(change, 4) else "0.00%"


def _log(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
