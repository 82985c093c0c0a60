"""How a name is looked for: by its beginning, by any part of it, and in Korean by its first consonants.

Pure text. `parts` are what the index holds of a name, `wanted` is what a typed word is looked for by.
"""

from __future__ import annotations

import unicodedata

CONSONANTS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
"""The nineteen first consonants, in the order in which syllables are composed of them (Unicode 15, section 3.12)."""

_SYLLABLES = range(0xAC00, 0xD7A4)
_PER_CONSONANT = 588

LONGEST_PART = 8
"""So many characters of a part are indexed; longer words are held against the whole name."""


def folded(text: str) -> str:
    """Composed (a Mac may send Hangul in pieces), without spaces, small letters."""
    return "".join(unicodedata.normalize("NFC", text).casefold().split())


def initials(text: str) -> str:
    """Each Hangul syllable by its first consonant, everything else as it is: ``ㄱㅁㅅ`` for 김민수."""
    return "".join(
        CONSONANTS[(ord(letter) - 0xAC00) // _PER_CONSONANT] if ord(letter) in _SYLLABLES else letter for letter in text
    )


def parts(name: str) -> frozenset[str]:
    """What the index holds: the name from its beginning and from each later letter, cut to
    `LONGEST_PART`; for Korean names also the first consonants, but for the last alone."""
    whole = folded(name)
    found = {whole[at : at + LONGEST_PART] for at in range(len(whole))}
    consonants = initials(whole)
    if consonants != whole:
        found |= {consonants[at : at + LONGEST_PART] for at in range(max(1, len(consonants) - 1))}
    found.discard("")
    return frozenset(found)


def holds(name: str, word: str) -> bool:
    """Whether `word` (folded) stands somewhere in `name`; a lone first consonant stands for any syllable with it."""
    whole, consonants = folded(name), initials(folded(name))
    starts = range(len(whole) - len(word) + 1)
    return any(all(want in (whole[at + n], consonants[at + n]) for n, want in enumerate(word)) for at in starts)


def wanted(word: str) -> tuple[str, bool]:
    """What a part must begin with (parts begin at every letter), and whether each name found must still be held
    against the word."""
    whole = folded(word)
    mixed = any(letter in CONSONANTS for letter in whole)
    part = initials(whole) if mixed else whole
    # Of a long word its end: many are called Christopher, few Christopher Lee.
    return part[-LONGEST_PART:], len(part) > LONGEST_PART or (mixed and part != whole)
