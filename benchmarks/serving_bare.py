"""The bare endpoint that the service is compared with: the same body checked, the same bytes returned."""

from __future__ import annotations

from fastapi import FastAPI

from recsys_core.serving.bodies import ListBody, RerankBody


def bare_app(answer: ListBody) -> FastAPI:
    """A service that checks a request and returns the same list for each."""
    app = FastAPI()

    @app.post("/rerank")
    async def rerank(body: RerankBody) -> ListBody:
        return answer

    return app
