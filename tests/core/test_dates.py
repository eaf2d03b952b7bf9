"""Dates as people type them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.dates import read_date, shows_month_first, shows_order

DATES = st.dates(datetime.date(1980, 1, 1), datetime.date(2079, 12, 31))
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2023-03-14", "2023-03-14"),
        ("2023-03-14T10:00:00.000+01:00", "2023-03-14"),
        ("2023-03-14 00:00:00", "2023-03-14"),
        ("14/03/2023", "2023-03-14"),
        ("14.03.2023", "2023-03-14"),
        ("14-3-2023 10h30", "2023-03-14"),
        ("03/14/2023", "2023-03-14"),
        ("14/03/23", "2023-03-14"),
        ("14/03/99", "1999-03-14"),
        ("20230314", "2023-03-14"),
        ("2023/03", "2023-03"),
        ("03/2023", "2023-03"),
        ("2023", "2023"),
        ("mars 2023", "2023-03"),
        ("March 16th, 2023", "2023-03-16"),
        ("le 1er mars 2023", "2023-03-01"),
        ("mar. 14 février 2023", "2023-02-14"),
        ("16 de marzo de 2023", "2023-03-16"),
        ("16 de março de 2023", "2023-03-16"),
        ("14-Mar-23", "2023-03-14"),
        ("Mar-23", "2023-03"),
        ("44999", "2023-03-14"),
        ("44999.75", "2023-03-14"),
    ],
)
def test_date__typed_in_a_usual_way__is_read(text, iso):
    assert read_date(text).iso == iso


@pytest.mark.parametrize(("text", "iso"), [("14-16 mars 2023", "2023-03"), ("mars - avril 2023", "2023")])
def test_date__of_several_days__keeps_what_they_share(text, iso):
    assert read_date(text).iso == iso


@pytest.mark.parametrize(
    "text",
    ["", "n/a", "31/02/2023", "2023-13-01", "2023-02-30", "0/3/2023", "2023-03-00", "March 14", "14 mars", "2021-2022"]
    + ["12", "76123456", "01/01/1199", "30 Feb 2023", "T1 2023", "soon"],
)
def test_date__impossible_or_without_a_year__is_not_guessed(text):
    assert read_date(text).iso == ""


def test_date__day_and_month_exchangeable__says_so():
    assert read_date("03/04/2023") == read_date("03/04/2023", is_month_first=False)
    assert (read_date("03/04/2023").iso, read_date("03/04/2023").is_ambiguous) == ("2023-04-03", True)
    assert read_date("03/04/2023", is_month_first=True).iso == "2023-03-04"
    assert not read_date("04/04/2023").is_ambiguous
    assert not read_date("14/04/2023").is_ambiguous


@pytest.mark.parametrize(
    ("texts", "month_first", "shown"),
    [
        (["03/04/2023", "03/14/2023"], True, True),
        (["03/04/2023", "14/03/2023"], False, True),
        (["03/14/2023", "14/03/2023"], False, False),
        (["03/04/2023", "2023-03-14"], False, False),
    ],
)
def test_dates__of_one_list__show_the_order(texts, month_first, shown):
    assert (shows_month_first(texts), shows_order(texts)) == (month_first, shown)


@given(DATES, st.sampled_from(["{0.day}/{0.month}/{0.year}", "{0:%d.%m.%Y}", "{0:%d-%m-%Y}", "{0:%d/%m/%y}"]))
def test_date__day_first_in_figures__comes_back(date, pattern):
    assert read_date(pattern.format(date)).iso == date.isoformat()


@given(DATES, st.sampled_from(sorted(MONTHS)), st.sampled_from(["{0} {1} {2}", "{0} de {1} de {2}", "{1} {0}, {2}"]))
def test_date__month_in_letters__comes_back(date, language, pattern):
    month = MONTHS[language].split()[date.month - 1]
    assert read_date(pattern.format(date.day, month, date.year)).iso == date.isoformat()


@given(DATES)
def test_date__excel_serial__is_the_same_day(date):
    serial = (date - datetime.date(1899, 12, 30)).days
    assert read_date(str(serial)).iso == date.isoformat()


@given(st.text(max_size=30))
def test_date__any_text__is_a_real_date_or_nothing(text):
    iso = read_date(text).iso
    if iso:
        parts = [int(part) for part in iso.split("-")]
        assert datetime.date(*parts, *[1] * (3 - len(parts))).isoformat().startswith(iso)


@given(st.integers(0, 99), st.integers(0, 99), st.integers(1900, 2100), st.booleans())
def test_date__figures_that_no_calendar_has__are_refused(one, two, year, is_month_first):
    read = read_date(f"{one:02d}/{two:02d}/{year}", is_month_first=is_month_first)
    pairs = {(one, two), (two, one)}
    if read.iso:
        month, day = int(read.iso[5:7]), int(read.iso[8:])
        assert (day, month) in pairs
    else:
        assert not 1 <= two <= 12 or not 1 <= one <= 28
