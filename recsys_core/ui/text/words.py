"""The one door to texts, numbers and dates in a visitor's language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from math import isfinite
from numbers import Real

from babel.dates import format_date, format_time
from babel.numbers import format_decimal, get_decimal_symbol

from recsys_core.messages import Message
from recsys_core.ui.text.catalogues import ENGLISH, texts

MINUS = "\u2212"
_SEVERAL = 2  # stands for a fraction
_EXACT = Context(prec=400)  # digits of the largest number with every decimal that is ever shown


@cache
def _decimal_point(language: str) -> str:
    return str(get_decimal_symbol(language))


def rounded(value: float, digits: int) -> Decimal | float:
    """A number with ``digits`` decimals; exactly between two, the one further from 0, as in the browser."""
    if not isfinite(value):
        return value
    return Decimal(float(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _EXACT)


def _counted(n: float) -> int:
    """The whole number whose plural form a number takes."""
    return int(n) if n == int(n) else _SEVERAL


@dataclass(frozen=True)
class Words:
    """Texts in one language: ``words("people.user")``, ``words("person.title", user="405")``.

    Attributes:
        language: a key of ``catalogues.languages()``.
        manner: where a text has another version under its key and one of these words, the first such version
            is said: "slider.badge_inside" is "slider.badge_inside_explored" in the manner "explored".
            Data without outcomes have no accuracy to speak of: "kept"; scored candidates no split in time:
            "scored".
    """

    language: str = ENGLISH
    manner: tuple[str, ...] = ()

    def in_manner(self, manner: str) -> Words:
        """The same words in one manner more, which goes before the others; "" adds none."""
        return replace(self, manner=(manner, *self.manner)) if manner else self

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its placeholders filled; ``n`` also chooses the plural form.

        A fraction takes the form of several: "0.5 points".

        Raises:
            KeyError: no language has such a key.
        """
        n = values.get("n")
        text = self._find(key, _counted(float(n)) if isinstance(n, Real) else None)
        if text is None:
            raise KeyError(key)
        return text.format(**values) if values else text

    def known(self, key: str, otherwise: str) -> str:
        """The text of a key that need not exist, such as the name of a method that the engine registers."""
        text = self._find(key)
        return otherwise if text is None else text

    def message(self, message: Message) -> str:
        """A sentence of the engine in this language, in its own English where there is no translation."""
        template = texts(self.language).find(message.key, message.n)
        if template is None:
            return str(message)
        values = {
            name: self.message(value) if isinstance(value, Message) else value
            for name, value in message.values.items()
        }
        return template.format(n=message.n, **values)

    def error(self, error: Exception) -> str:
        """What an error says, in this language if it carries a sentence of the engine."""
        cause = error.args[0] if error.args else None
        return self.message(cause) if isinstance(cause, Message) else str(error)

    def under(self, prefix: str) -> dict[str, str]:
        """Every unfilled text whose key starts with ``prefix.``, by the rest of its key."""
        start = prefix + "."
        by_key = {**texts(ENGLISH).by_key, **texts(self.language).by_key}
        found: dict[str, str] = {}
        for key, text in by_key.items():
            if key.startswith(start):
                versions = (by_key.get(f"{key}_{manner}") for manner in self.manner)
                found[key[len(start) :]] = next((one for one in versions if one is not None), text)
        return found

    # --- numbers and dates --------------------------------------------------------------------------------

    @property
    def decimal_point(self) -> str:
        """What stands between the whole number and its decimals: "." in English."""
        return _decimal_point(self.language)

    def plain(self, value: float, digits: int) -> str:
        """A number with ``digits`` decimals and a real minus sign, without thousands separators.

        What rounds to nothing has no sign.

        >>> Words().plain(-1234.5, 2), Words().plain(1.25, 1), Words().plain(-0.04, 1)
        ('−1234.50', '1.3', '0.0')
        """
        shown = rounded(value, digits)
        return self._point(f"{shown if shown else 0.0:.{digits}f}")

    def short(self, value: float) -> str:
        """A number with the decimals that it has, four at most.

        >>> Words().short(2.0), Words().short(0.25)
        ('2', '0.25')
        """
        return self.plain(value, 4).rstrip("0").rstrip(self.decimal_point)

    def signed(self, value: float, digits: int) -> str:
        """A number with its sign; what rounds to nothing has none.

        >>> Words().signed(0.04, 1), Words().signed(0.06, 1)
        ('0.0', '+0.1')
        """
        return ("+" if rounded(value, digits) > 0 else "") + self.plain(value, digits)

    def percent(self, share: float) -> str:
        """A share in percent without its sign: one decimal below ten, none above.

        >>> Words().percent(-0.018), Words().percent(0.12)
        ('1.8%', '12%')
        """
        value = abs(share * 100)
        return self.plain(value, 1 if value < 9.95 else 0) + "%"

    def level(self, level: float) -> str:
        """The level of an interval.

        >>> Words().level(0.95), Words().level(1 - 0.05 / 3)
        ('95%', '98.3%')
        """
        return self.position(level) + "%"

    def position(self, share: float) -> str:
        """A position on the slider, of 100.

        >>> Words().position(0.125), Words().position(0.3)
        ('12.5', '30')
        """
        text = self.plain(share * 100, 1)
        return text[:-2] if text.endswith("0") else text

    def count(self, n: int) -> str:
        """A whole number with thousands separators.

        >>> Words().count(100000)
        '100,000'
        """
        return format_decimal(n, locale=self.language)

    def date(self, day: date) -> str:
        """A date.

        >>> Words().date(date(2026, 11, 27))
        'Nov 27, 2026'
        """
        return format_date(day, locale=self.language)

    def moment(self, at: float) -> str:
        """A point in time, in seconds since the epoch, on the clock of the server."""
        moment = datetime.fromtimestamp(at)
        return f"{self.date(moment)}, {format_time(moment, 'HH:mm', locale=self.language)}"

    def _point(self, text: str) -> str:
        return text.replace("-", MINUS).replace(".", self.decimal_point)

    def _find(self, key: str, n: int | None = None) -> str | None:
        keys = (*(f"{key}_{manner}" for manner in self.manner), key)
        found = (texts(language).find(name, n) for name in keys for language in (self.language, ENGLISH))
        return next((text for text in found if text is not None), None)
