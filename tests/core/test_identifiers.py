"""Numbers of people in texts: those of a record stay when somebody else's number moves."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tasks.core.identifiers import number_alone, renumber

people = st.builds("[{} {}]".format, st.sampled_from(["person", "government respondent"]), st.integers(0, 999))
words = st.lists(
    st.one_of(people, st.sampled_from(["said", "[institution]", "[person]", "12 of 40", "[3]"])), max_size=9
)
records = st.lists(words.map(" ".join), max_size=4)


@given(records)
def test_people_numbered_alone__leave_every_text_as_long_as_it_was_and_lead_back(texts):
    alone, numbers = number_alone(texts)
    assert list(map(len, alone)) == list(map(len, texts))
    assert [renumber(text, numbers) for text in alone] == texts


@given(records, st.integers(1, 200))
def test_record__reads_the_same_when_the_numbers_of_its_people_move(texts, shift):
    def moved(match: re.Match[str]) -> str:
        number = str(int(match[1]) + shift)
        return f"person {number}" if len(number) == len(match[1]) else match[0]

    later = [re.sub(r"person (\d+)", moved, text) for text in texts]
    are_apart = len(set(re.findall(r"person \d+", " ".join(later)))) == len(
        set(re.findall(r"person \d+", " ".join(texts)))
    )
    assert not are_apart or number_alone(texts)[0] == number_alone(later)[0]


def test_records__tell_people_apart_by_where_they_stand():
    one, other, both = (number_alone([text])[0] for text in ("[person 87]", "[person 12]", "[person 87] [person 12]"))
    assert one == other == ["[person 10]"]
    assert both == ["[person 10] [person 11]"]
