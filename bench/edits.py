"""Edits to a source's text, by families: what happens to a text between two printings, and to a lemma.

Each family is a function (random, lines, index of the line, start, end) → lines, where lines[index][start:end] is the
lemma; None if the edit cannot be made there. Its kind says what must become of the lemma.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

FAMILIES: dict[str, tuple[str, Callable]] = {}


def family(kind: str):
    def enter(function):
        FAMILIES[function.__name__] = (kind, function)
        return function

    return enter


def _put(lines, at, text):
    return [*lines[:at], text, *lines[at + 1 :]]


# --- the lemma's own letters stay -------------------------------------------------------------------------------------


@family("unchanged")
def nothing(r, lines, at, s, e):
    return lines


@family("unchanged")
def misprint_elsewhere(r, lines, at, s, e):
    other = r.choice([n for n in range(len(lines)) if n != at])
    k = r.randrange(len(lines[other]))
    return _put(lines, other, lines[other][:k] + r.choice("aeiou") + lines[other][k + 1 :])


@family("unchanged")
def misprint_before(r, lines, at, s, e):
    words = lines[at][:s].split(" ")
    far = [n for n in range(len(words) - 4) if len(words[n]) > 4]
    if not far:
        return lines
    n = r.choice(far)
    words[n] = words[n][:2] + "x" + words[n][3:]
    return _put(lines, at, " ".join(words) + lines[at][s:])


@family("unchanged")
def words_added_before(r, lines, at, s, e):
    words = lines[at][:s].split(" ")
    if len(words) < 6:
        return lines
    n = r.randrange(len(words) - 4)
    return _put(lines, at, " ".join([*words[:n], "as", "was", "said", *words[n:]]) + lines[at][s:])


@family("unchanged")
def words_added_after(r, lines, at, s, e):
    words = lines[at][e:].split(" ")
    if len(words) < 8:
        return lines
    n = r.randrange(5, len(words))
    return _put(lines, at, lines[at][:e] + " ".join([*words[:n], "so", "to", "speak", *words[n:]]))


@family("unchanged")
def paragraph_added_before(r, lines, at, s, e):
    n = r.randrange(at + 1)
    return [*lines[:n], "A wholly new paragraph about the weather of that winter stands here.", *lines[n:]]


@family("unchanged")
def paragraph_added_after(r, lines, at, s, e):
    return [*lines[: at + 1], "Another quite new paragraph, on bread and roses, follows now.", *lines[at + 1 :]]


@family("unchanged")
def other_paragraph_deleted(r, lines, at, s, e):
    other = r.choice([n for n in range(len(lines)) if n != at])
    return [line for n, line in enumerate(lines) if n != other]


@family("unchanged")
def double_spaces(r, lines, at, s, e):
    return _put(lines, at, lines[at].replace(" ", "  "))


@family("unchanged")
def no_break_spaces(r, lines, at, s, e):
    return _put(lines, at, lines[at].replace(" ", "\u00a0"))


@family("unchanged")
def nfd(r, lines, at, s, e):
    return [unicodedata.normalize("NFD", line) for line in lines]


@family("unchanged")
def nfc(r, lines, at, s, e):
    return [unicodedata.normalize("NFC", line) for line in lines]


@family("unchanged")
def quotation_marks(r, lines, at, s, e):
    return [line.replace('"', "”").replace("“", "„").replace("'", "’") for line in lines]


@family("unchanged")
def dashes(r, lines, at, s, e):
    return [line.replace("–", "—").replace(" - ", " – ") for line in lines]


@family("unchanged")
def soft_hyphens(r, lines, at, s, e):
    k = r.randrange(s + 1, e) if e - s > 1 else s
    if unicodedata.category(lines[at][k]) in {"Mn", "Mc"}:
        return lines
    return _put(lines, at, lines[at][:k] + "\u00ad" + lines[at][k:])


@family("unchanged")
def blank_lines(r, lines, at, s, e):
    return [part for line in lines for part in (line, "")]


# --- the words change -------------------------------------------------------------------------------------------------


@family("changed")
def misprint_in_lemma(r, lines, at, s, e):
    k = r.choice([k for k in range(s, e) if lines[at][k].isalpha()])
    return _put(lines, at, lines[at][:k] + "ж" + lines[at][k + 1 :])


@family("changed")
def letter_lost(r, lines, at, s, e):
    k = r.choice([k for k in range(s, e) if lines[at][k].isalpha()])
    return _put(lines, at, lines[at][:k] + lines[at][k + 1 :])


@family("changed")
def letters_swapped(r, lines, at, s, e):
    ks = [
        k
        for k in range(s, e - 1)
        if lines[at][k].isalpha() and lines[at][k + 1].isalpha() and lines[at][k] != lines[at][k + 1]
    ]
    if not ks:
        return None
    k = r.choice(ks)
    line = lines[at]
    return _put(lines, at, line[:k] + line[k + 1] + line[k] + line[k + 2 :])


@family("changed")
def word_inserted(r, lines, at, s, e):
    ks = [k for k in range(s, e) if lines[at][k] == " "]
    k = r.choice(ks)
    return _put(lines, at, lines[at][:k] + " truly" + lines[at][k:])


@family("changed")
def word_deleted(r, lines, at, s, e):
    words = lines[at][s:e].split(" ")
    words.pop(r.randrange(1, len(words) - 1) if len(words) > 2 else 0)
    return _put(lines, at, lines[at][:s] + " ".join(words) + lines[at][e:])


@family("changed")
def word_replaced(r, lines, at, s, e):
    words = lines[at][s:e].split(" ")
    words[r.randrange(len(words))] = "другое"
    return _put(lines, at, lines[at][:s] + " ".join(words) + lines[at][e:])


# --- the words move ---------------------------------------------------------------------------------------------------


@family("moved")
def split_before(r, lines, at, s, e):
    if s < 20:
        return None
    return [*lines[:at], lines[at][:s].strip(), lines[at][s:].strip(), *lines[at + 1 :]]


@family("moved")
def split_after(r, lines, at, s, e):
    if len(lines[at]) - e < 20:
        return None
    return [*lines[:at], lines[at][:e].strip(), lines[at][e:].strip(), *lines[at + 1 :]]


@family("moved")
def joined_to_next(r, lines, at, s, e):
    if at + 1 >= len(lines):
        return None
    return [*lines[:at], lines[at] + " " + lines[at + 1], *lines[at + 2 :]]


@family("moved")
def joined_to_last(r, lines, at, s, e):
    if at == 0:
        return None
    return [*lines[: at - 1], lines[at - 1] + " " + lines[at], *lines[at + 1 :]]


@family("moved")
def paragraph_moved(r, lines, at, s, e):
    rest = [line for n, line in enumerate(lines) if n != at]
    n = r.randrange(len(rest) + 1)
    return [*rest[:n], lines[at], *rest[n:]]


@family("moved")
def sentence_moved(r, lines, at, s, e):
    other = r.choice([n for n in range(len(lines)) if n != at])
    words = lines[at][s:e]
    out = _put(lines, at, (lines[at][:s].rstrip() + " " + lines[at][e:].lstrip()).strip())
    if not out[at] or e - s < 25:
        return None
    return _put(out, other, out[other] + " " + words)


# --- the words go, or there are more of them --------------------------------------------------------------------------


@family("deleted")
def lemma_deleted(r, lines, at, s, e):
    out = (lines[at][:s].rstrip() + " " + lines[at][e:].lstrip()).strip()
    return _put(lines, at, out) if out else None


@family("deleted")
def paragraph_deleted(r, lines, at, s, e):
    return [line for n, line in enumerate(lines) if n != at]


@family("deleted")
def deleted_with_near_copy(r, lines, at, s, e):
    words = lines[at][s:e].split(" ")
    if len(words) < 4:
        return None
    words[len(words) // 2] = "again"
    other = r.choice([n for n in range(len(lines)) if n != at])
    out = (lines[at][:s].rstrip() + " " + lines[at][e:].lstrip()).strip()
    return _put(_put(lines, at, out), other, lines[other] + " " + " ".join(words)) if out else None


@family("ambiguous")
def lemma_doubled(r, lines, at, s, e):
    return _put(lines, at, lines[at] + " " + lines[at][s:e])


@family("ambiguous")
def lemma_doubled_before(r, lines, at, s, e):
    return _put(lines, at, lines[at][s:e] + " " + lines[at])


@family("unchanged")
def near_copy_elsewhere(r, lines, at, s, e):
    words = lines[at][s:e].split(" ")
    words[len(words) // 2] = "again"
    other = r.choice([n for n in range(len(lines)) if n != at])
    return _put(lines, other, lines[other] + " " + " ".join(words))


@family("unchanged")
def paragraph_copied(r, lines, at, s, e):
    return [*lines, lines[at]] if at + 1 < len(lines) else None


@family("deleted")
def moved_away_and_near_copy_stays(r, lines, at, s, e):
    words = lines[at][s:e].split(" ")
    if len(words) < 4:
        return None
    words[0] = "Elsewhere"
    words[-1] = "otherwise"
    return _put(lines, at, lines[at][:s] + " ".join([words[0], "nothing", "of", "this", words[-1]]) + lines[at][e:])


# --- equal passages, and edits of more than one place -----------------------------------------------------------------


@family("ambiguous")
def paragraph_doubled_below(r, lines, at, s, e):
    return [*lines[: at + 1], lines[at], *lines[at + 1 :]]


@family("ambiguous")
def paragraph_added_twice(r, lines, at, s, e):
    return [*lines[:at], lines[at], lines[at], *lines[at:]]


@family("ambiguous")
def moved_to_two_places(r, lines, at, s, e):
    rest = [line for n, line in enumerate(lines) if n != at]
    far = [n for n in range(len(rest) + 1) if abs(n - at) > 1]
    if len(far) < 2:
        return None
    for n in sorted(r.sample(far, 2), reverse=True):
        rest = [*rest[:n], lines[at], *rest[n:]]
    return rest


@family("unchanged")
def copied_far_above(r, lines, at, s, e):
    return [lines[at], *lines] if at > 1 else None


@family("unchanged")
def neighbour_word_changed(r, lines, at, s, e):
    words = lines[at][e:].split(" ")
    if len(words) < 6 or not lines[at][:s].strip():
        return None
    words[1] = "другое"
    return _put(lines, at, lines[at][:e] + " ".join(words))


@family("unchanged")
def misprints_everywhere_else(r, lines, at, s, e):
    def spoilt(line):
        return " ".join(w[:2] + "x" + w[2:] if len(w) > 4 and r.random() < 0.2 else w for w in line.split(" "))

    return [line if n == at else spoilt(line) for n, line in enumerate(lines)]


@family("moved")
def paragraphs_swapped(r, lines, at, s, e):
    if at + 1 >= len(lines):
        return None
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


@family("moved")
def moved_and_mended(r, lines, at, s, e):
    words = lines[at][:s].split(" ")
    if len(lines[at]) < 3 * (e - s) or len(words) < 8:
        return None
    words[1] = "другое"
    rest = [line for n, line in enumerate(lines) if n != at]
    n = r.randrange(len(rest) + 1)
    return [*rest[:n], " ".join(words) + lines[at][s:], *rest[n:]]


@family("changed")
def three_letters_changed(r, lines, at, s, e):
    letters = [k for k in range(s, e) if lines[at][k].isalpha()]
    line = lines[at]
    for k in r.sample(letters, 3 if len(letters) > 18 else 1):
        line = line[:k] + "ж" + line[k + 1 :]
    return _put(lines, at, line)


@family("deleted")
def replaced_by_other_words(r, lines, at, s, e):
    return _put(lines, at, lines[at][:s] + "quite otherwise than one had thought" + lines[at][e:])


@family("deleted")
def sentence_around_deleted(r, lines, at, s, e):
    start, end = max(0, s - 15), min(len(lines[at]), e + 15)
    out = (lines[at][:start].rstrip() + " " + lines[at][end:].lstrip()).strip()
    return _put(lines, at, out) if out else None
