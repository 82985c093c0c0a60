"""The owner's pages: who may see them, and which address shows what. What they look like is in `look.py`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from urllib.parse import parse_qs

from posapp import resources
from posapp.hq import admission, look, overview
from posapp.hq.service import Headquarters
from posapp.hq.settlement import Period
from posapp.loyalty.errors import Refused
from posapp.sync.keys import proof, same

COOKIE = "posapp-owner"
HTML, JSON = "text/html; charset=utf-8", "application/json"
_FILES = {
    "/look.css": ("web/headquarters.css", "text/css; charset=utf-8"),
    "/font-regular": ("fonts/Pretendard-Regular.otf", "font/otf"),
    "/font-bold": ("fonts/Pretendard-Bold.otf", "font/otf"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a browser, or the owner's own program, asks."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What it is answered. `cookie` is set where it is not None."""

    status: int = 200
    body: bytes = b""
    media_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    cookie: str | None = None


def owner_key(headquarters: Headquarters) -> str:
    """What opens the owner's pages: 128 bits in hexadecimal, made once."""
    db = headquarters.db
    with db.transaction():
        kept = db.identity("owner_key")
        if kept is None:
            kept = headquarters.desk().chance(16)
            db.keep_identity("owner_key", kept)
    return kept.hex()


def answer(headquarters: Headquarters, visit: Visit) -> Page:
    """Whatever is asked: a page, a figure as JSON, or the question for the owner's key."""
    if visit.path in _FILES and visit.method == "GET":
        name, kind = _FILES[visit.path]
        kept = {"cache-control": "max-age=86400"}
        return Page(body=resources.path(name).read_bytes(), media_type=kind, headers=kept)
    key = owner_key(headquarters)
    language = _language(visit)
    if visit.path == "/" and "key" in visit.query:
        if same(visit.query["key"].encode(), key.encode()):
            return _to("/", cookie=_cookie(key))
        return Page(status=403, body=look.closed(language, wrong=True))
    if visit.path == "/sign-in" and visit.method == "POST":
        given = _form(visit).get("key", "").strip()
        if same(given.encode(), key.encode()):
            return _to("/", cookie=_cookie(key))
        return Page(status=403, body=look.closed(language, wrong=True))
    if visit.path.startswith("/api/"):
        return _as_json(headquarters, visit, key)
    if not same(visit.cookies.get(COOKIE, "").encode(), _cookie(key).encode()):
        return Page(status=401, body=look.closed(language))
    return _page(headquarters, visit, language)


def _page(headquarters: Headquarters, visit: Visit, language: str) -> Page:
    if visit.path == "/" and visit.method == "GET":
        with headquarters.db.reading():
            seen = overview.of(headquarters.desk(), day=_day(visit, "day") or None, period=_period(visit))
        return Page(body=look.overview(seen, language))
    if visit.path == "/tills" and visit.method == "POST":
        asked = _form(visit)
        try:
            with headquarters.db.transaction():
                name, store = asked.get("name", ""), asked.get("store", "") or admission.MAIN_STORE
                code = admission.new_code(headquarters.desk(), name=name, store=store)
        except Refused as refused:
            return Page(status=422, body=look.refused(refused.reason, language))
        return Page(body=look.code(code.text, name=name, language=language))
    if visit.path == "/attention" and visit.method == "POST":
        given = _form(visit).get("n", "")
        if given.isascii() and given.isdecimal() and len(given) < 19:
            with headquarters.db.transaction():
                headquarters.desk().seen(int(given))
        return Page(status=303, headers={"location": f"/?language={language}"})
    return Page(status=404, body=look.missing(language))


def _as_json(headquarters: Headquarters, visit: Visit, key: str) -> Page:
    """The same figures for the owner's own programs: ``Authorization: Bearer KEY``."""
    scheme, _, given = visit.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not same(given.strip().encode(), key.encode()):
        return _json({"refused": "key"}, status=401)
    if visit.path != "/api/overview" or visit.method != "GET":
        return _json({"refused": "address"}, status=404)
    with headquarters.db.reading():
        seen = overview.of(headquarters.desk(), day=_day(visit, "day") or None, period=_period(visit))
        return _json(asdict(seen))


def _json(document: object, *, status: int = 200) -> Page:
    return Page(status=status, body=json.dumps(document, ensure_ascii=False).encode(), media_type=JSON)


def _to(place: str, *, cookie: str) -> Page:
    return Page(status=303, headers={"location": place}, cookie=cookie)


def _cookie(key: str) -> str:
    return proof(bytes.fromhex(key), "owner's page").hex()


def _form(visit: Visit) -> dict[str, str]:
    try:
        read = parse_qs(visit.body.decode(), max_num_fields=20)
    except ValueError:
        return {}
    return {name: values[0] for name, values in read.items()}


def _day(visit: Visit, name: str) -> str:
    """A day in the address as ISO writes it, "" where there is none."""
    try:
        return date.fromisoformat(visit.query[name]).isoformat()
    except (KeyError, ValueError):
        return ""


def _period(visit: Visit) -> Period:
    return Period(since=_day(visit, "from"), until=_day(visit, "to"))


def _language(visit: Visit) -> str:
    """What the address says, else the first language of the browser that there is here, else English."""
    wanted = visit.query.get("language", "")
    if wanted in ("en", "ko"):
        return wanted
    for one in visit.headers.get("accept-language", "").split(","):
        if one.strip()[:2] in ("en", "ko"):
            return one.strip()[:2]
    return "en"
