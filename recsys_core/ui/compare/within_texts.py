"""What the ranking says of each pair within the limits, and in one sentence of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from recsys_core.ui.compare.gain_rows import Cell, Line
from recsys_core.ui.text.joining import joined
from recsys_core.ui.text.sentences import spent_text
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.gains import gain_of, gain_text
from recsys_core.ui.widgets.slider.measure import as_sent
from recsys_core.workbench.results import Certificate, Comparison, Contender, Pair

COLUMNS = (
    "compare.method",
    "compare.gained",
    "compare.accuracy_change",
    "compare.position",
    "compare.basis",
)


def headline(
    found: Comparison, what: str, model: str, title: Callable[[Pair], str], words: Words
) -> tuple[str, str]:
    """Which pair gains most and what that rests on; "" while nothing is measured.

    Args:
        found: what is known so far.
        what: is to rise, in words.
        model: that the recommendation is for.
        title: of a pair.
        words: the language.
    """
    leader, recommended = found.leader, found.recommended.value
    if leader is None:
        return (words("compare.leads_none", what=what), "") if found.ranked else ("", "")
    test = leader.test if leader.test is not None and leader.test.lambda_ > 0 else None
    shown = leader.validation if test is None else test
    key = "compare.leads_coverage" if shown.raised == "coverage" else "compare.leads"
    said = words(key, name=title(leader.pair), what=what, gain=gain_text(shown, words))
    if test is not None and recommended is not None:
        users = recommended.certificate.figures.n_users
        certified = words("compare.certified_on", n=users, users=words.count(users))
        basis = certified if found.is_declared else words("slider.explored_limits")
        spent = spent_text(test.accuracy.value, test.accuracy.low, recommended.limits.accuracy_loss, words)
        return said, joined(spent, basis)
    basis = words("compare.from_validation")
    if recommended is None:
        return said, basis
    if not recommended.found:
        return said, joined(basis, words("compare.none_certified"))
    instead = title((model, recommended.method))
    gain = gain_text(recommended.certificate, words)
    return said, joined(basis, words("compare.recommended_is", name=instead, gain=gain))


def line_on_validation(each: Contender, name: str, note: str, spaces: Sequence[str], words: Words) -> Line:
    """A pair on the validation period, without a dot where no position is inside the limits.

    Args:
        each: the pair.
        name: of the pair.
        note: below the name.
        spaces: item spaces, that of variety first.
        words: the language.
    """
    basis = ""
    if each.test is None:
        basis = words("compare.exploratory" if each.can_be_shipped else "compare.yardstick")
    cells = _cells(each.validation, spaces, words, words("compare.on_validation"), basis)
    return Line(name, note, cells, gain_of(each.validation) if each.validation.is_inside else None)


def line_on_test(test: Certificate, spaces: Sequence[str], words: Words, *, declared: bool) -> Line:
    """The recommended pair on the test period; certified where its claim was declared."""
    kind = "not_certified" if test.lambda_ == 0 else "certified" if declared else "hinted"
    level = words("compare.level", level=words.level(test.figures.level))
    cells = _cells(test, spaces, words, words("compare.on_test"), level)
    name, note = words(f"compare.test_{kind}"), words(f"compare.test_{kind}_note")
    return Line(name, note, cells, gain_of(test), tested=True)


def _cells(
    certificate: Certificate, spaces: Sequence[str], words: Words, period: str, basis: str
) -> tuple[Cell, ...]:
    _, gained, accuracy, position, based = map(words, COLUMNS)
    lost = certificate.accuracy
    worst = words("compare.at_worst", worst=percent(lost.low, words))
    inside = certificate.is_inside
    below = others_text(certificate, spaces, words) if inside else words("compare.outside")
    return (
        Cell(gained, gain_text(certificate, words), (below,)),
        Cell(accuracy, percent(lost.value, words), (worst,)),
        Cell(position, words.position(certificate.position)),
        Cell(based, period, (basis,)),
    )


def others_text(certificate: Certificate, spaces: Sequence[str], words: Words) -> str:
    """What the gain in variety is in the other item spaces; "" where something else is raised."""
    if certificate.raised == "coverage":
        return ""
    names = {space: f"ild_{space}" for space in spaces} | {spaces[0]: "ild"}
    return words("slider.comma").join(
        words(f"slider.other_{space}", change=percent(certificate.gains[name].value, words))
        for space, name in names.items()
        if name != certificate.raised
    )


def percent(share: float, words: Words) -> str:
    """A change in percent with its sign."""
    return words.signed(float(as_sent(share)) * 100, 1) + "%"
