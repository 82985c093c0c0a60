"""A customer's name where others can read it."""

from __future__ import annotations


def masked(name: str) -> str:
    """Hide the middle of a name so that its owner still knows it: ``김*수``, ``Kim *su``.

    A name written without spaces loses all but its first and last letter; of several words the last one keeps its
    last two letters, at most half of it. A name of one or two letters keeps the first.
    """
    words = name.split()
    if len(words) > 1:
        last = words[-1]
        seen = min(2, len(last) // 2)
        return " ".join([*words[:-1], "*" + last[len(last) - seen :]])
    whole = "".join(words)
    if len(whole) <= 2:
        return whole[:1] + "*" if whole else ""
    return whole[0] + "*" * min(len(whole) - 2, 3) + whole[-1]
