"""Nobody but the till asks, nobody but headquarters answers, and no answer fits another question."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from posapp.sync.keys import Code, proof, public_key, sign, verified
from posapp.sync.signatures import (
    NotSignedError,
    Request,
    Response,
    check_request,
    check_response,
    request_key_id,
    signature_base,
    signed_request,
    signed_response,
)

TILL, HEADQUARTERS = bytes(range(32)), bytes(range(1, 33))


def test_the_base_and_the_signature_are_those_of_the_standard() -> None:
    """RFC 9421, appendix B.2.6: a request signed with its test key."""
    key = base64.b64decode("n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=")
    components = [
        ('"date"', "Tue, 20 Apr 2021 02:07:55 GMT"),
        ('"@method"', "POST"),
        ('"@path"', "/foo"),
        ('"@authority"', "example.com"),
        ('"content-type"', "application/json"),
        ('"content-length"', "18"),
    ]
    names = " ".join(name for name, _ in components)
    base = signature_base(components, f'({names});created=1618884473;keyid="test-key-ed25519"')
    expected = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
    assert base64.b64encode(sign(key, base)).decode() == expected


def _asked() -> Request:
    return signed_request(b"body", path="/x", private_key=TILL, key_id="till-1", nonce=b"n" * 16, created=5)


def _answered(to: Request) -> Response:
    return signed_response(200, b"answer", to=to, private_key=HEADQUARTERS, key_id="hq", nonce=b"m" * 16, created=6)


def test_a_request_is_whose_it_says() -> None:
    request = _asked()
    assert request_key_id(request) == "till-1"
    check_request(request, public_key(TILL))
    with pytest.raises(NotSignedError):
        check_request(request, public_key(HEADQUARTERS))


def test_anything_altered_on_the_way_is_noticed() -> None:
    request = _asked()
    headers = dict(request.headers)
    changed = [
        replace(request, body=b"Body"),
        replace(request, path="/y"),
        replace(request, method="PUT"),
        *(replace(request, headers=headers | {name: value + " "}) for name, value in headers.items()),
        *(replace(request, headers={k: v for k, v in headers.items() if k != name}) for name in headers),
        replace(request, headers=headers | {"signature-input": headers["signature-input"].replace("till-1", "till-2")}),
        replace(
            request, headers=headers | {"signature-input": headers["signature-input"].replace(' "content-digest"', "")}
        ),
    ]
    for one in changed:
        with pytest.raises(NotSignedError):
            check_request(one, public_key(TILL))


def test_an_answer_holds_for_its_own_question_alone() -> None:
    request = _asked()
    response = _answered(request)
    check_response(response, to=request, public_key=public_key(HEADQUARTERS))
    other = signed_request(b"body", path="/x", private_key=TILL, key_id="till-1", nonce=b"o" * 16, created=5)
    changed = [replace(response, status=201), replace(response, body=b"Answer"), replace(response, headers={})]
    for one in changed:
        with pytest.raises(NotSignedError):
            check_response(one, to=request, public_key=public_key(HEADQUARTERS))
    with pytest.raises(NotSignedError):
        check_response(response, to=other, public_key=public_key(HEADQUARTERS))
    with pytest.raises(NotSignedError):
        check_response(response, to=request, public_key=public_key(TILL))


def test_a_code_has_eighty_bits_and_forgives_how_it_is_typed() -> None:
    code = Code.of(bytes.fromhex("00112233445566778899"))
    assert len(code.text.replace("-", "")) * 5 == 80
    assert Code.read(code.text.lower().replace("-", " ")) == code
    assert Code.of(bytes(10)).text == Code.read("oooo-0000-OOOO-0000").text
    assert Code.of(bytes(10)).id != Code.of(bytes(9) + b"\1").id
    assert Code.of(bytes(10)).text not in repr(Code.of(bytes(10)))


def test_a_proof_cannot_be_cut_into_other_parts() -> None:
    assert proof(b"s", "till", b"ab", b"c") != proof(b"s", "till", b"a", b"bc")
    assert proof(b"s", "till", b"ab") != proof(b"s", "headquarters", b"ab")


def test_what_is_no_signature_verifies_nothing() -> None:
    assert not verified(public_key(TILL), b"short", b"data")
    assert not verified(bytes(32), bytes(64), b"data")
