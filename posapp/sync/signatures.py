"""Requests and answers as values, signed as HTTP messages: RFC 9421, with the content's digest of RFC 9530.

What moves them is elsewhere (`http.py` and the server), so the simulation of the tests signs and checks as the real
lines do. A signature covers the method, the path, the digest and the type of the content, with a nonce; the answer's
covers the request's signature too, so no answer can be passed off as the answer to another question.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from posapp.sync.keys import sign, verified
from posapp.sync.protocol import MEDIA_TYPE

LABEL = "posapp"
_ASKED = ("@method", "@path", "content-digest", "content-type")
_ANSWERED = ("@status", "content-digest", "content-type", f'"signature";req;key="{LABEL}"')
_INPUT = re.compile(
    rf'{LABEL}=(?P<params>\((?P<components>[^()]*)\);created=\d{{1,12}};nonce="[A-Za-z0-9+/=]{{1,64}}"'
    r';keyid="(?P<keyid>[^"\\\x00-\x1f]{1,200})";alg="ed25519")'
)
_SIGNATURE = re.compile(rf"{LABEL}=(?P<value>:[A-Za-z0-9+/]+={{0,2}}:)")


class NotSignedError(ValueError):
    """The message is not what its sender signed, or nobody signed it."""


@dataclass(frozen=True, slots=True)
class Request:
    """A question on its way; the headers' names are in small letters."""

    path: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Response:
    """An answer on its way."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def content_digest(body: bytes) -> str:
    """The value of the field Content-Digest (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def signature_base(components: Iterable[tuple[str, str]], params: str) -> bytes:
    """The bytes that are signed (RFC 9421, 2.5): `components` are identifiers as they stand in the list, and values."""
    lines = [f"{identifier}: {value}" for identifier, value in components]
    return "\n".join([*lines, f'"@signature-params": {params}']).encode()


def signed_request(body: bytes, *, path: str, private_key: bytes, key_id: str, nonce: bytes, created: int) -> Request:
    """A POST of `body`, signed. `created` is a remark in Unix seconds, since a till's clock may be years off."""
    headers = {"content-type": MEDIA_TYPE, "content-digest": content_digest(body)}
    request = Request(path, body, headers)
    params = _params(_ASKED, nonce=nonce, key_id=key_id, created=created)
    return Request(path, body, headers | _signature(_asked(request), params, private_key))


def signed_response(
    status: int, body: bytes, *, to: Request, private_key: bytes, key_id: str, nonce: bytes, created: int
) -> Response:
    """An answer that holds for this one request alone."""
    headers = {"content-type": MEDIA_TYPE, "content-digest": content_digest(body), "cache-control": "no-store"}
    params = _params(_ANSWERED, nonce=nonce, key_id=key_id, created=created)
    signature = _signature(_answered(Response(status, body, headers), to), params, private_key)
    return Response(status, body, headers | signature)


def request_key_id(request: Request) -> str:
    """Who says to have signed it; `NotSignedError` where nobody does."""
    return _read(request.headers, _ASKED)[0]


def check_request(request: Request, public_key: bytes) -> None:
    """Raises `NotSignedError` unless the owner of the key sent exactly this."""
    _, params, signature = _read(request.headers, _ASKED)
    _check_digest(request.body, request.headers)
    if not verified(public_key, signature, signature_base(_asked(request), params)):
        raise NotSignedError("the request's signature")


def check_response(response: Response, *, to: Request, public_key: bytes) -> None:
    """Raises `NotSignedError` unless the owner of the key answered exactly this, to exactly that request."""
    _, params, signature = _read(response.headers, _ANSWERED)
    _check_digest(response.body, response.headers)
    if not verified(public_key, signature, signature_base(_answered(response, to), params)):
        raise NotSignedError("the answer's signature")


def _quoted(name: str) -> str:
    return name if name.startswith('"') else f'"{name}"'


def _params(components: tuple[str, ...], *, nonce: bytes, key_id: str, created: int) -> str:
    listed = " ".join(_quoted(name) for name in components)
    told = base64.b64encode(nonce).decode()
    return f'({listed});created={max(0, created)};nonce="{told}";keyid="{key_id}";alg="ed25519"'


def _signature(components: Iterable[tuple[str, str]], params: str, private_key: bytes) -> dict[str, str]:
    signature = base64.b64encode(sign(private_key, signature_base(components, params))).decode()
    return {"signature-input": f"{LABEL}={params}", "signature": f"{LABEL}=:{signature}:"}


def _asked(request: Request) -> list[tuple[str, str]]:
    values = {"@method": request.method, "@path": request.path}
    return [(_quoted(name), values.get(name) or request.headers.get(name, "")) for name in _ASKED]


def _answered(response: Response, to: Request) -> list[tuple[str, str]]:
    values = {"@status": str(response.status), _ANSWERED[3]: _member(to.headers)}
    return [(_quoted(name), values.get(name) or response.headers.get(name, "")) for name in _ANSWERED]


def _member(headers: Mapping[str, str]) -> str:
    found = _SIGNATURE.fullmatch(headers.get("signature", ""))
    if found is None:
        raise NotSignedError("no signature")
    return found["value"]


def _read(headers: Mapping[str, str], components: tuple[str, ...]) -> tuple[str, str, bytes]:
    """Key id, parameters as they stand, signature. Exactly our own components: leaving one out would leave it open."""
    found = _INPUT.fullmatch(headers.get("signature-input", ""))
    if found is None or found["components"] != " ".join(_quoted(name) for name in components):
        raise NotSignedError("no signature of this protocol")
    try:
        return found["keyid"], found["params"], base64.b64decode(_member(headers)[1:-1], validate=True)
    except binascii.Error as fault:
        raise NotSignedError("a signature that is not base64") from fault


def _check_digest(body: bytes, headers: Mapping[str, str]) -> None:
    if headers.get("content-type") != MEDIA_TYPE or headers.get("content-digest") != content_digest(body):
        raise NotSignedError("the content is not what was signed")
