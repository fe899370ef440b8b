"""The code on a printed unit: short enough to type, and a slip of the finger is noticed. Pure.

It names a module version and nobody: whoever signs in and types it records their own answers to that version.
"""

from __future__ import annotations

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31, a prime; without 0, 1, I, L and O, which look alike on paper
_SHORTEST, _LONGEST = 4, 13


def paper_code(version_id: int) -> str:
    """The code of this version, such as "22H4-K". Raises ValueError below 1."""
    if version_id < 1:
        raise ValueError("a version has a positive id")
    digits = []
    while version_id:
        version_id, digit = divmod(version_id, len(_LETTERS))
        digits.append(digit)
    digits += [0] * (_SHORTEST - len(digits))
    return f"{''.join(_LETTERS[digit] for digit in reversed(digits))}-{_LETTERS[_check(digits)]}"


def version_of_code(typed: str) -> int | None:
    """The version that a typed code names; None where it is no code. Spaces, hyphens and case do not matter."""
    letters = [letter for letter in typed.upper() if letter not in " -\u2010\u2011\u2013"]
    if not _SHORTEST < len(letters) <= _LONGEST or not set(letters) <= set(_LETTERS):
        return None
    *digits, check = (_LETTERS.index(letter) for letter in letters)
    if check != _check(list(reversed(digits))):
        return None
    number = 0
    for digit in digits:
        number = number * len(_LETTERS) + digit
    return number or None


def _check(digits: list[int]) -> int:
    """Weighted by place modulo a prime, so that one wrong letter or two that changed places never fit."""
    return sum(place * digit for place, digit in enumerate(digits, start=2)) % len(_LETTERS)
