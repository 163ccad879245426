"""What the visitor chose, and how the address holds it; invalid parts fall back to defaults.

Keys of the address: data, model, reranker, user, k, variety (0 to 100, the slider), lambda (read only: older
addresses name an exact λ, see ``setting``), the limits (see ``limits_in_address``), measures, rules (see
``rules_in_address``), plain, present with step and code (see ``stage_in_address``), lang. An address without
method and position asks for the recommended setting.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from recsys_core.ui.shell import limits_in_address, rules_in_address, stage_in_address
from recsys_core.ui.shell.rules_in_address import AskedRules
from recsys_core.ui.shell.stage_in_address import Stage
from recsys_core.workbench.results import POSITIONS, Limits

LENGTHS = (5, 10, 20)
DEFAULT_VARIETY = 0.3
KEYS = frozenset(
    {"data", "model", "reranker", "user", "k", "variety", "lambda", "measures", "rules", "plain", "lang"}
    | {"present", "step", "code", *limits_in_address.KEYS}
)
"""What every page reads in the address."""
PAGE_KEYS = frozenset(
    {"models", "methods", "likes", "taste", "job", "door", "decision"}
    | {"class", "seat", "teacher", "lesson", "plan", "said", "solved"}
)
"""What single pages read there beside it."""
_YES, _NO = ("true", "1", "yes"), ("false", "0", "no", "")
FORMER_METHOD = "mmr"  # what an address with a position but without a method has always meant


@dataclass(frozen=True)
class Choice:
    """The whole state of a visit.

    Attributes:
        data: name of a data set.
        reranker: registry name, "" for the recommended setting.
        user: a user's own id, "" for the data's example person.
        k: list length.
        variety: slider position in [0, 1], the share of the reachable variety; on the slider's grid.
        lambda_: an exact λ that an address asks for, until a page has found its position.
        limits: what the setting may cost at most, and what it should raise.
        plain: ordinary controls in place of the component.
        present: large type for a room.
        lang: language of the interface.
        more: measures shown beside the usual ones, by name.
        model: id of a training whose model is used in place of the one that ships, "" for that one.
        rules: what every list must keep.
        stage: a whole screen in place of the pages.
        unread: parts of the address that could not be read, such as "variety=abc".
    """

    data: str = ""
    reranker: str = ""
    user: str = ""
    k: int = 10
    variety: float = DEFAULT_VARIETY
    lambda_: float | None = None
    limits: Limits = Limits()
    plain: bool = False
    present: bool = False
    lang: str = "en"
    model: str = ""
    more: tuple[str, ...] = ()
    rules: AskedRules = AskedRules()
    stage: Stage = Stage()
    unread: tuple[str, ...] = ()

    def at(self, variety: float) -> Choice:
        """The same choice with the slider at another position, or the nearest one of its grid."""
        return replace(self, variety=_on_grid(min(1.0, max(0.0, variety))), lambda_=None)


def number(text: str, low: float, high: float) -> float | None:
    """A finite number in [low, high], or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and low <= value <= high else None


def _on_grid(variety: float) -> float:
    """The nearest position of the slider's grid, the upper of two, as in the browser."""
    return math.floor(round(variety * (POSITIONS - 1), 6) + 0.5) / (POSITIONS - 1)


def read(params: Mapping[str, str], start: Choice, *, languages: Collection[str] = ("en",)) -> Choice:
    """The choice that an address asks for.

    Values that are not even of the right kind, and keys that no page has, are left out and named in
    ``unread``; names are only known to exist once the data are open, see :func:`resolve`.

    Args:
        params: the query parameters.
        start: what holds where the address says nothing.
        languages: languages that exist.
    """
    texts = ("data", "model", "reranker", "user")
    found: dict[str, Any] = {name: params[name] for name in texts if params.get(name)}
    unread = [f"{key}={params[key]}" for key in params if key not in KEYS | PAGE_KEYS]

    def asked(key: str, low: float, high: float) -> float | None:
        if key not in params:
            return None
        value = number(params[key], low, high)
        if value is None:
            unread.append(f"{key}={params[key]}")
        return value

    variety, lambda_ = asked("variety", 0, 100), asked("lambda", 0, 1)
    if variety is not None:
        found |= {"variety": _on_grid(variety / 100), "lambda_": lambda_}
        found.setdefault("reranker", start.reranker or FORMER_METHOD)
    k = asked("k", min(LENGTHS), max(LENGTHS))
    if k in LENGTHS:
        found["k"] = int(k)
    elif k is not None:
        unread.append(f"k={params['k']}")
    found["limits"], damaged = limits_in_address.read(params, start.limits)
    unread += damaged
    if "measures" in params:
        found["more"] = tuple(name for name in params["measures"].split(",") if name)
    if "rules" in params:
        found["rules"] = rules_in_address.read(params["rules"])
    found["stage"], damaged = stage_in_address.read(params, start.stage)
    unread += damaged
    for name in ("plain", "present"):
        if name in params:
            found[name] = params[name].lower() in _YES
    if params.get("plain", "").lower() not in (*_YES, *_NO):
        unread.append(f"plain={params['plain']}")
    if params.get("lang") in languages:
        found["lang"] = params["lang"]
    elif params.get("lang"):
        unread.append(f"lang={params['lang']}")
    return replace(start, **found, unread=tuple(unread))


def write(choice: Choice, *, example: str = "") -> dict[str, str]:
    """The address of a choice, without values that equal the default; a setting always has its position.

    Args:
        choice: what to write.
        example: the data's example person, not worth a parameter.
    """
    standard = Choice()
    params = {"data": choice.data}
    if choice.reranker:
        params["variety"] = f"{choice.variety * 100:g}"
    if choice.user and choice.user != example:
        params["user"] = choice.user
    for name in ("reranker", "k", "lang", "model"):
        if getattr(choice, name) != getattr(standard, name):
            params[name] = str(getattr(choice, name))
    params |= limits_in_address.write(choice.limits)
    if choice.more:
        params["measures"] = ",".join(choice.more)
    if choice.rules:
        params["rules"] = rules_in_address.write(choice.rules)
    for name in ("plain", "present"):
        if getattr(choice, name):
            params[name] = "true"
    return params | stage_in_address.write(choice.stage)


def resolve(
    choice: Choice,
    *,
    users: Collection[str],
    rerankers: Collection[str],
    example: str,
    items: Collection[str] = (),
    objectives: Collection[str] = ("ild",),
    groupings: Collection[str] = (),
    measures: Collection[str] = (),
) -> tuple[Choice, list[tuple[str, dict[str, str]]]]:
    """Replace what these data do not have; returns the choice and a notice for each replacement.

    Args:
        choice: what is asked for.
        users: ids of the people.
        rerankers: names of the methods; any other asks for the recommended setting.
        example: the person who stands in for somebody unknown.
        items: ids of the catalogue, for the rules.
        objectives: what limits can raise.
        groupings: by what limits can divide people.
        measures: names of the metrics that can be shown.

    Returns:
        The choice and, for each replacement, a key of the strings with its values.
    """
    notices = [("choice.unread", {"value": part}) for part in choice.unread]
    choice = replace(choice, unread=())
    if choice.reranker and choice.reranker not in rerankers:
        notices.append(("choice.unknown_reranker", {"value": choice.reranker}))
        choice = replace(choice, reranker="", lambda_=None)
    if unknown := [name for name in choice.more if name not in measures]:
        notices.append(("choice.unread", {"value": f"measures={','.join(unknown)}"}))
        choice = replace(choice, more=tuple(name for name in choice.more if name in measures))
    if not choice.user:
        choice = replace(choice, user=example)
    elif choice.user not in users:
        notices.append(("choice.unknown_user", {"value": choice.user, "used": example}))
        choice = replace(choice, user=example)
    limits = choice.limits
    if limits.objective not in objectives:
        notices.append(("choice.unread", {"value": f"raise={limits.objective}"}))
        limits = replace(limits, objective=Limits().objective)
    if limits.group_by is not None and limits.group_by not in groupings:
        notices.append(("choice.unread", {"value": f"group={limits.group_by}"}))
        limits = replace(limits, group_by=None, group_loss=None)
    choice = replace(choice, limits=limits)
    if choice.rules or choice.rules.damaged:
        rules, dropped = rules_in_address.resolve(choice.rules, items, choice.k)
        choice = replace(choice, rules=rules)
        if dropped:
            notices.append(("choice.unknown_rules", {"value": ", ".join(dropped)}))
    return choice, notices
