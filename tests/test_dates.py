"""Dates as days to sort by and as words to read, told by two tables."""

from __future__ import annotations

import pytest

from variorum.text.dates import days_of, in_edtf, readable
from variorum.wording.messages import Wording

DAYS = {
    "1906": ((1906, 1, 1), (1906, 12, 31)),
    "1904-02": ((1904, 2, 1), (1904, 2, 29)),
    "1906-07-16": ((1906, 7, 16), (1906, 7, 16)),
    "1906?": ((1906, 1, 1), (1906, 12, 31)),
    "1936-09/1938-12": ((1936, 9, 1), (1938, 12, 31)),
    "1908/1904": None,  # ends before it begins
    "1906-13": None,
    "1906-02-30": None,
    "190X": ((1900, 1, 1), (1909, 12, 31)),  # from here on the library reads
    "-0044-03-15": ((-44, 3, 15), (-44, 3, 15)),
    "1906/..": None,  # an open interval has no last day
    "about 1906": None,
    "Y17E99999999": None,
    "1" * 500: None,
}

WORDS = {
    ("1906", "en"): "1906",
    ("1906-07", "en"): "July 1906",
    ("1906-07-16", "en"): "16 July 1906",
    ("1906-07-16", "nb"): "16. juli 1906",
    ("1906-07?", "en"): "perhaps July 1906",
    ("1906~", "en"): "about 1906",
    ("1906%", "en"): "perhaps about 1906",
    ("1904/1906", "en"): "1904–1906",
    ("1936-09/1938-12", "en"): "September 1936 – December 1938",
    ("1906-02-30", "en"): "1906-02-30",
    ("190X", "en"): "190X",
    ("-0700~", "en"): "about 701 BC",  # EDTF has a year 0
    ("0000", "en"): "1 BC",
    ("1906-07-16", "tlh"): "16 July 1906",  # a language without known months
    ("1906-07-16", "no such tag"): "16 July 1906",
}


MEANT = {  # what people write → EDTF
    "1904-1906": "1904/1906",
    "1906/1904": "1904/1906",
    "16.7.1906": "1906-07-16",
    "July 1906": "1906-07",
    "the 1930s": "1930/1939",
    "31.2.1906": "",  # no day of the calendar
    "7/6/1906": "",  # July or June
    "long ago": "",
    "c. 1906" * 100: "",
}


@pytest.mark.parametrize("date", MEANT)
def test_the_date_that_somebody_may_have_meant_is_offered(date):
    assert in_edtf(date) == MEANT[date]


@pytest.mark.parametrize("date", DAYS)
def test_a_date_is_its_first_and_last_day(date):
    assert days_of(date) == DAYS[date]


@pytest.mark.parametrize(("date", "language"), WORDS)
def test_a_date_is_read_in_the_language_of_the_page(date, language):
    assert readable(date, Wording(language)) == WORDS[date, language]
