"""A till joins once, with a code that never travels and a key that never leaves it."""

from __future__ import annotations

import pytest

from posapp.hq import admission
from posapp.hq.admission import new_code
from posapp.loyalty.errors import NotFound, Refused
from posapp.sync.enrolment import enrol
from posapp.sync.keys import Code
from posapp.sync.signatures import Request, Response
from tests.hq.chain import Chain
from tests.sync.small_till import SmallTill, sale_body


def _code(chain: Chain, name: str = "Counter", **options: str) -> Code:
    with chain.desk() as desk:
        return new_code(desk, name=name, **options)


def _enrol(chain: Chain, till: SmallTill, code: Code, *, key: bytes = b"k" * 32, transport: object = None) -> str:
    line = transport or chain.headquarters.answer
    done = enrol(till, line, url="https://hq", code=code, private_key=key, nonce=b"n" * 16, created=0)  # type: ignore[arg-type]
    return done.name


def _refusal(chain: Chain, till: SmallTill, code: Code, *, key: bytes = b"k" * 32, transport: object = None) -> str:
    with pytest.raises(Refused) as refused:
        _enrol(chain, till, code, key=key, transport=transport)
    assert till.registration() is None
    return refused.value.reason.key


@pytest.fixture
def till(chain: Chain) -> SmallTill:
    return SmallTill(chain.folder / "till.db", "t")


def test_a_till_enrols_with_its_code(chain: Chain, till: SmallTill) -> None:
    assert _enrol(chain, till, _code(chain, "Counter 1")) == "Counter 1"
    kept = till.registration()
    assert kept is not None
    assert kept.headquarters_key == chain.headquarters.public_key
    chain.sync(till)
    assert chain.engine(till).status().waiting == 0


def test_a_code_works_once_and_for_a_quarter_of_an_hour(chain: Chain, till: SmallTill) -> None:
    code, other = _code(chain), _code(chain)
    second = SmallTill(chain.folder / "second.db", "u")
    _enrol(chain, till, code)
    assert _refusal(chain, second, code, key=b"l" * 32) == "sync.declined.code_old"
    chain.later(minutes=15, seconds=1)
    assert _refusal(chain, second, other) == "sync.declined.code_old"
    assert _refusal(chain, second, Code.of(bytes(10))) == "sync.declined.code"


def test_an_answer_that_was_lost_is_given_again(chain: Chain, till: SmallTill) -> None:
    code = _code(chain)

    def lost(request: Request) -> Response | None:
        chain.headquarters.answer(request)
        return None

    assert _refusal(chain, till, code, transport=lost) == "sync.enrol.silent"
    assert _enrol(chain, till, code) == "Counter"
    assert len(chain.seen().tills) == 1


def test_a_copy_of_a_till_cannot_enrol_under_its_id_without_a_code_for_it(chain: Chain, till: SmallTill) -> None:
    _enrol(chain, till, _code(chain))
    copy = SmallTill(chain.folder / "copy.db", "t")
    assert _refusal(chain, copy, _code(chain), key=b"l" * 32) == "sync.declined.till_taken"
    assert _enrol(chain, copy, _code(chain, till="t"), key=b"l" * 32) == "Counter"
    till.record("sale", "s", "", sale_body("s", None, due_minor=1))
    chain.sync(till)
    assert till.waiting() == 1  # the old key is worth nothing any more


def test_who_poses_as_headquarters_learns_no_code_and_is_not_believed(chain: Chain, till: SmallTill) -> None:
    code = _code(chain)
    (chain.folder / "false").mkdir()
    false = Chain(chain.folder / "false", seed=99)
    heard: list[bytes] = []

    def stranger(request: Request) -> Response:
        heard.append(request.body)
        with false.db.transaction():  # it has seen a code's id and makes up the rest
            false.db.execute("DELETE FROM codes")
            false.db.execute(
                "INSERT INTO codes VALUES (?, ?, 'Counter', 'main', '', 9e9, NULL)", (code.id, b"guess".ljust(32))
            )
        return false.headquarters.answer(request)

    assert _refusal(chain, till, code, transport=stranger) == "sync.declined.code"
    assert code.secret not in heard[0]
    assert code.text.encode() not in heard[0]


def test_an_answer_changed_on_the_way_is_not_believed(chain: Chain, till: SmallTill) -> None:
    code = _code(chain)

    def changed(request: Request) -> Response:
        answer = chain.headquarters.answer(request)
        return Response(200, answer.body, dict(answer.headers) | {"signature": "posapp=:AAAA:"})

    assert _refusal(chain, till, code, transport=changed) == "sync.enrol.stranger"


def test_a_page_in_place_of_an_answer_is_said_to_be_none(chain: Chain, till: SmallTill) -> None:
    key = _refusal(chain, till, _code(chain), transport=lambda request: Response(200, b"<html>"))
    assert key == "sync.enrol.not_headquarters"


def test_codes_want_a_name_and_a_till_that_is_there(chain: Chain) -> None:
    with pytest.raises(Refused):
        _code(chain, "  ")
    with pytest.raises(NotFound):
        _code(chain, till="nobody")
    with pytest.raises(NotFound), chain.desk() as desk:
        admission.revoke(desk, "nobody")
