"""README.md of a bundle: what is in it, and ten lines to use it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from pathlib import Path

from recsys_core.handoff.decision_file import DecisionFile
from recsys_core.handoff.record import Record, Rules

_TEMPLATE = Path(__file__).with_name("readme_template.md")


def readme(file: DecisionFile, golden: int, items: Sequence[str | int], *, has_plan: bool) -> str:
    """The text of README.md, in Markdown.

    Args:
        file: the decision.
        golden: number of golden cases.
        items: three items of the catalogue, for the example.
        has_plan: whether the bundle holds an A/B plan.
    """
    record, setting = file.record, file.record.setting
    taste = setting.method in ("xquad", "calibration")
    by_vector = setting.similarity == "cosine" and not taste
    arguments = 'categories = [list(items.loc[one, "categories"]) for one in ids]'
    passed = "categories=categories"
    if by_vector:
        arguments, passed = 'vectors = [items.loc[one, "vector"] for one in ids]', "vectors=vectors"
    if taste:
        arguments += (
            '\ntastes = pd.read_parquet("tastes.parquet").set_index("user_id")'
            "\nprofile = tastes.iloc[0].to_dict()  # of that person"
        )
        passed += ", profile=profile"
    plan = "| `ab_plan.json` | arms, people needed and the stop rule of an A/B test |\n" if has_plan else ""
    return _TEMPLATE.read_text(encoding="utf-8").format(
        name=file.name,
        quoted=shlex.quote(file.name),
        ids=json.dumps(list(items)),
        setting=sentence(record),
        state={"approved": "Approved.", "draft": "**Not approved yet.**", "retired": "**Retired.**"}[
            file.state
        ],
        simulated="Measured on simulated people. " if record.data.simulated else "",
        by=file.created_by,
        version=record.equipoise,
        golden=golden,
        tastes=", `tastes.parquet`" if taste else "",
        plan=plan,
        arguments=arguments,
        passed=passed,
        candidates=record.protocol.get("n_candidates", "as many"),
        lambda_=setting.lambda_,
        rules=_rules(setting.rules),
    )


def sentence(record: Record) -> str:
    """The setting and its price in one sentence."""
    setting, accuracy = record.setting, record.evidence.accuracy
    cost = "accuracy could not be measured"
    if accuracy.value is not None and accuracy.low is not None:
        cost = f"accuracy changes by {accuracy.value:+.1%}, at worst by {accuracy.low:+.1%}"
    return f"{setting.title} at {setting.position:g} of 100, lists of {setting.k}: {cost}."


def _rules(rules: Rules) -> str:
    if not rules:
        return ""
    return (
        "\nThe lists keep rules (see `decision.json`); `rerank.py` does not know them. The service does, "
        "also in each request.\n"
    )
