"""Vietnamese text for searching and sorting; one meaning on every database, because Python does it.

`fold` forgets case, accents and đ; `sort_key` gives a string that sorts in dictionary order under plain byte
comparison: letters a ă â b c d đ e ê … first, tones (ngang, huyền, hỏi, ngã, sắc, nặng) second, numbers by value.
"""

import re
import unicodedata

TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
RANK = {letter: f"{place:02d}" for place, letter in enumerate(ALPHABET, start=40)}
_words = re.compile(r"\d+|\w", re.UNICODE)


def fold(text: str) -> str:
    """Lower case without accents, đ as d, single spaces: "Rượu  men Đá" → "ruou men da"."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def sort_key(text: str) -> str:
    """A key of ASCII characters: the letters' ranks word by word, then the tones as a tie-break."""
    letters: list[str] = []
    tones: list[str] = []
    for word in unicodedata.normalize("NFC", text.lower()).split():
        for piece in _words.findall(word):
            if piece.isdecimal():
                number = str(int(piece))
                letters.append(f"2{len(number):02d}{number}")
                continue
            letter, tone = untoned(piece)
            letters.append(RANK.get(letter) or f"9{ord(letter):06x}")
            tones.append(tone)
        letters.append("00")
        tones.append("0")
    return "".join(letters) + "!" + "".join(tones)


def person_sort_key(full_name: str) -> str:
    """Persons by given name, the last word, then by the whole name."""
    words = full_name.split()
    return sort_key(" ".join([*words[-1:], *words]))


def untoned(letter: str) -> tuple[str, str]:
    """A letter without its tone, and the tone's place in the order; ă, â, ê, ô, ơ, ư keep their own marks."""
    tone, rest = "0", ""
    for c in unicodedata.normalize("NFD", letter):
        if c in TONES:
            tone = TONES[c]
        else:
            rest += c
    return unicodedata.normalize("NFC", rest)[:1] or letter, tone
