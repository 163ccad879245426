"""A decision in words: its setting, its price, its limits, its grounds."""

from __future__ import annotations

from datetime import datetime

from recsys_core.handoff.deciding import limits_of
from recsys_core.handoff.record import Figure, Guardrail, Record
from recsys_core.handoff.saved import Saved
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.limit_texts import limit_rows
from recsys_core.ui.widgets.slider.measure import as_sent


def setting_text(record: Record, words: Words) -> str:
    """The method, the position, λ and the length of the lists."""
    setting = record.setting
    return words(
        "ship.setting",
        method=words.known(f"reranker.{setting.method}", setting.title),
        position=words.position(setting.position / 100),
        lambda_=words.plain(setting.lambda_, 4),
        k=setting.k,
    )


def cost_text(accuracy: Figure, words: Words) -> str:
    """The change of accuracy with its bad end."""
    if accuracy.value is None or accuracy.low is None:
        return words("ship.no_figure")
    return words(
        "ship.cost_text",
        change=words.signed(float(as_sent(accuracy.value)) * 100, 1) + "%",
        worst=words.signed(float(as_sent(accuracy.low)) * 100, 1) + "%",
    )


def table(found: Saved, words: Words) -> dict[str, str]:
    """What stands under a decision's name, as terms and texts."""
    record = found.record
    asked = limit_rows(limits_of(record), record.setting.space, words)[:-1]  # the last is the objective
    limits = "; ".join(f"{term}: {text}" for term, text in asked)
    rows = {
        words("ship.cost"): cost_text(record.evidence.accuracy, words),
        words("ship.limits"): limits,
    }
    if record.setting.rules:
        rows[words("ship.rules")] = rules_text(record, words)
    model = words.known(f"model.{record.model.name}", record.model.name)
    rows[words("ship.data")] = f"{record.data.title} · {record.data.content[:8]} · {model}"
    rows[words("ship.made")] = words(
        "ship.by", by=found.decision.created_by, at=moment(found.decision.created_at, words)
    )
    approval = found.approval
    if approval is not None:
        second = approval.payload.get("second")
        names = words("ship.and", first=approval.by, second=second) if second else approval.by
        rows[words("ship.approved")] = words("ship.by", by=names, at=moment(approval.at, words))
    return rows


def rules_text(record: Record, words: Words) -> str:
    """What every list keeps."""
    rules = record.setting.rules
    parts = [words("rules.word_pin", title=pin.item, place=pin.place) for pin in rules.pins]
    parts += [words("rules.word_block", title=item) for item in rules.blocks]
    if rules.at_most is not None:
        parts.append(words("rules.word_at_most", n=rules.at_most))
    if rules.at_least is not None:
        parts.append(words("rules.word_at_least", n=rules.at_least))
    return words("slider.comma").join(parts)


def against_text(record: Record, words: Words) -> str:
    """In what ways the decision goes against the recommendation, "" if in none."""
    if not record.against_recommendation:
        return ""
    reasons = words("slider.comma").join(words(f"ship.against_{one}") for one in record.why_against)
    return words("ship.against", reasons=reasons)


def guardrail_text(one: Guardrail, words: Words) -> str:
    """What a limit speaks of."""
    return one.group or words(f"ship.limit_{one.name}")


def moment(at: datetime, words: Words) -> str:
    """A stored moment on the clock of the server."""
    return words.moment(at.timestamp())
