"""Hangul from the keys of a Korean keyboard and back (the two-set layout, KS X 5002), for the one box.

The one box keeps the desktop's input method out, because that would garble a scan; so a name is put together
here. The way back is for a scan that came through a Korean layout all the same. Syllables are those of Unicode 3.12,
"Conjoining Jamo Behavior".
"""

from __future__ import annotations

_KEYS = "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml"
_JAMO = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ"
_TO_JAMO = dict(zip(_KEYS, _JAMO, strict=True))
_TO_KEY = dict(zip(_JAMO, _KEYS, strict=True))

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = "\0ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_JOINED = {
    "ㅗㅏ": "ㅘ", "ㅗㅐ": "ㅙ", "ㅗㅣ": "ㅚ", "ㅜㅓ": "ㅝ", "ㅜㅔ": "ㅞ", "ㅜㅣ": "ㅟ", "ㅡㅣ": "ㅢ",
    "ㄱㅅ": "ㄳ", "ㄴㅈ": "ㄵ", "ㄴㅎ": "ㄶ", "ㄹㄱ": "ㄺ", "ㄹㅁ": "ㄻ", "ㄹㅂ": "ㄼ", "ㄹㅅ": "ㄽ", "ㄹㅌ": "ㄾ",
    "ㄹㅍ": "ㄿ", "ㄹㅎ": "ㅀ", "ㅂㅅ": "ㅄ",
}  # fmt: skip
_PARTS = {joined: pair for pair, joined in _JOINED.items()}


def jamo(key: str) -> str | None:
    """The letter on a key, "r" is ㄱ and "R" is ㄲ (a capital without one of its own is the small one's); None for
    anything that is no letter."""
    return _TO_JAMO.get(key) or _TO_JAMO.get(key.lower()) or (key if key in _TO_KEY else None)


def composed(keys: str) -> str:
    """The syllables of a run of keys: ``composed("rlatn")`` is 김수. What is no letter ends a syllable and stays."""
    made: list[str] = []
    lead = vowel = tail = ""

    def finish() -> None:
        nonlocal lead, vowel, tail
        made.append(_syllable(lead, vowel, tail))
        lead = vowel = tail = ""

    for key in keys:
        letter = jamo(key)
        if letter is None:
            finish()
            made.append(key)
        elif letter in _VOWELS:
            if tail:
                rest, moved = _split(tail)
                tail = rest
                finish()
                lead, vowel = moved, letter
            elif vowel and vowel + letter in _JOINED:
                vowel = _JOINED[vowel + letter]
            elif vowel:
                finish()
                vowel = letter
            else:
                vowel = letter
        elif lead and vowel and not tail and letter in _TAILS:
            tail = letter
        elif tail and tail + letter in _JOINED:
            tail = _JOINED[tail + letter]
        else:
            finish()
            lead = letter
    finish()
    return "".join(made)


def latin(text: str) -> str:
    """The keys that were pressed to type `text`: ㅣㅒㅛ is "lOy", 김 is "rla"; what is no Hangul stays."""
    return "".join(_keys_of(sign) for sign in text)


def _syllable(lead: str, vowel: str, tail: str) -> str:
    if lead and vowel:
        at = (_LEADS.index(lead) * 21 + _VOWELS.index(vowel)) * 28 + _TAILS.index(tail or "\0")
        return chr(0xAC00 + at)
    return lead + vowel + tail


def _split(tail: str) -> tuple[str, str]:
    """What stays at the end of a syllable and what begins the next one when a vowel follows."""
    if pair := _PARTS.get(tail):
        return pair[0], pair[1]
    return "", tail


def _keys_of(sign: str) -> str:
    at = ord(sign) - 0xAC00
    parts = sign
    if 0 <= at < 11172:
        parts = _LEADS[at // 588] + _VOWELS[at % 588 // 28] + _TAILS[at % 28].strip("\0")
    return "".join(_TO_KEY.get(letter, letter) for part in parts for letter in _PARTS.get(part, part))
