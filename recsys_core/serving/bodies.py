"""What the service takes and gives, checked field by field."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

MOST_CANDIDATES, MOST_K, MOST_REQUESTS, MOST_DIMENSIONS = 2000, 200, 64, 4096

Id = Annotated[str, StringConstraints(min_length=1, max_length=200)] | int
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Body(BaseModel):
    """Unknown fields are refused: a misspelt one must not be ignored."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class PinBody(Body):
    """An item that is shown at one place, 1 is the top."""

    item: Id
    place: int = Field(ge=1, le=MOST_K)


class RulesBody(Body):
    """What this list must keep, in place of the decision's own rules."""

    pins: list[PinBody] = Field(default=[], max_length=MOST_K)
    blocks: list[Id] = Field(default=[], max_length=1000)
    at_most: int | None = Field(default=None, ge=0, le=MOST_K, description="Items of one category.")
    at_least: int | None = Field(default=None, ge=0, le=MOST_K, description="Long-tail items.")


class RerankBody(Body):
    """One person's candidates with their scores; items outside the catalogue with what describes them."""

    ids: list[Id] = Field(min_length=1, max_length=MOST_CANDIDATES, description="Each once.")
    scores: list[float] = Field(
        min_length=1, max_length=MOST_CANDIDATES, description="On any scale, more is better."
    )
    k: int | None = Field(default=None, ge=1, le=MOST_K, description="The decision's own length by default.")
    user: Id | None = Field(default=None, description="A user of the data, whose taste counts.")
    vectors: list[Annotated[list[float], Field(max_length=MOST_DIMENSIONS)]] | None = Field(
        default=None, max_length=MOST_CANDIDATES, description="One a candidate; zeros: nothing is known."
    )
    categories: list[Annotated[list[Name], Field(max_length=100)]] | None = Field(
        default=None, max_length=MOST_CANDIDATES, description="Names, a list for each candidate."
    )
    profile: dict[Name, Annotated[float, Field(ge=0)]] | None = Field(
        default=None, description="How much of each category the person likes."
    )
    rules: RulesBody | None = None

    @model_validator(mode="after")
    def fits(self) -> Self:
        """One score, vector and set of categories for each id, and each id once."""
        n = len(self.ids)
        for name in ("scores", "vectors", "categories"):
            values = getattr(self, name)
            if values is not None and len(values) != n:
                raise ValueError(f"{name} must have one entry for each of the {n} ids, got {len(values)}")
        if self.vectors is not None and len({len(row) for row in self.vectors}) != 1:
            raise ValueError("vectors must all have the same length")
        if len({str(one) for one in self.ids}) != n:
            raise ValueError("ids must differ: send each candidate once")
        return self


class BatchBody(Body):
    """Several people at once; answers come in the same order."""

    requests: list[RerankBody] = Field(min_length=1, max_length=MOST_REQUESTS)


class NewcomerBody(Body):
    """Somebody who is not in the data: items that they like, a sentence, or both."""

    likes: list[Id] = Field(default=[], max_length=200)
    sentence: str = Field(default="", max_length=1000)
    k: int | None = Field(default=None, ge=1, le=MOST_K)

    @model_validator(mode="after")
    def says_something(self) -> Self:
        """At least one of the two."""
        if not self.likes and not self.sentence.strip():
            raise ValueError("likes or sentence must say what the person likes")
        return self


class ListBody(BaseModel):
    """A list, best first."""

    decision: str
    version: int
    items: list[Id]
    relevance: list[float] = Field(description="Of each item, in [0, 1] over the candidates.")


class ListsBody(BaseModel):
    """The lists of a batch, in the order of its requests."""

    lists: list[ListBody]


class HealthBody(BaseModel):
    """Whether the service is up, and what it serves."""

    status: str
    decision: str | None = None
    version: int | None = None


class Problem(BaseModel):
    """One thing that is wrong with a request."""

    loc: list[str | int] = Field(description="Where it is: body, field, position.")
    msg: str
    remedy: str
    type: str


class Problems(BaseModel):
    """Why a request was refused."""

    detail: list[Problem]


REFUSALS: dict[int | str, dict[str, Any]] = {
    401: {"model": Problems, "description": "No API key, or a wrong one"},
    413: {"model": Problems, "description": "The body is too large"},
    422: {"model": Problems, "description": "A field does not fit; what to send instead"},
    429: {"model": Problems, "description": "Too many requests"},
    503: {"model": Problems, "description": "The answer took too long, or nothing is served yet"},
}
