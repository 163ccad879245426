"""The decision record: one setting with all that it rests on, as data with a published JSON Schema."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

SCHEMA: Final = 1
"""Version of the record's format; raise it when a field changes its meaning, goes or becomes required."""

FORMAT: Final = "equipoise-decision"


# "lambda" is a word of Python's own, and "schema" one of pydantic's.
_LAMBDA, _SCHEMA = AliasChoices("lambda", "lambda_"), AliasChoices("schema", "schema_")


class Part(BaseModel):
    """What all parts share: unknown fields are refused, and no number is infinite or missing."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, protected_namespaces=())


class Figure(Part):
    """A figure with the ends of its interval; null where there is no figure or nothing bounds it."""

    value: float | None
    low: float | None
    high: float | None


class Data(Part):
    """The data that the figures were measured on."""

    opened: str = Field(description="Name or path that opens the data, as after --data.")
    columns: dict[str, str] = Field(default={}, description="Columns that were named, by role.")
    title: str
    simulated: bool
    fingerprint: str = Field(description="Over ids and interactions.")
    content: str = Field(description="Over everything that is shown or measured, titles and categories too.")
    users: int = Field(ge=1)
    items: int = Field(ge=1)
    interactions: int = Field(ge=1)


class Model(Part):
    """The model whose candidates are reranked."""

    name: str
    checkpoint: str | None = Field(description="Folder of the model; null where it ships with Equipoise.")
    fingerprint: str = Field(description="Over the model's card; empty for a model without a checkpoint.")


class Pin(Part):
    """An item that everybody is shown at one place, 1 is the top."""

    item: str
    place: int = Field(ge=1)


class Rules(Part):
    """What every list must keep."""

    pins: tuple[Pin, ...] = ()
    blocks: tuple[str, ...] = ()
    at_most: int | None = Field(default=None, ge=0, description="Items of one category in a list.")
    at_least: int | None = Field(default=None, ge=0, description="Long-tail items in a list.")

    def __bool__(self) -> bool:
        return self != Rules()


class Setting(Part):
    """What is to be shipped."""

    method: str
    title: str = Field(description="The method in plain words.")
    parameter: float = Field(description="The method's own number: the window of SSD, else 0.")
    position: float = Field(ge=0, le=100, description="On the slider, of 100.")
    lambda_: float = Field(
        validation_alias=_LAMBDA,
        serialization_alias="lambda",
        ge=0,
        le=1,
        description="0 is relevance only, 1 is diversity only. In the middle of the stretch in which no list "
        "of these people changes, so that every implementation gives the same lists.",
    )
    takes_over_at: float = Field(ge=0, le=1, description="λ from which on these lists are shown.")
    k: int = Field(ge=1, description="Length of a list.")
    space: str = Field(description="Where items are compared: categories, text or co_rating.")
    similarity: Literal["cosine", "jaccard"]
    rules: Rules


class Limits(Part):
    """What the setting may cost at most, and what it is to raise."""

    accuracy_loss: float
    coverage_fall: float | None
    worse_off: float | None
    group_by: str | None
    group_loss: float | None
    objective: str


class Guardrail(Part):
    """One limit at the setting: its figure, how far the bad end may go, and whether it does."""

    name: Literal["accuracy", "coverage", "worse_off", "group"]
    group: str = Field(description='Name of the group, "" for everybody.')
    figure: Figure
    limit: float
    bound: float | None = Field(description="The end of the interval that the verdict looks at.")
    inside: bool


class Certified(Part):
    """The stretch of positions that is proven to keep the limits."""

    position: float | None = Field(description="Its end, of 100; null where not even the start is proven.")
    lambda_: float | None = Field(
        validation_alias=_LAMBDA, serialization_alias="lambda", description="λ at its end."
    )
    ended_by: tuple[str, ...] = Field(description="Limits or groups that the next position may break.")


class Recommended(Part):
    """What was recommended for these limits when the decision was made."""

    method: str
    position: float
    lambda_: float = Field(validation_alias=_LAMBDA, serialization_alias="lambda")
    found: bool = Field(description="Whether anything beyond relevance only is certified.")


class Evidence(Part):
    """What the decision rests on: the figures at the setting, measured on the test period."""

    declared: bool = Field(description="Whether the question was declared before its figures were shown.")
    claims: int = Field(ge=1, description="Declared questions that share the test period.")
    level: float = Field(description="Of every interval.")
    users: int = Field(ge=1)
    accuracy: Figure = Field(description="Relative change of NDCG.")
    gains: dict[str, Figure] = Field(description="Relative change of everything that can be raised.")
    guardrails: tuple[Guardrail, ...]
    inside: bool = Field(description="Whether the setting lies in the certified stretch.")
    certified: Certified
    recommended: Recommended


class Fingerprints(Part):
    """What must be the same for the figures to come out the same."""

    bench: str = Field(description="Over data, model and protocol.")
    engine: str = Field(description="Over the code that figures and lists depend on.")
    before: str = Field(description="SHA-256 over everybody's list by relevance only.")
    after: str = Field(description="SHA-256 over everybody's list at the setting.")


class Record(Part):
    """A decision: what is shipped, on which grounds, and how to find out whether they still hold."""

    format: Literal["equipoise-decision"] = FORMAT
    schema_: Literal[1] = Field(default=SCHEMA, validation_alias=_SCHEMA, serialization_alias="schema")
    equipoise: str = Field(description="Version that wrote the record.")
    data: Data
    model: Model
    setting: Setting
    limits: Limits
    evidence: Evidence
    against_recommendation: bool
    why_against: tuple[
        Literal["other_method", "other_position", "rules", "not_declared", "outside_limits"], ...
    ]
    protocol: dict[str, Any]
    fingerprints: Fingerprints

    def to_dict(self) -> dict[str, Any]:
        """The record as plain JSON types."""
        return self.model_dump(mode="json", by_alias=True)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a record (draft 2020-12)."""
    schema = Record.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Equipoise decision"} | schema
