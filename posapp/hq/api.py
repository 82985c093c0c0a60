"""Headquarters over HTTP: the tills' two addresses, the owner's page, and the same figures as JSON."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

from fastapi import FastAPI, Request, Response

from posapp.hq import pages
from posapp.hq.service import Headquarters
from posapp.sync.protocol import ENROL_PATH, EXCHANGE_PATH, LARGEST_MESSAGE
from posapp.sync.signatures import Request as Asked

Answer = TypeVar("Answer")
log = logging.getLogger(__name__)

_SAFE = {
    "content-security-policy": "default-src 'none'; style-src 'self'; font-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


class HeadquartersLane:
    """The one thread that opened headquarters' file and alone touches it; whatever is asked of it is done in order."""

    def __init__(self, open_headquarters: Callable[[], Headquarters]) -> None:
        """Opens it; raises what opening raises."""
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="headquarters")
        try:
            self.headquarters = self._worker.submit(open_headquarters).result()
        except BaseException:
            self._worker.shutdown()
            raise

    async def run(self, work: Callable[[Headquarters], Answer]) -> Answer:
        """What `work` makes of it."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, work, self.headquarters)

    def now(self, work: Callable[[Headquarters], Answer]) -> Answer:
        """The same for a thread that may wait."""
        return self._worker.submit(work, self.headquarters).result()

    def close(self) -> None:
        """Finish what was asked and leave the file."""
        self._worker.submit(lambda: self.headquarters.db.close()).result()
        self._worker.shutdown()


def make_app(lane: HeadquartersLane) -> FastAPI:
    """The whole application around an open headquarters; the lane is closed when the application ends."""

    @asynccontextmanager
    async def whole_life(_: FastAPI) -> AsyncIterator[None]:
        yield
        lane.close()

    app = FastAPI(title="Headquarters", docs_url=None, redoc_url=None, openapi_url=None, lifespan=whole_life)

    async def till_asks(request: Request) -> Response:
        body = await _body(request, LARGEST_MESSAGE)
        if body is None:
            return Response(status_code=413)
        asked = Asked(request.url.path, body, {name.lower(): value for name, value in request.headers.items()})
        answer = await lane.run(lambda headquarters: headquarters.answer(asked))
        return Response(answer.body, answer.status, dict(answer.headers))

    for path in (EXCHANGE_PATH, ENROL_PATH):
        app.add_api_route(path, till_asks, methods=["POST"])

    async def owner_asks(request: Request) -> Response:
        body = await _body(request, 64 * 1024)
        visit = pages.Visit(
            method=request.method,
            path=request.url.path,
            query=dict(request.query_params),
            body=body or b"",
            headers={name.lower(): value for name, value in request.headers.items()},
            cookies=dict(request.cookies),
        )
        page = await lane.run(lambda headquarters: pages.answer(headquarters, visit))
        response = Response(page.body, page.status, {**_SAFE, **page.headers}, page.media_type)
        if page.cookie is not None:
            secure = request.url.scheme == "https"
            response.set_cookie(pages.COOKIE, page.cookie, httponly=True, samesite="strict", secure=secure)
        return response

    app.add_api_route("/{path:path}", owner_asks, methods=["GET", "POST"])
    return app


async def _body(request: Request, largest: int) -> bytes | None:
    """The request's body; None where it is larger than anybody honest sends."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > largest:
            return None
    return bytes(body)
