"""A till comes to belong to a headquarters: once, with a code that its owner made there."""

from __future__ import annotations

from posapp.loyalty.errors import Refused
from posapp.loyalty.exchange import Registration
from posapp.sync.carry import Transport
from posapp.sync.engine import Outbox
from posapp.sync.keys import Code, proof, public_key, same
from posapp.sync.protocol import ENROL_PATH, Declined, EnrolAnswer, EnrolAsk, UnreadableError, pack, unpack
from posapp.sync.signatures import NotSignedError, Response, check_response, signed_request


def enrol(
    outbox: Outbox, transport: Transport, *, url: str, code: Code, private_key: bytes, nonce: bytes, created: int
) -> Registration:
    """Enrol this till and keep how. `private_key` is 32 bytes of chance made here; only its public half travels.

    The code itself never travels either: each side proves that it knows it, so neither a listener nor somebody who
    poses as headquarters gains anything. Asking again with the same key after a lost answer is answered the same.
    Raises `Refused`: headquarters is silent, is not the one that made the code, or will not have this till.
    """
    key = public_key(private_key)
    till = outbox.till
    ask = EnrolAsk(code=code.id, till=till, public_key=key, proof=proof(code.secret, "till", till.encode(), key))
    request = signed_request(
        pack(ask), path=ENROL_PATH, private_key=private_key, key_id=till, nonce=nonce, created=created
    )
    response = transport(request)
    if response is None or response.status >= 500:
        raise Refused.because("sync.enrol.silent", url=url)
    answer = _answer(response)
    told = proof(code.secret, "headquarters", till.encode(), key, answer.headquarters_key, answer.name.encode())
    if not same(told, answer.proof):
        raise Refused.because("sync.enrol.stranger", url=url)
    try:
        check_response(response, to=request, public_key=answer.headquarters_key)
    except NotSignedError as fault:
        raise Refused.because("sync.enrol.stranger", url=url) from fault
    registration = Registration(
        url=url, till=till, name=answer.name, private_key=private_key, headquarters_key=answer.headquarters_key
    )
    outbox.register(registration)
    return registration


def _answer(response: Response) -> EnrolAnswer:
    """What a refusal says cannot be checked yet, so it is shown and nothing else is done with it."""
    try:
        if response.status == 200:
            return unpack(response.body, EnrolAnswer)
        declined = unpack(response.body, Declined)
    except UnreadableError as fault:
        raise Refused.because("sync.enrol.not_headquarters") from fault
    known = ("sync.declined.code", "sync.declined.code_old", "sync.declined.till_taken", "sync.declined.version")
    raise Refused.because(declined.reason if declined.reason in known else "sync.enrol.not_headquarters")
