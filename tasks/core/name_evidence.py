"""Evidence of names: a capitalised word that no frame tells, weighed by what it is and what stands around it.

Each sign has a weight, learnt once from texts in which all names are known (tests/privacy/learn.py); a word is
somebody's name when the weights of its signs come to enough: "Comfort now works from ...", "Willy a quitté ...". More
is asked of a word that nobody is known to bear, most of one that talk about platforms writes small too.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from tasks.core.name_frames import follows_place_word, institution_beside, is_firm, is_landform
from tasks.core.name_words import (
    ENCLITIC,
    INITIAL,
    KNOWN_WORDS,
    MAYBE,
    ORDINARY,
    PLACE,
    ROLE,
    SEED,
    TITLE,
    UNKNOWN,
    Mention,
    PersonWords,
    Word,
    is_named_place,
    joins,
    lines_in_capitals,
)

STEP = 100
"""A weight of one, as whole numbers."""
LEAST_LISTED, LEAST_UNKNOWN = 60, 100
"""What the weights of a word in a list of names have to come to, and those of a word of no language."""
LEAST_LISTED_FIRST, LEAST_UNKNOWN_FIRST, LEAST_TITLE = -50, 0, -100
"""The same where they open a sentence, and of a form of address of another language that stands alone: as little as
leaves precision points above its bar (tests/privacy/README.md), for a name that stays harms more than a word that goes.
"""
LEAST_RARE, LEAST_RARE_FIRST, LEAST_TALKED = -200, -275, 100
"""The same of a word that dictionaries hold and talk about platforms never writes small ("convoca a Dulcineia"), within
a sentence and where it opens one, and of any other: one that talk writes small, that ends as made words do
("Defendemos"), or that is what something is called.
"""
TYING = frozenset("and et y e".split())
DEFINING = frozenset("is are was es son era est sont était é são foi".split())
AROUND = tuple(
    "articles place_words locatives prepositions said giving copulas roles relations titles determiners institutions"
    " named_after vouched clitics passing speaking_to ordinary kept particles chaining small_words".split()
)
OWN = tuple("seeds given listed also_words word_names doubtful plain places roles vouched kept institutions".split())
NEVER = ("institutions", "named_after", "roles", "titles", "vouched", "small_words", "ordinary")
LISTED = ("seeds", "given", "also_words", "word_names", "doubtful", "plain")
NOUN_ENDING = re.compile(r"(mente|ment|ly|ção|cao|ción|cion|tion|dad|dade|ité|ity|ness|ing|ais|ões)$")
WORD_ENDING = re.compile(
    r"(?:mente|ment|ly|ão|ões|ción|ciones|tion|sion|sión|dad|dade|ité|ity|ness|ing|ais|mos|ando|endo|indo|ad[oa]s?|id[oa]s?"
    r"|aron|ieron|aram|eram|iram|avam|aban|ían|iam|ed|ons|ez|ées?|ent|aient|rá|rán|rão|ó|[ct]ura|ture|able|ible|ável|ível"
    r"|ism[oe]?|iste?)$"
)
"""How a word ends that a language makes of another, and hardly a name does that no list holds."""
WITHIN_CODE = re.compile(r"[@/\\_]|\.\w")
PAIRED = re.compile(
    r"\s(?:and|et|y(?!\s(?:est|a|va|ont|sont|vont|était|avait|allait|reste|reviendra|retourne)\b)|e|ou|or|o)\s(?!his|her|my|their|son|sa|ses|mon|ma|su|sus|mi|seu|sua|o\s|a\s)[a-zà-ÿ]{3,}"
)
SPACES = str.maketrans("\u00a0\u202f", "  ")
BEHIND = ("sp", "none", ",", "(", "’", "'")
LONGEST_LENGTH, LOOK_BACK = 6, 20


def with_evidence(
    text: str,
    tokens: Sequence[Word],
    found: Sequence[Mention],
    words: PersonWords,
    lowered: frozenset[str],
    spoken: frozenset[str],
) -> list[Mention]:
    """Add the words that the signs around them show to be names; one before a name belongs to it.

    Args:
        text: as received.
        tokens: its words.
        found: names that are told otherwise.
        words: how names look, and the weights of the signs.
        lowered: words that the texts of the country write small; alone none of them is weighed.
        spoken: languages of the country's records.

    Returns:
        All mentions in order.
    """
    if not words.weights:
        return list(found)
    sure = {one.start: one for one in found if one.is_sure}
    told: list[Mention] = []
    for place in _open_places(text, tokens, found, words):
        token = tokens[place]
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        name = sure.get(after.start) if after is not None and joins(text, token, after) else None
        is_first_name = name is not None and _is_borne(token, words)
        is_weighed = token.folded not in lowered
        if not (is_first_name or (is_weighed and _is_enough(text, tokens, place, words, spoken))):
            continue
        end = name.end if name else token.end
        told.append(Mention(token.start, end, text[token.start : end], True, "evidence"))
    rest = [one for one in found if not any(name.start < one.end and one.start < name.end for name in told)]
    return sorted([*rest, *told], key=lambda one: one.start)


def _open_places(text: str, tokens: Sequence[Word], found: Sequence[Mention], words: PersonWords) -> Iterator[int]:
    """Yield where words stand that may be names and are not told to be."""
    taken = {place for one in found if one.is_sure for place in range(one.start, one.end)}
    headings = lines_in_capitals(text)
    for place, token in enumerate(tokens):
        if not token.is_capital or token.start in taken or not may_be_weighed(text, tokens, place, words):
            continue
        if not any(start <= token.start < end for start, end in headings):
            yield place


def may_be_weighed(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether a word may be a name as far as it goes: alone, or before what may go on with a name.

    Args:
        text: as received.
        tokens: its words.
        place: of the word among them.
        words: how names look.
    """
    token = tokens[place]
    if not _may_be_borne(token, words):
        return False
    if WITHIN_CODE.search(text[max(0, token.start - 1) : token.start] + text[token.end : token.end + 2]):
        return False
    if text[token.end : token.end + 2].strip()[:1] == ":" or PAIRED.match(text, token.end):
        return False  # "Casa: ...", "Rice and beans"
    if _is_place_or_firm(text, tokens, place, words):
        return False
    before, after = tokens[place - 1] if place else None, tokens[place + 1] if place + 1 < len(tokens) else None
    if before is not None and before.is_capital and len(before.text) > 1 and joins(text, before, token):
        return before.kind in (TITLE, ROLE)
    if after is None or not after.is_capital or not joins(text, token, after):
        return True
    if token.kind == TITLE:
        return False  # it belongs to what is told by it
    return after.kind in (SEED, UNKNOWN, MAYBE, INITIAL, TITLE) or after.folded in words.word_names


def _may_be_borne(token: Word, words: PersonWords) -> bool:
    """Tell whether a word with a capital may be a name by itself."""
    if not token.is_capital or len(token.text) < 2 or token.text.isupper() or token.is_phrase:
        return False
    if token.folded in words.saints or _is_told_to(token):
        return False
    is_spelled = not token.text.isalpha() or token.text[1:].islower()
    if token.kind not in (ORDINARY, UNKNOWN, MAYBE, PLACE, SEED, TITLE) or not is_spelled:
        return False
    known = any(token.folded in getattr(words, name) for name in ("seeds", "given", "doubtful"))
    if not known and (token.folded in words.kept or (token.kind == PLACE and token.folded not in words.also_words)):
        return False
    singular = token.folded.removesuffix("s")
    return token.kind in (SEED, TITLE) or not any(
        one in getattr(words, name)
        for name in NEVER
        if name != "titles" or token.folded not in words.plain  # "Tito arranjou o painel"
        for one in (token.folded, singular)
    )


def _is_told_to(token: Word) -> bool:
    """Tell whether a word that opens a sentence ends as a verb told to somebody ("Llámelo") or an adverb."""
    return token.kind == UNKNOWN and token.begins_sentence and ENCLITIC.search(token.text.lower()) is not None


def _is_place_or_firm(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether a word is a place's, a firm's, a storm's or an institution's by what stands beside it."""
    token = tokens[place]
    is_place = is_landform(text, tokens, place, place + 1, words) or follows_place_word(text, tokens, place, words)
    is_place = is_place or is_named_place(text, token.start, token.text, words)
    is_firms = is_firm(text, token.start, token.end, words)
    return is_place or is_firms or bool(institution_beside(text, tokens, place, place + 1, words))


def _is_borne(token: Word, words: PersonWords) -> bool:
    """Tell whether people bear a word that stands before a name, and it is no verb: "Willy Mukendi", not "Soy Ana"."""
    is_said = any(
        token.folded in listed for listed in (words.weak_introductions, words.asking, words.said, words.giving)
    )
    return not is_said and any(token.folded in getattr(words, name) for name in LISTED)


def _is_enough(text: str, tokens: Sequence[Word], place: int, words: PersonWords, spoken: frozenset[str]) -> bool:
    token = tokens[place]
    is_listed = any(token.folded in getattr(words, name) for name in LISTED)
    after = tokens[place + 1].text.lower() if place + 1 < len(tokens) else ""
    is_spoken = token.begins_sentence and bool(words.kind_of_word(token.text))
    if is_spoken and len(after) > 1 and after in words.articles:
        return False  # "Juste une question"
    if (
        is_spoken
        and token.folded in words.talked
        and _goes_on_as_talk(text, token, tokens[place + 1 : place + 2], words)
    ):
        return False
    if token.begins_sentence and token.folded in words.doubtful and after in words.copulas:
        return False  # "Hope is no plan"
    least = _least(text, tokens, place, words, is_listed=is_listed)
    if least == math.inf:
        return False
    signs = signs_of(text, tokens, place, words, spoken)
    return sum(words.weights.get(sign, 0) for sign in dict.fromkeys(signs)) + words.weights.get("", 0) >= least


def _goes_on_as_talk(text: str, token: Word, behind: Sequence[Word], words: PersonWords) -> bool:
    """Tell whether a word of talk opens a sentence as talk does: "Saída para Ribáuè", "Petite, mais une ligne"."""
    for after in behind:
        gap = text[token.end : after.start]
        is_led = gap == " " and after.folded in words.prepositions
        return after.text.islower() and (is_led or (gap == ", " and after.folded in words.clause_openers))
    return False


def _least(text: str, tokens: Sequence[Word], place: int, words: PersonWords, *, is_listed: bool) -> float:
    """Return what the weights of a word have to come to."""
    token = tokens[place]
    if token.kind == TITLE:
        return math.inf if words.kind_of_word(token.text) in KNOWN_WORDS else LEAST_TITLE
    is_called = text[token.end : token.end + 2].strip()[:1] in tuple("?!")  # "Pardon ?"
    is_first = token.begins_sentence and token.folded not in words.places and not is_called
    if is_called and words.kind_of_word(token.text) in KNOWN_WORDS:
        return math.inf
    if is_listed:
        return LEAST_LISTED_FIRST if is_first else LEAST_LISTED
    is_talked = bool({token.folded, token.folded.removesuffix("s")} & words.talked)
    if token.kind == UNKNOWN and not is_talked:
        return LEAST_UNKNOWN_FIRST if is_first else LEAST_UNKNOWN
    if not token.text.isalpha():
        return math.inf  # "They’re", "Gardez-la"
    is_talked = is_talked or not words.talked
    if is_talked or WORD_ENDING.search(token.text.lower()) or _is_told_as_thing(text, tokens, place, words):
        return LEAST_TALKED
    return LEAST_RARE_FIRST if is_first else LEAST_RARE


def _is_told_as_thing(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether a word is one of a list ("Economía y Finanzas") or what something is called ("é a Concordata")."""
    before, after = tokens[max(0, place - 2) : place], tokens[place + 1 : place + 2]
    is_listed = any(one.folded in TYING for one in (*before[-1:], *after))
    is_listed = is_listed or any(text[one.end : tokens[place].start].strip() == "," for one in before[-1:])
    is_defined = len(before) > 1 and before[1].folded in words.determiners and before[0].text.lower() in DEFINING
    return is_listed or is_defined


def signs_of(
    text: str, tokens: Sequence[Word], place: int, words: PersonWords, spoken: frozenset[str] = frozenset()
) -> list[str]:
    """Return the signs of a word: what it is by itself, and what stands before and behind it.

    Args:
        text: as received.
        tokens: its words.
        place: of the word among them.
        words: how names and the words around them look.
        spoken: languages of the country's records; with them it counts whether their dictionaries hold the word.
    """
    token = tokens[place]
    begins = int(token.begins_sentence)
    kind = words.kind_of_word(token.text) or "none"
    signs = [f"kind={token.kind}", f"dict={kind}", f"len={min(len(token.folded), LONGEST_LENGTH)}"]
    signs += [f"own:{name}" for name in OWN if token.folded in getattr(words, name)]
    signs += ["own:thing"] * token.is_thing + ["own:s"] * token.folded.endswith("s")
    signs += ["own:ending"] * (NOUN_ENDING.search(token.text.lower()) is not None)
    if spoken:
        is_spoken = int(words.is_word_of(token.text, spoken))
        signs += [f"spoken={is_spoken}", f"spoken={is_spoken}/{token.kind}"]
    signs.append(f"b{begins}:{token.kind}/{kind}/{int(token.folded in words.given)}")
    signs += _signs_before(text, tokens, place, words)
    behind = _signs_behind(text, tokens, place, words)
    named = int(token.folded in words.word_names)
    following = next((sign for sign in behind if sign.startswith("joined=")), "")
    return [*signs, *behind, f"b{begins}/{named}/{following}", f"b{begins}{behind[0]}", f"{kind}|{behind[0]}"]


def _signs_before(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> list[str]:
    token, before = tokens[place], tokens[place - 1] if place else None
    gap = _gap(text[before.end : token.start]) if before is not None else "start"
    if token.begins_sentence:
        said = text[max(0, token.start - LOOK_BACK) : token.start].rstrip(" \u00a0")
        mark = said[-1] if said else "^"
        signs = ["pgap=bq" if mark in "«“\"'" else f"pgap=b{mark}"]
    else:
        signs = [f"pgap={gap}"]
    if before is None or gap not in ("sp", "none"):
        return signs
    signs += [
        f"p={before.folded}",
        *(f"p:{name}" for name in _classes(before, words)),
        f"pcap={int(before.is_capital)}",
    ]
    if before.is_capital:
        signs.append(f"pk={before.kind}")
    elif before.kind == ORDINARY:
        signs.append(f"psuf={before.folded[-2:]}")
    earlier = tokens[place - 2] if place > 1 else None
    if earlier is not None and text[earlier.end : before.start] == " ":
        signs += [f"pp={earlier.folded}", *(f"pp:{name}" for name in _classes(earlier, words))]
    return signs


def _signs_behind(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> list[str]:
    """Return what stands behind a word, the gap first."""
    token, after = tokens[place], tokens[place + 1] if place + 1 < len(tokens) else None
    gap = _gap(text[token.end : after.start] if after is not None else text[token.end : token.end + 3] or "\n")
    signs = [f"ngap={gap}"]
    if after is None or gap not in BEHIND:
        return signs
    if after.is_capital and joins(text, token, after):
        signs += [f"joined={after.kind}"] + ["n:named"] * (after.folded in words.word_names)
    side = "n" if gap in ("sp", "none") else "c"
    signs += [f"{side}={after.folded}", *(f"{side}:{name}" for name in _classes(after, words))]
    signs.append(f"{side}cap={int(after.is_capital)}")
    if after.is_capital:
        signs.append(f"{side}k={after.kind}")
    else:
        ending = after.text.lower()[-2:]
        signs += [
            f"{side}suf={ending}",
            f"{side}suf1={ending[-1:]}",
            f"b{int(token.begins_sentence)}{side}suf={ending}",
        ]
    later = tokens[place + 2] if place + 2 < len(tokens) else None
    if later is not None and text[after.end : later.start] == " ":
        signs += [f"{side}n={later.folded}", *(f"{side}n:{name}" for name in _classes(later, words))]
    return signs


def _classes(token: Word, words: PersonWords) -> list[str]:
    """Return the declared lists that a word beside stands in."""
    found = [name for name in AROUND if token.folded in getattr(words, name)]
    if token.text.lower() in words.copulas and "copulas" not in found:
        found.append("copulas")
    singular = token.folded.rstrip("s")
    return [
        *found,
        *(name for name in ("roles", "institutions") if name not in found and singular in getattr(words, name)),
    ]


def _gap(between: str) -> str:
    between = between.translate(SPACES)
    if between == " ":
        return "sp"
    return "nl" if "\n" in between else between.strip(" ")[:1] or "none"


def count_weights(learnt: Mapping[str, float]) -> dict[str, int]:
    """Return weights as whole numbers, without those that come to nothing.

    Args:
        learnt: sign -> weight; "" for what every word begins with.
    """
    counted = {sign: round(weight * STEP) for sign, weight in sorted(learnt.items())}
    return {sign: weight for sign, weight in counted.items() if weight}


def frequent(all_signs: Sequence[Sequence[str]], fewest: int) -> frozenset[str]:
    """Return the signs that so many examples have."""
    uses = Counter(sign for signs in all_signs for sign in set(signs))
    return frozenset(sign for sign, n in uses.items() if n >= fewest)
