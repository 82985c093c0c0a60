"""Returns and voids from the command line: looked at first, done once."""

from __future__ import annotations

from tests.cli.counter import Counter


def sold(counter: Counter, quantity: int = 3) -> dict[str, object]:
    order = {"lines": [{"product": "CUT", "quantity": quantity}]}
    answer: dict[str, object] = counter.run("sell", given=order).answer
    return answer


def test_a_return_is_previewed_and_then_happens_once(counter: Counter) -> None:
    receipt = sold(counter)["receipt"]
    back = {"sale": receipt, "lines": [{"line": 0}, {"line": 0}], "id": "return-01"}
    preview = counter.run("return", "--preview", given=back).answer
    assert preview["refund"] == 36000
    assert "₩36,000" in preview["changes"][0]
    assert counter.run("day", "--json").answer["returns"] == 0
    first = counter.run("return", given=back).answer
    again = counter.run("return", given=back).answer
    assert (first["refund"], again) == (36000, {**first, "again": True})
    assert counter.run("day", "--json").answer["refund"] == 36000


def test_more_than_is_left_is_refused(counter: Counter) -> None:
    id_ = sold(counter)["sale"]
    said = counter.run("return", given={"sale": id_, "lines": [{"line": 0, "quantity": 4}]})
    assert (said.status, said.out) == (1, "")
    assert "3" in said.err


def test_a_void_undoes_a_sale_once(counter: Counter) -> None:
    id_ = sold(counter)["sale"]
    assert counter.run("void", "--preview", given={"sale": id_}).answer["refund"] == 54000
    assert counter.run("void", given={"sale": id_, "id": "void-0001"}).answer["refund"] == 54000
    assert counter.run("void", given={"sale": id_, "id": "void-0001"}).answer["again"]
    said = counter.run("void", given={"sale": id_})
    assert (said.status, said.err.strip()) == (1, "This sale is undone already.")


def test_an_unknown_sale_is_a_sentence(counter: Counter) -> None:
    for command in ("return", "void"):
        said = counter.run(
            command, given={"sale": "nothing", **({"lines": [{"line": 0}]} if command == "return" else {})}
        )
        assert (said.status, said.out) == (1, "")
        assert "no such sale" in said.err
