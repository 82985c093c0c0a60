"""The line to headquarters: HTTPS, or plain HTTP on this computer alone. No redirects; whatever is odd is silence."""

from __future__ import annotations

import ssl
import time
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from posapp.sync.address import checked_address, is_loopback
from posapp.sync.protocol import LARGEST_MESSAGE
from posapp.sync.signatures import Request, Response

CONNECT_S, SILENCE_S, WHOLE_S = 5.0, 10.0, 60.0
"""How long to wait for a connection, for the next bytes, and for the whole answer."""


class HttpTransport:
    """Sends requests to one headquarters, keeping the connection open between them. One thread at a time.

    `verify` is a file with the certificates to trust instead of the system's, for a headquarters with its own.
    """

    def __init__(
        self, url: str, *, verify: str | None = None, silence_s: float = SILENCE_S, whole_s: float = WHOLE_S
    ) -> None:
        self._url = checked_address(url)
        self._whole_s = whole_s
        loopback = is_loopback(urlsplit(self._url).hostname or "")
        self._client = httpx.Client(
            follow_redirects=False,
            timeout=httpx.Timeout(silence_s, connect=min(CONNECT_S, silence_s)),
            verify=_trusted(verify),
            trust_env=not loopback,  # a proxy of the house is not asked for this very computer
            headers={"accept-encoding": "identity", "user-agent": "posapp"},
        )

    def __call__(self, request: Request) -> Response | None:
        """The response; None where there was none, or it stopped half-way, or was not to end."""
        ends = time.monotonic() + self._whole_s
        try:
            with self._client.stream(
                request.method, self._url + request.path, content=request.body, headers=dict(request.headers)
            ) as answer:
                body = bytearray()
                for part in answer.iter_raw():
                    body += part
                    if len(body) > LARGEST_MESSAGE or time.monotonic() > ends:
                        return None
                headers = {name.lower(): value for name, value in answer.headers.items()}
                return Response(answer.status_code, bytes(body), headers)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError):
            return None

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _trusted(verify: str | None) -> ssl.SSLContext:
    """What certificates are believed: the system's own, so that an owner's authority that is installed there counts."""
    context = ssl.create_default_context(cafile=verify)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
