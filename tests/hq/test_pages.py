"""The owner's page: for the owner alone, right to the won, and with nothing typed by others alive in it."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest

from posapp.hq import pages
from posapp.hq.pages import COOKIE, Page, Visit
from tests.hq.chain import Chain
from tests.sync.small_till import member_of, sale_body, stamp


@pytest.fixture
def busy(chain: Chain) -> Chain:
    """A day with three sales, a return, an enrolment, a rejected event, and a program with a name to beware of."""
    till = chain.till("a")
    with chain.desk() as desk:
        desk.db.execute(
            "INSERT INTO programs VALUES ('five', 1, 1, ?, '')",
            (json.dumps({"id": "five", "kind": "fixed_discount", "rate": 5, "name": "<script>alert(1)</script>"}),),
        )
    till.record("enrol", "e", "", {"day": "2026-03-02", "member": "m"}, profile=member_of("m", card="7"))
    for n in range(3):
        till.record("sale", f"s{n}", "", sale_body(f"s{n}", "m", due_minor=12_345, off_minor=655), stamp("m"))
    till.record("return", "r", "", {"day": "2026-03-02", "sale": "s0", "member": "m", "refund_minor": 2000})
    till.record("sale", "bad", "", {"day": "2026-03-02"})
    chain.sync(till)
    return chain


def _visit(chain: Chain, path: str = "/", *, owner: bool = True, language: str = "en", **more: object) -> Page:
    key = pages.owner_key(chain.headquarters)
    cookies = {COOKIE: pages._cookie(key)} if owner else {}
    visit = Visit(method="GET", path=path, headers={"accept-language": language}, cookies=cookies)
    return pages.answer(chain.headquarters, replace(visit, **more))  # type: ignore[arg-type]


def _text(page: Page) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page.body.decode()))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Headquarters", "2 Mar 2026", "₩37,035", "₩1,965", "₩2,000", "Counter", "Something in it is missing"]),
        (
            "ko-KR,en;q=0.5",
            ["본사", "2026년 3월 2일", "37,035원", "1,965원", "계산대", "빠진 값이나 잘못된 금액이 있어요."],
        ),
    ],
)
def test_the_page_shows_what_was_sold_in_the_owners_language(busy: Chain, language: str, words: list[str]) -> None:
    page = _visit(busy, language=language)
    assert page.status == 200
    shown = _text(page).replace("A ", "Counter ")
    assert [word for word in words if word not in shown] == []


def test_nobody_without_the_key_sees_a_figure_or_makes_a_code(busy: Chain) -> None:
    for path, method in (("/", "GET"), ("/tills", "POST"), ("/api/overview", "GET"), ("/anything", "GET")):
        page = _visit(busy, path, owner=False, method=method, body=b"name=x")
        assert page.status == 401, path
        assert "37,035" not in _text(page)
    assert busy.db.value("SELECT count(*) FROM codes WHERE used IS NULL") == 0
    wrong = _visit(busy, "/sign-in", owner=False, method="POST", body=b"key=0000")
    assert (wrong.status, wrong.cookie) == (403, None)
    assert _visit(busy, owner=False, query={"key": "0000"}).status == 403


def test_the_key_opens_the_page_and_then_leaves_the_address(busy: Chain) -> None:
    key = pages.owner_key(busy.headquarters)
    for page in (
        _visit(busy, owner=False, query={"key": key}),
        _visit(busy, "/sign-in", owner=False, method="POST", body=f"key={key}".encode()),
    ):
        assert (page.status, page.headers["location"]) == (303, "/")
        assert page.cookie is not None
        assert key not in page.cookie
        assert _visit(busy, owner=False, cookies={COOKIE: page.cookie}).status == 200


def test_what_somebody_typed_is_shown_and_never_run(busy: Chain) -> None:
    page = _visit(busy, "/tills", method="POST", body=b"name=%3Cimg+src%3Dx%3E&store=main")
    assert b"<img src" not in page.body
    assert "<img src=x>" in _text(page)
    body = _visit(busy).body
    assert b"<script" not in body
    assert b"&lt;script&gt;" in body


def test_a_code_made_on_the_page_enrols_a_till(busy: Chain) -> None:
    page = _visit(busy, "/tills", method="POST", body="name=2번 계산대".encode())
    found = re.search(r"\b([0-9A-Z]{4}(-[0-9A-Z]{4}){3})\b", _text(page))
    assert found is not None
    assert busy.db.value("SELECT name FROM codes WHERE used IS NULL") == "2번 계산대"
    assert _visit(busy, "/tills", method="POST", body=b"name=+").status == 422


def test_figures_as_json_are_the_same(busy: Chain) -> None:
    key = pages.owner_key(busy.headquarters)
    page = _visit(busy, "/api/overview", owner=False, headers={"authorization": f"Bearer {key}"})
    told = json.loads(page.body)
    assert told["day"]["totals"] == {
        "sales": 3, "returns": 1, "voids": 0, "list_minor": 39_000, "discount_minor": 1965, "due_minor": 37_035,
        "refund_minor": 2000, "enrolled": 1,
    }  # fmt: skip
    assert told["day"]["programs"]["discounts"] == {"five": 1965}
    assert told["day"]["programs"]["earned"] == {"cuts": 3}
    assert [till["rejected"] for till in told["tills"]] == [1]


def test_before_anything_arrived_the_page_says_what_to_do(chain: Chain) -> None:
    shown = _text(_visit(chain))
    assert "No sale has arrived yet." in shown
    assert "Make a code for the first one." in shown


def test_a_closing_that_counts_otherwise_is_on_the_page(busy: Chain) -> None:
    till = busy.tills["a"]
    right = {"sales": 3, "returns": 1, "list_minor": 39_000, "discount_minor": 1965, "due_minor": 37_035}
    right |= {"refund_minor": 2000, "enrolled": 1, "voids": 0}
    till.record("close_day", "c1", "", {"day": "2026-03-02", "totals": right})
    busy.sync(till)
    assert "closed" not in _text(_visit(busy))
    till.record("close_day", "c2", "", {"day": "2026-03-02", "totals": right | {"due_minor": 1}})
    busy.sync(till)
    assert "closed 2 Mar 2026 with other totals" in _text(_visit(busy))
    (item,) = busy.seen().attention
    assert _visit(busy, "/attention", method="POST", body=f"n={item.n}".encode(), owner=False).status == 401
    assert len(busy.seen().attention) == 1
    assert _visit(busy, "/attention", method="POST", body=f"n={item.n}".encode()).status == 303
    assert "closed" not in _text(_visit(busy))
