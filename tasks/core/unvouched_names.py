"""Names that nobody vouches against: a capitalised word within a sentence is somebody unless known to be a thing.

Dictionaries hold names that are words too ("Dawn", "Espoir", "Luz"), and no list of them is ever whole. So the question
is turned round: a word that a sentence writes with a capital, and that is no part of an institution, no sector, place,
day or thing, is taken for somebody. Behind an article or at a sentence's start it needs the frame of a person.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from tasks.core.name_frames import AFFILIATING, CLAUSE_ENDS, is_apposition, is_landform
from tasks.core.name_words import (
    CONTRACTION_PATTERN,
    ENCLITIC,
    HYPHEN_PATTERN,
    INSTITUTION,
    KNOWN_WORDS,
    LOOK_AHEAD,
    MAYBE,
    NAMED_AFTER,
    ORDINARY,
    PLACE,
    ROLE,
    SHORTEST_SURE,
    TITLE,
    UNKNOWN,
    Mention,
    PersonWords,
    Word,
    ends_run,
    ends_with_phrase,
    goes_with_places,
    is_named_place,
    joins,
)
from tasks.core.spellings import simplify

CALLED = "called"
"""Sign of a word that somebody is said to be called, whatever it is elsewhere."""
MOST_LINKS = 4
LONGEST_TAIL = 5
QUESTION_CODE = re.compile(r"(?<!\w)[A-Z]{1,2}\d{1,3}[.:]?\s$")
"""Before the wording of a question in a head ("Q4 Who convenes it?")."""
REACHED = re.compile(r"((?:\s[^\W\d_]+){1,3})\s(?:\+?\(?\d[\d ()./-]{6,}|@\w)")
PERSONAL = frozenset("oa")
"""An article, in Portuguese, or the "a" before persons in Spanish."""
BYNAMING = {
    "es": frozenset(("el", "la")),
    "pt": frozenset(("o", "a", "pelo", "pela")),
    "fr": frozenset(("le", "la")),
}
"""Articles behind which these languages write what somebody is nicknamed, and write things small."""
DOING = frozenset(("faz", "fazia", "hace", "hacía", "fait", "faisait"))
"""What people do, and of days the weather alone, which has no article before it ("em Agosto faz frio")."""
PREFIXED = re.compile(r"[A-Z][a-z]{1,2}[A-Z][a-z]{2,}")
"""A name with a prefix: "IaKaut", "McCoy"."""
OWNING = frozenset(("a", "da", "pela"))
"""Before somebody called after a day, in Portuguese ("as falas da Quinta")."""
JOINING = frozenset("and et y e or ou o".split())
DONE_BY = frozenset(("pelo", "pela"))
"""Before whoever does something, in Portuguese ("feito pela Nina"), and before things."""
CALLED_SO = re.compile(r"\s(?:se llama(?:ba)?|se chama(?:va)?|s['’]appel(?:le|ait))\s(?=[A-ZÀ-Þ][^\W\d_])")
"""Behind the other name of somebody: "Macho se llama Gerardo"."""
ELIDED_VERB = re.compile(r"\s[lnsmt]['’][^\W\d_]")
"""Behind somebody who does something: "Kyabu l'a cité"."""
PAST = re.compile(r"(?:ó|[aeiu]ou|[aei]u|aba|ava|[st]ait|[bcdfglnrst]ou)$")
"""How a verb ends that tells what somebody did, in Spanish, French and Portuguese: no dictionary holds them all."""
HAS = frozenset(("a", "há", "ha"))
BEFORE_THINGS = frozenset(("is", "was"))
"""In English a thing needs no article before them ("Money is short")."""
WHO = re.compile(r"\s(quem|quien|qui|who)\s")
WHO_ALONE = ("quem", "quien")
"""Never said of things."""
OF_BODY = frozenset("from du da do del of de".split())
OF_A_BODY = re.compile(r"\s(?:from(?:\sthe)?\s|du\s|de\sla\s|de\sl['’]|d[ao]\s|del\s)[a-zß-ÿ]{3,}")
"""Behind somebody of a body: "du laboratoire", "from the agrarian office"."""
LEAST_BEHIND = 2
COMPOUND = re.compile(r"[^\W\d_a-zß-ÿ][a-zß-ÿ]+(?:[‑-][^\W\d_][a-zß-ÿ]+)+")
"""A name of several parts: "Lim-Tantoco", "Jun-jun"."""
OPEN_QUOTES, HAILED = '«“"', re.compile(r",\s[^\W\d_A-ZÀ-Þ]")
"""Before what somebody is quoted to have said, and behind whom it is said to."""
HELD = "«“\"'‘#/_*"
"""Signs before a word that is spoken of, not spoken to."""


def with_unvouched(text: str, tokens: Sequence[Word], found: Sequence[Mention], words: PersonWords) -> list[Mention]:
    """Add the capitalised words that nothing shows to be anything but a name.

    Args:
        text: as received.
        tokens: its words.
        found: names that are told otherwise.
        words: how names, institutions and places look.

    Returns:
        All mentions in order.
    """
    told = list(_find_unvouched(text, tokens, [(one.start, one.end) for one in found if one.is_sure], words))
    rest = [one for one in found if not any(name.start < one.end and one.start < name.end for name in told)]
    return sorted([*rest, *told], key=lambda one: one.start)


def with_doubts(
    text: str,
    tokens: Sequence[Word],
    found: Sequence[Mention],
    words: PersonWords,
    lowered: frozenset[str],
    spoken: frozenset[str],
) -> list[Mention]:
    """Add the words that stand with a capital where no place or thing is spoken of, and may be somebody.

    They are of no language spoken here, open a sentence and act, or stand behind an article as nicknames do. Nothing
    shows them to be names, and nothing that they are none: they are left standing, told to a person and printed
    nowhere until that person has decided. So are words that stand right behind somebody's name and that talk writes
    small too; others that do are more of the name.

    Args:
        text: as received.
        tokens: its words.
        found: names that are told otherwise, sure ones and doubtful ones.
        words: how names, institutions and places look.
        lowered: words that the texts of the country write small.
        spoken: languages of the country's records.
    """
    taken = {place for one in found if one.sign != "start" for place in range(one.start, one.end)}
    ends = {one.end: one.start for one in found if one.is_sure}
    told: list[Mention] = []
    for place, token in enumerate(tokens):
        if not token.is_capital or token.start in taken:
            continue
        goes_on = _goes_on(text, tokens, place, words, ends)
        if goes_on and token.folded not in words.talked:
            start = ends[token.start - 1]
            told.append(Mention(start, token.end, text[start : token.end], True, "longer"))
        elif goes_on or (token.folded not in lowered and _is_doubted(text, tokens, place, words, spoken)):
            told.append(Mention(token.start, token.end, token.text, False, "doubtful"))
        elif _is_word_pair(text, tokens, place, words):
            end = tokens[place + 1].end
            told.append(Mention(token.start, end, text[token.start : end], False, "doubtful"))
    begun, longer = {one.start for one in told}, {one.start for one in told if one.is_sure}
    rest = [one for one in found if one.start not in longer and (one.sign != "start" or one.start not in begun)]
    return sorted([*rest, *told], key=lambda one: one.start)


def _goes_on(text: str, tokens: Sequence[Word], place: int, words: PersonWords, ends: Container[int]) -> bool:
    """Tell whether a word with a capital stands right behind somebody's name and may be more of it."""
    token = tokens[place]
    if token.start - 1 not in ends or text[token.start - 1] != " " or not token.text[1:].islower():
        return False
    is_place = token.kind == PLACE and token.folded not in words.elsewhere
    listed = (words.small_words, words.kept, words.vouched)
    if is_place or token.kind in (ROLE, TITLE) or any(token.folded in one for one in listed):
        return False
    return ends_run(text, tokens, place, words)


def _is_word_pair(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether a given and a family name that are words both may stand here: "a Refugio Alemán le deben"."""
    token, before = tokens[place], tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if before is None or after is None or not (after.is_capital and joins(text, token, after)):
        return False
    is_word = token.kind == ORDINARY and not token.begins_sentence and token.text[1:].islower()
    if not is_word or not {token.folded, after.folded} <= words.word_names or before.kind == INSTITUTION:
        return False
    is_thing = before.folded in words.determiners and before.text.lower() not in PERSONAL
    return not is_thing and before.folded not in AFFILIATING


def _is_doubted(text: str, tokens: Sequence[Word], place: int, words: PersonWords, spoken: frozenset[str]) -> bool:
    token, before = tokens[place], tokens[place - 1] if place else None
    is_title = token.folded in words.titles and token.text[1:].islower()  # "send Hajia a copy"
    if not (is_title or _may_be_name(token, words)):
        return False
    is_bynamed = _is_bynamed(text, tokens, place, words, spoken)
    is_told = is_bynamed or _is_acting_name(text, tokens, place, words, spoken)
    if not (is_told or _is_of_no_language(token, words, spoken)):
        return False
    if ENCLITIC.search(token.text.lower()) or is_landform(text, tokens, place, place + 1, words):
        return False
    if goes_with_places(text, tokens, place, words) or (_is_held(text, token) and not _is_hailed(text, token)):
        return False
    is_saint = before is not None and before.folded in words.saints and joins(text, before, token)  # "San Mena"
    if not (is_saint or _is_alone(text, tokens, place, is_behind=is_bynamed)):
        return False
    if is_bynamed:
        return True
    vouching = words.locatives | words.ties | words.place_words | words.at
    if token.folded not in words.seeds and token.folded not in words.word_names:
        vouching |= words.articles | words.determiners
    is_near = before is not None and not text[before.end : token.start].strip("\u00a0\u202f ")
    return not (is_near and before is not None and before.folded in vouching)


def _is_acting_name(text: str, tokens: Sequence[Word], place: int, words: PersonWords, spoken: frozenset[str]) -> bool:
    """Tell whether a word that may be a name opens a sentence and does something: "Tito presta el salón".

    One that is nobody's listed name is shown by its verb alone: "Argentino foi rápido", "Segunda llegó".
    """
    token = tokens[place]
    if token.kind == MAYBE and token.folded in words.given:
        return _is_before_verb(text, tokens, place, words)
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if token.kind not in (ORDINARY, MAYBE) or after is None or not token.begins_sentence or token.is_thing:
        return False
    if ELIDED_VERB.match(text, token.end):
        return True
    is_near = text[token.end : after.start] == " " and (after.text != "a" or "fr" in spoken)
    is_said = after.text.islower() and after.folded in words.said and after.folded not in words.passing
    is_said = is_said and token.folded not in words.titles  # "Fofa guarda as fichas", not "Me llamo"
    return is_near and (is_said or _is_past(after) or after.text in words.copulas - BEFORE_THINGS)


def _is_bynamed(text: str, tokens: Sequence[Word], place: int, words: PersonWords, spoken: frozenset[str]) -> bool:
    """Tell whether a word that no body and no thing bears stands with a capital behind an article: "el Mono"."""
    token, before = tokens[place], tokens[place - 1] if place else None
    if before is None or text[before.end : token.start] != " " or token.begins_sentence:
        return False
    is_article = any(before.text.lower() in BYNAMING[language] for language in spoken & BYNAMING.keys())
    if token.folded in words.kept:  # "parti à la Noël"
        is_borne = (
            before.text in OWNING
            and "pt" in spoken
            and (token.folded in words.also_words or token.folded in words.seeds)
        )
        return is_borne or (is_article and _is_acting_day(text, tokens, place, words))
    is_word = token.kind in (ORDINARY, MAYBE) or (token.kind == PLACE and token.folded in words.elsewhere)
    if not (is_article and is_word and words.kind_of_word(token.text)):
        return False
    earlier, after = tokens[place - 2] if place > 1 else None, tokens[place + 1] if place + 1 < len(tokens) else None
    is_owner = earlier is not None and earlier.folded in AFFILIATING  # "ministère de la Production"
    is_near = after is not None and text[token.end : after.start] == " "
    is_owning = is_near and after is not None and (after.folded in AFFILIATING or after.folded in words.roles)
    return not (is_owner or is_owning)


def _is_acting_day(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether a day that people are called after does what no day does: "A Segunda faz as actas"."""
    token, after = tokens[place], tokens[place + 1] if place + 1 < len(tokens) else None
    is_borne = token.folded in words.also_words or token.folded in words.seeds
    if after is None or not is_borne or text[token.end : after.start] != " ":
        return False
    return after.text in DOING or (after.folded in words.said and after.folded not in words.passing)


def _is_of_no_language(token: Word, words: PersonWords, spoken: frozenset[str]) -> bool:
    """Tell whether a word is of no language at all, or of none that is spoken here ("Nina" in Spanish).

    Nor is what a place of another country is called ("Washo").
    """
    if token.kind == UNKNOWN:
        return not words.kind_of_word(token.text)
    is_far = token.kind == PLACE and token.folded in words.elsewhere
    is_other = (is_far or token.kind in (ORDINARY, MAYBE, TITLE)) and len(token.folded) >= SHORTEST_SURE
    parts = HYPHEN_PATTERN.split(token.text)
    return is_other and bool(spoken) and not any(words.is_word_of(part, spoken) for part in parts)


def _find_unvouched(
    text: str, tokens: Sequence[Word], taken: Sequence[tuple[int, int]], words: PersonWords
) -> Iterator[Mention]:
    for place, token in enumerate(tokens):
        if not token.is_capital or any(start < token.end and token.start < end for start, end in taken):
            continue
        if _is_told_name(text, tokens, place, words):
            yield Mention(token.start, token.end, token.text, True, CALLED)
            continue
        is_called = token.folded in words.titles and _is_called(text, token, words)
        if not (is_called or _may_be_name(token, words)):
            continue
        if not (_is_alone(text, tokens, place) or _is_titled_behind(text, tokens, place, words)):
            continue
        if sign := _sign(text, tokens, place, taken, words):
            yield Mention(token.start, token.end, token.text, True, sign)


def _is_told_name(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether a word stands alone where only somebody's name stands, whatever it is elsewhere.

    "We call him Kip", "Eu sou a Quinta.", "el motorista, Lolo.", "On l'appelle Alhadji."
    """
    token = tokens[place]
    if not token.text[1:].islower() or token.folded in words.small_words:
        return False
    is_lone_title = token.folded in words.lone_titles
    is_title = is_lone_title or token.kind == TITLE
    if not (is_title and token.is_dotted) and not _is_alone(text, tokens, place):
        return False
    if is_lone_title:
        return not token.begins_sentence or _is_before_verb(text, tokens, place, words)
    if token.begins_sentence or token.kind in (INSTITUTION, NAMED_AFTER, ROLE):
        return False
    is_closed = text[token.end : token.end + 1] in (".", ",", "!", ";")
    if ends_with_phrase(text, token.start, words.callings):
        return is_closed or token.kind != TITLE
    closed_callings = words.title_callings if token.kind == TITLE else words.closed_callings
    return is_closed and ends_with_phrase(text, token.start, closed_callings)


def _may_be_name(token: Word, words: PersonWords) -> bool:
    if not token.is_capital or token.kind not in (ORDINARY, UNKNOWN, MAYBE, PLACE) or token.text.isupper():
        return False
    is_compound = token.kind == UNKNOWN and COMPOUND.fullmatch(token.text) is not None  # no "April-July"
    is_spelled = token.text[1:].islower() or PREFIXED.fullmatch(token.text) is not None or is_compound
    if len(token.folded) < SHORTEST_SURE - 1 or not is_spelled or CONTRACTION_PATTERN.search(token.text):
        return False
    if token.folded in words.small_words:
        return False
    listed = (words.ordinary, words.institutions, words.named_after, words.roles, words.titles, words.vouched)
    folded = {token.folded} if token.kind == MAYBE else {token.folded, token.folded.removesuffix("s")}
    return all(folded.isdisjoint(one) for one in listed)  # "Claros pidió una cosa", whose singular is said all the time


def _is_alone(text: str, tokens: Sequence[Word], place: int, *, is_behind: bool = False) -> bool:
    """Tell whether no other capitalised word stands right beside a word, or right behind it."""
    token = tokens[place]
    before = tokens[place - 1] if place and not is_behind else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if before is not None and before.is_capital and len(before.text) > 1 and joins(text, before, token):
        return before.kind in (TITLE, ROLE) and before.begins_sentence
    return after is None or not (after.is_capital and joins(text, token, after))


def _sign(text: str, tokens: Sequence[Word], place: int, taken: Sequence[tuple[int, int]], words: PersonWords) -> str:
    token = tokens[place]
    if is_landform(text, tokens, place, place + 1, words):
        return ""
    is_told = any(tell(text, tokens, place, words) for tell in (_is_oneself, _is_who_did))
    if is_told or _is_called(text, token, words):
        return CALLED
    if _is_addressed_behind(text, tokens, place, words):
        return "addressed"
    if any(tell(text, tokens, place, words) for tell in (_is_reached, _is_named_by_work, _is_of_post)):
        return ROLE
    if token.begins_sentence or len(token.folded) < SHORTEST_SURE or _is_held(text, token):
        tells = (_is_acting_first, _is_told_behind, _is_titled_behind)
        return "unknown" if any(tell(text, tokens, place, words) for tell in tells) else ""
    before = tokens[place - 1] if place else None
    if before is None or text[before.end : token.start].strip("\u00a0\u202f ,:("):
        return ""
    is_near = not text[before.end : token.start].strip("\u00a0\u202f ")
    is_by = is_near and before.folded in DONE_BY and token.folded in words.seeds and not token.is_thing
    is_thing = is_near and before.folded in words.determiners and not is_by
    is_there = is_near and before.folded in words.locatives
    if is_apposition(text, tokens, place + 1, words) and not is_thing:
        return "" if is_there else ROLE
    if is_near and before.text in PERSONAL and _is_who_it_is(text, tokens, place, words):
        return ROLE
    if token.kind != ORDINARY or token.is_thing or is_thing or is_there:
        return ""
    return "" if _is_chained(text, tokens, place, taken, words) and not is_by else "unvouched"


def _is_held(text: str, token: Word) -> bool:
    """Tell whether a word is spoken of, in quotation marks, or begins the wording of a question."""
    is_quoted = token.start > 0 and text[token.start - 1] in HELD
    return is_quoted or QUESTION_CODE.search(text[max(0, token.start - 8) : token.start]) is not None


def _is_hailed(text: str, token: Word) -> bool:
    """Tell whether what somebody is quoted to have said opens with whom it is said to: "«Espy, eu já só assino»"."""
    return text[token.start - 1] in OPEN_QUOTES and HAILED.match(text, token.end) is not None


def _is_called(text: str, token: Word, words: PersonWords) -> bool:
    """Tell whether a word is said to be a name by what stands behind: "Felicidade é o meu nome", "Macho se llama"."""
    if token.begins_sentence and token.kind != PLACE and CALLED_SO.match(text, token.end):
        return True
    ahead = simplify(re.split(r"[.;:!?\n()]", text[token.end : token.end + LOOK_AHEAD])[0]).split()[:LONGEST_TAIL]
    return any(" ".join(ahead[:length]) in words.behind_names for length in range(1, LONGEST_TAIL + 1))


def _is_who_it_is(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether an article stands before somebody: "o delegado é o Évora.", "a Chamba lo ubica"."""
    token, earlier = tokens[place], tokens[place - 2] if place > 1 else None
    is_thing = token.is_thing and token.kind == ORDINARY
    if is_thing or is_named_place(text, token.start, token.text, words):
        return False
    is_told = earlier is not None and earlier.text.lower() in words.copulas
    is_kin = earlier is not None and text[earlier.end : earlier.end + 1] == ","  # "tinha o filho doente, o Chale."
    is_kin = is_kin and any(one.folded in words.kin for one in tokens[max(0, place - 5) : place - 1])
    if (is_told or is_kin) and text[token.end : token.end + 1] in (".", "!", ","):
        return True
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    is_acting = after is not None and text[token.end : after.start] == " " and after.text in words.clitics
    is_acting = is_acting and after is not None and not after.is_dotted  # "a Portaria n.º 44"
    return is_acting and token.kind != PLACE


def _is_oneself(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether a word stands between commas behind the speaker: "Eu, Có, não sou convidado"."""
    before, token = tokens[place - 1] if place else None, tokens[place]
    is_self = before is not None and before.text in words.ourselves and text[before.end : token.start].strip() == ","
    return is_self and text[token.end : token.end + 1] == "," and token.kind != PLACE


def _is_who_did(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether somebody is said to be who did something: "Foi o Nazareno quem articulou", "c'est Espoir qui"."""
    token, who = tokens[place], WHO.match(text, tokens[place].end)
    before, earlier = (tokens[place - back] if place >= back else None for back in (1, 2))
    if who is None or before is None or token.kind == PLACE or text[before.end : token.start] != " ":
        return False
    is_told = before.text.lower() in words.copulas
    if earlier is not None and before.text in PERSONAL and who.group(1) in WHO_ALONE:
        is_told = is_told or earlier.text.lower() in words.copulas
    return is_told


def _is_of_post(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether a word that opens a sentence is said to hold a post: "Betinho é estagiário"."""
    token, behind = tokens[place], tokens[place + 1 : place + 3]
    if not token.begins_sentence or token.is_thing or len(behind) < LEAST_BEHIND:
        return False
    copula, post = behind
    is_near = text[token.end : post.start] == f" {copula.text} " and post.text.islower()
    return is_near and copula.text in words.copulas and post.folded in words.roles


def _is_reached(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether a phone or a handle is told of a word that begins a sentence: "Ur is on 7033 9152"."""
    token = tokens[place]
    match = REACHED.match(text, token.end) if token.begins_sentence and token.kind != PLACE else None
    return match is not None and simplify(match.group(1)) in words.reached_by


def _is_acting_first(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether a word of no language opens a sentence and does something: "Palé est parti", "Sebahutu ne vient"."""
    token = tokens[place]
    if token.kind != UNKNOWN or token.is_thing or words.kind_of_word(token.text):
        return False
    is_other = ENCLITIC.search(token.text.lower()) is not None or _is_held(text, token)
    return not is_other and _is_before_verb(text, tokens, place, words)


def _is_before_verb(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether a word opens a sentence and a verb stands right behind it."""
    token, after = tokens[place], tokens[place + 1] if place + 1 < len(tokens) else None
    if after is None or not token.begins_sentence:
        return False
    if ELIDED_VERB.match(text, token.end) or _is_past(after):
        return True
    if not after.text.islower() or text[token.end : after.start] != " ":
        return False
    small = (words.prepositions, words.articles, words.determiners, words.chaining, words.ties)
    is_small = after.folded not in words.clitics and any(after.folded in listed for listed in small)
    return not is_small and after.text not in JOINING and words.kind_of_word(after.text) in KNOWN_WORDS


def _is_past(token: Word) -> bool:
    """Tell whether a small word is a verb by its spelling: what somebody did, or "has" in French and Portuguese."""
    is_told = token.text in HAS or (len(token.text) > SHORTEST_SURE and PAST.search(token.text) is not None)
    return is_told and token.text.islower()


def _is_addressed_behind(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether a form of address of no coded language stands right behind a word: "Mala akka"."""
    token, after = tokens[place], tokens[place + 1] if place + 1 < len(tokens) else None
    is_near = after is not None and text[token.end : after.start] == " " and after.text.islower()
    return is_near and after is not None and after.folded in words.behind_titles and not words.kind_of_word(after.text)


def _is_titled_behind(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether a word of no language opens a sentence before its form of address: "Shahidullah Sir of the"."""
    token, behind = tokens[place], tokens[place + 1 : place + 3]
    if token.kind != UNKNOWN or token.is_thing or not token.begins_sentence or len(behind) < LEAST_BEHIND:
        return False
    title = behind[0]
    return title.is_capital and title.folded in words.behind_titles and text[token.end : title.start] == " "


def _is_told_behind(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether what stands behind a word of no language that opens a sentence shows it to be somebody.

    "Kavindi, my student, made"; "Tidjani du laboratoire a testé"; "Faruque, de Nacala, foi".
    """
    token, behind = tokens[place], tokens[place + 1 : place + 3]
    if token.kind != UNKNOWN or token.is_thing or not token.begins_sentence or len(behind) < LEAST_BEHIND:
        return False
    if OF_A_BODY.match(text, token.end):
        return True
    tie, noun = behind
    if tie.is_capital or text[token.end : noun.start] != f", {tie.text} ":
        return False
    is_from = tie.folded in OF_BODY and noun.kind == PLACE and text[noun.end : noun.end + 1] == ","
    return is_from or (tie.folded in words.belonging and noun.text.islower())


def _is_named_by_work(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether who a word that opens a sentence is stands right behind it: "Gift the driver", "Fé, the clerk"."""
    token = tokens[place]
    if not token.begins_sentence or token.kind not in (UNKNOWN, MAYBE, ORDINARY) or token.is_thing:
        return False
    is_word_name = token.folded in words.word_names or token.folded in words.also_words  # "Morais, da AGT, disse"
    if token.kind == ORDINARY and not is_word_name:
        return False
    is_borne = token.kind == UNKNOWN or is_word_name or token.folded in words.seeds
    if is_borne and is_apposition(text, tokens, place + 1, words):
        return True
    behind = tokens[place + 1 : place + 3]
    is_near = len(behind) > 1 and text[token.end : behind[1].start] == f" {behind[0].text} "
    return is_near and behind[0].text == "the" and behind[1].text.islower() and behind[1].folded in words.roles


def _is_chained(
    text: str, tokens: Sequence[Word], place: int, taken: Sequence[tuple[int, int]], words: PersonWords
) -> bool:
    """Tell whether a word goes on with what an institution, a plan or a list of sectors is called.

    "Ministerio de Sanidad y Bienestar", "Save the Children", "Health, Agriculture and Gender"; but not "Awa and Dawn".
    """
    for other in _neighbours(text, tokens, place, words):
        is_name = any(start < other.end and other.start < end for start, end in taken)
        if is_name:
            return False
        if other.is_capital and len(other.text) > 1 and not (other.begins_sentence and other.kind == ORDINARY):
            return True
        if other.folded in words.kept and not other.is_capital:  # "milho Sele"
            return True
        if other.kind in (INSTITUTION, NAMED_AFTER) or other.folded in words.institutions | words.named_after:
            return True
        if other.folded in words.roles and tokens[place - 1].folded in AFFILIATING:
            return True
    return False


def _neighbours(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> Iterator[Word]:
    """Yield the words before a word that small words tie to it, then those of a list behind it."""
    position = place
    for _ in range(MOST_LINKS):
        before = tokens[position - 1] if position else None
        if before is None or CLAUSE_ENDS.search(text[before.end : tokens[position].start]):
            break
        is_link = len(before.folded) <= SHORTEST_SURE or before.folded in words.chaining
        yield before
        if before.is_capital or not is_link:
            break
        position -= 1
    behind = re.match(r"\s?,?\s(?:and|et|y|e|ou|or|o|of|de|da|do|for|pour|para)\s", text[tokens[place].end :][:12])
    after = tokens[place + 2] if behind and place + 2 < len(tokens) else None
    if after is None and re.match(r",\s", text[tokens[place].end :][:2]) and place + 1 < len(tokens):
        after = tokens[place + 1]
    if after is not None and after.is_capital:
        yield after
