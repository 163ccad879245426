"""The service: rerank somebody's candidates, recommend to a user or to somebody new."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import FastAPI, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException

from recsys_core import __version__
from recsys_core.errors import RecsysError
from recsys_core.serving.bodies import (
    MOST_K,
    REFUSALS,
    BatchBody,
    HealthBody,
    ListBody,
    ListsBody,
    NewcomerBody,
    Problems,
    RerankBody,
    RulesBody,
)
from recsys_core.serving.guards import Guard, Guarding, Measures
from recsys_core.serving.served import Holder, Served
from recsys_core.workbench.rules import RuleRequest
from recsys_core.workbench.served import Listed

QUICK = 10_000
"""Candidates times places up to which a list is made where its request arrives: well below a millisecond."""


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """A request that cannot be answered: where, why, and what to send instead."""

    def __init__(self, loc: Sequence[str | int], msg: str, remedy: str, status: int = 422) -> None:
        super().__init__(msg)
        self.status = status
        self.problem = {"loc": list(loc), "msg": msg, "remedy": remedy, "type": "value_error"}


def create_app(holder: Holder, limits: Guarding | None = None) -> FastAPI:
    """The whole service.

    Args:
        holder: what is served; watched for as long as the service runs.
        limits: of requests.
    """
    measures = Measures()
    holder.on_change = lambda _: measures.swaps.inc()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        holder.start()
        yield
        holder.stop()

    app = FastAPI(title="Equipoise", version=__version__, lifespan=lifespan, responses=REFUSALS)
    app.state.measures = measures
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(HTTPException, _elsewhere)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RecsysError, _impossible)
    app.add_middleware(Guard, limits=limits or Guarding(), measures=measures)
    _add_lists(app, holder)
    _add_state(app, holder, measures)
    return app


def _add_lists(app: FastAPI, holder: Holder) -> None:
    @app.post("/rerank")
    async def rerank(body: RerankBody) -> ListBody:
        """Rerank one person's candidates."""
        served = holder.current
        if _is_quick(body, body.k or served.lists.k):
            return reranked(served, body, ["body"])
        return await run_in_threadpool(reranked, served, body, ["body"])

    @app.post("/rerank/batch")
    def rerank_batch(body: BatchBody) -> ListsBody:
        """Rerank several people's candidates; all by the same decision."""
        served = holder.current
        lists = [reranked(served, one, ["body", "requests", at]) for at, one in enumerate(body.requests)]
        return ListsBody(lists=lists)

    @app.get("/recommend/{user}", responses={404: {"model": Problems, "description": "Nobody has this id"}})
    def recommend(
        user: Annotated[str, Path(max_length=200)], k: Annotated[int | None, Query(ge=1, le=MOST_K)] = None
    ) -> ListBody:
        """The list of a user of the data."""
        served = holder.current
        row = served.lists.user_row(user)
        if row is None:
            raise Refused(["path", "user"], "nobody has this id", "use POST /recommend for somebody new", 404)
        return _body(served, served.lists.of_user(row, k or served.lists.k))

    @app.post("/recommend")
    def recommend_new(body: NewcomerBody) -> ListBody:
        """The list of somebody who is not in the data."""
        served = holder.current
        likes = [str(one) for one in body.likes]
        for at, row in enumerate(served.lists.rows_of(likes)):
            if row is None:
                raise Refused(["body", "likes", at], "is not in the catalogue", "leave it out")
        found = served.lists.of_newcomer(likes, body.sentence.strip(), body.k or served.lists.k)
        return _body(served, found)


def _add_state(app: FastAPI, holder: Holder, measures: Measures) -> None:
    @app.get("/health")
    def health() -> HealthBody:
        """Whether the process is alive."""
        return HealthBody(status="ok")

    @app.get("/ready")
    def ready() -> HealthBody:
        """Whether it answers, and by which decision."""
        served = holder.current
        return HealthBody(status="ready", decision=served.name, version=served.version)

    @app.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    def metrics() -> Response:
        """Counts and times for Prometheus."""
        return Response(generate_latest(measures.registry), media_type=CONTENT_TYPE_LATEST)


def _is_quick(body: RerankBody, k: int) -> bool:
    """Whether a list takes less than the hand-over to a thread, where others may come first."""
    is_bare = body.vectors is None and body.categories is None and body.rules is None
    return is_bare and len(body.ids) * k <= QUICK


def reranked(served: Served, body: RerankBody, where: list[str | int]) -> ListBody:
    """The list of one request.

    Args:
        served: by what.
        body: the request.
        where: it stands, for refusals.

    Raises:
        Refused: a candidate is unknown, or what the method compares by is missing.
    """
    lists, k = served.lists, body.k or served.lists.k
    taste = _taste(served, body, where)
    rows = lists.rows_of(body.ids)
    if body.vectors is None and body.categories is None:
        for at, row in enumerate(rows):
            if row is None:
                remedy = f"send {'vectors' if lists.needs_vectors else 'categories'}, or leave it out"
                raise Refused([*where, "ids", at], "is not in the catalogue", remedy)
        known = [row for row in rows if row is not None]
        found = lists.of_candidates(known, body.scores, k, taste=taste, rules=_rules(body.rules))
        return _body(served, found, {row: one for row, one in zip(known, body.ids, strict=True)})
    if body.rules is not None:
        raise Refused(
            [*where, "rules"], "need items of the catalogue", "leave out vectors and categories, or the rules"
        )
    wanted = "vectors" if lists.needs_vectors else "categories"
    if (lists.needs_vectors and body.vectors is None) or (lists.needs_categories and body.categories is None):
        raise Refused([*where, wanted], "is what the method compares by", f"send {wanted}")
    found = lists.of_others(
        body.scores,
        k,
        vectors=body.vectors if lists.needs_vectors else None,
        categories=body.categories,
        profile=body.profile,
    )
    return _body(served, found, dict(enumerate(body.ids)))


def _taste(served: Served, body: RerankBody, where: list[str | int]) -> Any:
    """What the person likes, where the method looks at it."""
    lists = served.lists
    row = None
    if body.user is not None:
        row = lists.user_row(str(body.user))
        if row is None:
            raise Refused([*where, "user"], "nobody has this id", "send a profile instead")
    if not lists.needs_taste:
        return None
    if body.profile is not None:
        return lists.taste_from(body.profile)
    if row is None:
        raise Refused([*where, "profile"], "is what the method looks at", "send user or profile")
    return lists.taste_of(row)


def _rules(body: RulesBody | None) -> RuleRequest | None:
    if body is None:
        return None
    pins = tuple((str(pin.item), pin.place) for pin in body.pins)
    return RuleRequest(pins, tuple(str(one) for one in body.blocks), body.at_most, body.at_least)


def _body(served: Served, found: Listed, ids: dict[int, str | int] | None = None) -> ListBody:
    """A list with ids as they came, or as the data have them."""
    sent, rows = ids or {}, found.items.tolist()
    items = [sent[row] if row in sent else served.ids[row] for row in rows]  # a pinned item was not sent
    return ListBody(
        decision=served.name, version=served.version, items=items, relevance=found.relevance.tolist()
    )


async def _unfit(_: Request, error: Any) -> JSONResponse:
    """A field that does not fit, with what is expected there."""
    problems = [
        {
            "loc": [part if isinstance(part, int) else str(part) for part in one["loc"]],
            "msg": one["msg"],
            "remedy": "see /docs for what this field takes",
            "type": one["type"],
        }
        for one in error.errors()
    ]
    return JSONResponse({"detail": problems}, 422)


async def _elsewhere(_: Request, error: Any) -> JSONResponse:
    """What the framework refuses by itself, in the words of the others."""
    loc, remedy, status = ["request"], "see /docs for what there is", error.status_code
    if status == 400:  # bytes that are no text: to the client no other case than text that is no JSON
        loc, remedy, status = ["body"], "send JSON, encoded in UTF-8", 422
    problem = {"loc": loc, "msg": str(error.detail), "remedy": remedy, "type": "refused"}
    return JSONResponse({"detail": [problem]}, status, error.headers)


async def _refused(_: Request, error: Any) -> JSONResponse:
    return JSONResponse({"detail": [error.problem]}, error.status)


async def _impossible(_: Request, error: Any) -> JSONResponse:
    """What the engine refuses: rules that clash, a sentence that cannot be read."""
    problem = {"loc": ["body"], "msg": str(error), "remedy": str(error), "type": "value_error"}
    return JSONResponse({"detail": [problem]}, 422)
