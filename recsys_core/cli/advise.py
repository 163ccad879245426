"""`advise`: which method to ship at which setting, by the rule that the dashboard follows."""

from __future__ import annotations

import argparse
import json
import re

from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Limits, Recommendation


def advise(bench: Workbench, options: argparse.Namespace) -> None:
    """Print the recommended method and setting with what was tested."""
    limits, k = limits_of(options), options.k
    if options.declare:
        bench.claims.declare(limits, k, options.declare)
    else:
        bench.claims.refresh()
    found = bench.advice.recommend(limits, k=k)
    claim = {
        "declared": bench.claims.is_declared(limits, k),
        "claims_on_this_test_period": bench.claims.count,
    }
    if options.json:
        whole = found.to_dict() | claim | {"protocol": bench.protocol_card()}
        print(json.dumps(whole, indent=2, allow_nan=False))
        return
    if not claim["declared"]:
        print("Exploratory: this question was not declared before figures of the test period were shown.")
    for line in _lines(found, bench, k):
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
        help="declare this question under your name before you look; all declared ones share the error",
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


def _lines(found: Recommendation, bench: Workbench, k: int) -> list[str]:
    certificate, told = found.certificate, found.to_dict()
    stretch = told["certified_stretch"]
    users = f"{told['users']} people"
    title = bench.rerankers[found.method].title
    proven = "Certified" if bench.claims.is_declared(found.limits, k) else "Inside the limits"
    if found.found:
        lines = [
            f"Ship {title} at {told['position']:g} of 100 (lambda {told['lambda']:.4g}).",
            f"Accuracy changes by {-told['cost']:+.2%}, at worst by {-told['worst_case']:+.2%}; "
            f"{certificate.figures.n_users} people, {told['level']:.1%} intervals.",
            f"{found.limits.objective} rises by {told['gain']:.1%}.",
            f"{proven} from 0 to {stretch['position']:g}.",
        ]
    else:
        lines = [
            f"Nothing beyond relevance only is proven to keep the limits with {users}.",
            f"The validation period proposes {title}.",
        ]
    if stretch["users_for_the_next_position"]:
        lines.append(
            f"About {stretch['users_for_the_next_position']:,} people would certify the next position, if "
            f"the figures stayed the same; what ends the stretch: {', '.join(stretch['ended_by'])}."
        )
    elif stretch["ended_by"]:
        lines.append(f"What ends the stretch, for any number of people: {', '.join(stretch['ended_by'])}.")
    lines.append("Tried on the validation period, with what each gains there within the limits:")
    lines += [f"  {each['method']:<12} {each['gain']:+.1%}" for each in told["methods_tried"]]
    return lines
