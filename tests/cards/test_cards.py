"""Every printed code is read back by a decoder that shares no code with what drew it, and names are really drawn."""

from __future__ import annotations

import random
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from posapp.cards.card import CardFace, draw_card, fitted, grouped, pixels
from posapp.cards.codes import SYMBOLOGIES, Symbology, draw_code
from posapp.cards.sheet import FileFormat, Layout, write_cards
from posapp.cards.voucher import PAPER_PX
from posapp.loyalty.errors import Refused

CHANCE = random.Random(20)


def some_number(symbology: Symbology) -> str:
    if symbology == "ean13":
        body = "29" + "".join(CHANCE.choices("0123456789", k=10))
        total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
        return body + str(-total % 10)
    return "29" + "".join(CHANCE.choices("0123456789", k=18))


def face(symbology: Symbology, **other: str) -> CardFace:
    words = {"shop": "하늘헤어", "kind": "회원 카드", **other}
    return CardFace(number=some_number(symbology), symbology=symbology, **words)


def read(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("symbology", SYMBOLOGIES)
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_a_printed_card_reads_back_as_its_number_and_nothing_else(symbology: Symbology, dpi: int) -> None:
    for _ in range(4):
        card = face(symbology, holder="김하늘")
        assert read(draw_card(card, dpi=dpi)) == [card.number]


def test_a_card_has_the_size_of_a_bank_card() -> None:
    assert draw_card(face("code128"), dpi=300).size == (1011, 638)


@pytest.mark.parametrize("symbology", SYMBOLOGIES)
def test_a_sheet_on_a4_reads_back_card_by_card(symbology: Symbology, tmp_path: Path) -> None:
    faces = [face(symbology) for _ in range(13)]
    told: list[tuple[int, int]] = []
    (file,) = write_cards(
        faces, tmp_path, layout="a4", file_format="pdf", progress=lambda done, total: told.append((done, total))
    )
    document = pypdfium2.PdfDocument(str(file))
    try:
        assert len(document) == 2
        width, height = document[0].get_size()
        assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (210, 297)
        seen = [number for page in document for number in read(page.render(scale=300 / 72).to_pil())]
    finally:
        document.close()
    assert sorted(seen) == sorted(card.number for card in faces)
    assert told == [(1, 2), (2, 2)]


def test_png_files_are_one_a_card_and_each_reads_back(tmp_path: Path) -> None:
    faces = [face("code128"), face("ean13"), face("qr")]
    files = write_cards(faces, tmp_path, layout="cr80", file_format="png")
    assert [read(Image.open(file)) for file in files] == [[card.number] for card in faces]
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["card-001.png", "card-002.png", "card-003.png"]


@pytest.mark.parametrize(
    ("layout", "file_format", "first", "second", "third"),
    [
        ("a4", "pdf", ["sheets.pdf"], ["sheets-2.pdf"], ["sheets-3.pdf"]),
        ("cr80", "png", ["card-001.png"], ["card-2-001.png", "card-2-002.png"], ["card-3-001.png"]),
    ],
)
def test_a_second_run_never_writes_over_the_first_whose_numbers_are_dealt(
    layout: Layout, file_format: FileFormat, first: list[str], second: list[str], third: list[str], tmp_path: Path
) -> None:
    runs = [write_cards([face("code128")] * n, tmp_path, layout=layout, file_format=file_format) for n in (1, 2, 1)]
    assert [[file.name for file in files] for files in runs] == [first, second, third]
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(first + second + third)


def test_what_stands_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "card-002.png").write_bytes(b"of a longer run whose first card was taken away")
    files = write_cards([face("qr"), face("qr")], tmp_path, layout="cr80", file_format="png")
    assert [file.name for file in files] == ["card-2-001.png", "card-2-002.png"]
    assert (tmp_path / "card-002.png").read_bytes() == b"of a longer run whose first card was taken away"


def test_a_long_run_of_cards_is_one_pdf_with_every_page(tmp_path: Path) -> None:
    faces = [face("qr") for _ in range(21)]
    (file,) = write_cards(faces, tmp_path, layout="cr80", file_format="pdf", dpi=203)
    document = pypdfium2.PdfDocument(str(file))
    try:
        seen = [read(page.render(scale=203 / 72).to_pil()) for page in document]
    finally:
        document.close()
    assert seen == [[card.number] for card in faces]


def test_korean_names_are_drawn_and_differ_from_one_another() -> None:
    number = some_number("code128")
    pictures = {
        name: draw_card(CardFace(shop="가", kind="나", number=number, holder=name)).tobytes()
        for name in ("김민지", "박서준", "□□□")
    }
    assert len(set(pictures.values())) == 3


def test_a_name_too_long_for_the_card_is_cut_and_stays_inside() -> None:
    text, chosen = fitted("아주아주아주 긴 매장 이름 " * 5, weight="Bold", size_px=60, width_px=800)
    assert text.endswith("…")
    assert chosen.getlength(text) <= 800


def test_numbers_are_written_in_groups_as_people_read_them() -> None:
    assert grouped("29123412345678901234") == "2912 3412 3456 7890 1234"
    assert grouped("2912345678901") == "2 912345 678901"


def test_a_module_is_a_whole_number_of_pixels() -> None:
    picture = draw_code("code128", some_number("code128"), width_px=1000, height_px=40).convert("L")
    row = [picture.getpixel((x, 5)) == 255 for x in range(picture.width)]
    module = picture.width // (145 + 20)
    runs = [length for _, length in _runs(row)]
    assert all(length % module == 0 for length in runs)


def _runs(row: list[bool]) -> list[tuple[bool, int]]:
    runs: list[tuple[bool, int]] = []
    for value in row:
        if runs and runs[-1][0] == value:
            runs[-1] = (value, runs[-1][1] + 1)
        else:
            runs.append((value, 1))
    return runs


@pytest.mark.parametrize("number", ["", "LOY-1", "12²4", "２９１２"])
def test_a_code_takes_digits_only(number: str) -> None:
    with pytest.raises(Refused, match=r"cards\.digits_only"):
        draw_code("code128", number, width_px=1000, height_px=50)


def test_a_wrong_ean_is_refused() -> None:
    with pytest.raises(Refused, match=r"cards\.not_ean13"):
        draw_code("ean13", "2912345678900", width_px=1000, height_px=50)


def test_too_little_room_is_refused_instead_of_drawn_unreadably() -> None:
    with pytest.raises(Refused, match=r"cards\.too_small"):
        draw_card(face("code128"), dpi=100)


def test_pixels_are_rounded_from_millimetres() -> None:
    assert (pixels(25.4, 300), pixels(85.60, 300)) == (300, 1011)


@pytest.mark.parametrize("words", ["2,000원 할인", "A very long sentence about what this coupon is good for, and when"])
def test_a_voucher_fits_receipt_paper_and_reads_back(words: str, tmp_path: Path) -> None:
    vouchers = [CardFace(shop="하늘헤어", kind="2026년 4월 1일까지", holder=words, number=some_number("code128"))] * 2
    first, _ = write_cards(vouchers, tmp_path, layout="receipt", file_format="png", name="coupon")
    assert first.name == "coupon-001.png"
    with Image.open(first) as slip:
        assert slip.width == PAPER_PX
        assert read(slip) == [vouchers[0].number]
        assert slip.convert("L").getpixel((1, 1)) == 255
