"""Frames of names: how the sentence around a word shows that somebody is meant, or a place, a firm or a thing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.core.dates import MONTH_NUMBERS
from tasks.core.name_words import (
    ACRONYM,
    HYPHEN_PATTERN,
    INITIAL,
    INSTITUTION,
    KNOWN_PROPER,
    LONGEST_TITLE,
    LOOK_AHEAD,
    LOOK_BACK,
    MAYBE,
    NAMED_AFTER,
    ONE_LETTER,
    ONLY_WORD,
    ORDINALS,
    ORDINARY,
    PARTICLE,
    PLACE,
    ROLE,
    SEED,
    SHORTEST_CAPITALS,
    SHORTEST_SURE,
    TITLE,
    TOGETHER_PATTERN,
    UNKNOWN,
    PersonWords,
    Word,
    ends_with_phrase,
    fold_name,
    is_diminutive,
    is_foreign,
    is_listed_word,
    is_no_acronym,
    joins,
    lines_in_capitals,
)
from tasks.core.spellings import simplify

FIRM_TAIL = re.compile(r"\s(?:(?:et|and|y|e)\s)?([A-ZÀ-Þ][^\W\d_]+)")
ARROW, ARROWED = re.compile(r"\s>>\s"), re.compile(r"^[^\W\d_]+\s>>\s", re.MULTILINE)
"""A mark that labels have: lists of things have dashes, and ">" before figures."""
FEWEST_ARROWED = 3
OF_BODIES = frozenset("la le el o do da du del".split())
"""Articles, alone or behind "of", before the letters of a body ("da COMUSSAN", "le CONAN")."""
LABEL_END = re.compile(r"[ \u00a0]?[:：]\s|[ \u00a0][—–>|=-]{1,2}\s|\.[ \u00a0]?[—–-]\s")
"""Behind the label of a turn, in any typography: "Telma:", "Telma —", "Telma.-", "TELMA >"."""
LABEL_OF_POST = re.compile(r"^\s?[^\W\d_a-zß-ÿ][^\W\d_]+(?:\s[\w’']+){0,4}\s?:$")
CLAUSE_ENDS = re.compile(r"[.;:!?\n…()]")
FEWEST_LABELS = 2
MOST_BETWEEN = 4
"""Capitalised words behind a name of which the last may be that of a hospital or the like."""
LEAST_BEFORE_ADDRESSED, FULL_ADDRESS = 2, 3
FEWEST_SHOUTED = 2
GIVING_TO = ("to", "à", "a", "para", "ao", "pra")
DASHES = "—–"
CONTACT_BEHIND = re.compile(r"[ \u00a0]?[,:(–-]?[ \u00a0]?(?:\+?\(?\+?\d[\d ()./-]{6,}|@\w|[\w.+-]+\s?@[\w-]+\.)")
QUOTED_BEHIND = re.compile(r":\s[\"“«]")
BYNAME_TIES = frozenset("do da dos das".split())
PERSONAL_ARTICLES = frozenset("la el o a".split())
LINE_OF_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w'’.-]*\.?\s(?:d[aeo]s?\s|del\s|la\s)?){1,4}[A-ZÀ-Þ][\w'’.-]+\s*")
OWNED = re.compile(r"['’]s\s[a-z]")
JOINING = frozenset("ni nem et nor and".split())
RELATIVE = frozenset(("que", "qui", "who"))
AFFILIATING = frozenset("of from de del do da du d".split())


def takes_any(text: str, tokens: Sequence[Word], start: int, sign: str, words: PersonWords) -> bool:
    """Tell whether any capitalised word is a name here: behind a title, an introduction or a relation."""
    if _is_nickname(text, tokens, start, words):
        return True
    if tokens[start].kind in (INSTITUTION, ROLE):
        return False
    if tokens[start].folded in words.ordinary:
        return sign == TITLE and _is_named_by_title(text, tokens, start, words)
    if sign != TITLE and tokens[start].folded in words.small_words:
        after = tokens[start + 1] if start + 1 < len(tokens) else None
        if after is None or not (after.is_capital and joins(text, tokens[start], after)):
            return False  # "Note taker: Four lists."
    if sign in (TITLE, "introduction"):
        return True
    if not sign and _is_word_named(text, tokens, start, words):
        return True
    if _is_reached(text, tokens, start, words) or _is_told_to_be(text, tokens, start, words):
        return True
    return sign == ROLE and _is_in_post(text, tokens, start, words)


def _is_named_by_title(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether a word that one of the languages uses all the time is a name: "el parlante de don Meme"."""
    token, title = tokens[start], tokens[start - 1]
    is_small = title.text.islower() and title.folded not in words.capital_titles and joins(text, title, token)
    is_bound = token.folded in words.articles | words.particles or len(token.folded) <= SHORTEST_SURE
    return is_small and token.text.istitle() and not is_bound


def _is_in_post(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether any capitalised word is a name behind the post or the relation that stands before it."""
    before = tokens[start - 1] if start else None
    is_near = before is not None and not text[before.end : tokens[start].start].strip(" ,")
    if before is None or not is_near or tokens[start].kind == ACRONYM:
        return False
    is_day = tokens[start].folded in words.doubtful or tokens[start].folded in MONTH_NUMBERS
    if tokens[start].kind == PLACE and before.folded in words.relations and is_day:
        return True  # "his nephew, Abril"
    following = tokens[start + 1] if start + 1 < len(tokens) else None
    goes_on = following is not None and following.is_capital and joins(text, tokens[start], following)
    if goes_on and following is not None and following.kind in (SEED, UNKNOWN) and not before.is_capital:
        return True  # "of our clerk Allah Ditta"
    is_borne = tokens[start].folded in words.seeds or (before.folded in words.relations and not before.is_capital)
    is_borne = is_borne or (tokens[start].folded in words.word_names and _is_of_article(text, tokens, start - 1, words))
    if tokens[start].kind == PLACE and is_borne and not goes_on:
        return not text[before.end : tokens[start].start].strip()  # "Inspector Zulu is fair"
    if tokens[start].kind == PLACE:  # "my adviser Maubara, 7890 2217"
        return CONTACT_BEHIND.match(text, tokens[start].end) is not None
    kinds = (SEED, UNKNOWN) if before.is_capital else (SEED, UNKNOWN, PLACE)
    is_named = following is not None and goes_on and following.kind in kinds
    if following is not None and goes_on and not before.is_capital:
        is_named = is_named or _is_closed_pair(text, tokens[start], following, words)
    if before.is_capital or is_named:  # "une animatrice, Gnon Bana"
        return is_named
    return before.folded in words.relations or not text[before.end : tokens[start].start].strip()


def _is_of_article(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether an article stands before a post, behind which no place stands bare: "el intendente Chamorro"."""
    before = tokens[place - 1] if place else None
    return before is not None and before.folded in words.articles and text[before.end : tokens[place].start] == " "


def is_body_in_capitals(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether capitals that are nobody's listed name stand behind an article, as letters of a body do."""
    token, before = tokens[place], tokens[place - 1] if place else None
    if before is None or not token.text.isupper() or len(token.text) < SHORTEST_CAPITALS:
        return False
    if token.folded in words.seeds or token.folded in words.also_words or text[before.end : token.start] != " ":
        return False
    return before.text in OF_BODIES and not any(start <= token.start < end for start, end in lines_in_capitals(text))


def _is_closed_pair(text: str, first: Word, last: Word, words: PersonWords) -> bool:
    """Tell whether two words that no body and no sector bears stand behind a post: "a midwife, Gnon Bana, came"."""
    own = (first, last)
    is_listed = any(is_listed_word(one, words) or one.folded in words.vouched | words.roles for one in own)
    is_spelled = all(one.text.istitle() and one.kind in (ORDINARY, UNKNOWN, MAYBE, SEED) for one in own)
    return is_spelled and not is_listed and text[last.end : last.end + 1] in (",", ";", ".", ")")


def _is_nickname(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether a word follows a title by which somebody says to be called: "they know me as Mama Nutrition"."""
    before = tokens[start - 1] if start else None
    is_titled = before is not None and before.kind == TITLE and joins(text, before, tokens[start])
    return is_titled and before is not None and ends_with_phrase(text, before.start, words.introductions)


def _is_word_named(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether an ordinary word is a name, as a post stands behind it ("ask Fé, the secretary")."""
    token, before = tokens[start], tokens[start - 1] if start else None
    if token.kind not in (ORDINARY, UNKNOWN, MAYBE) or before is None or token.begins_sentence:
        return False
    if _is_related(text, tokens, start, words):
        return True
    is_thing = before.folded in words.before_things or before.is_capital or token.text.isupper()
    is_thing = is_thing or bool(institution_beside(text, tokens, start, start + 1, words)) or token.folded in words.kept
    is_thing = is_thing or (token.is_thing and token.kind != MAYBE)
    if is_thing:
        return False
    after = tokens[start + 1] if start + 1 < len(tokens) else None
    is_pair = after is not None and joins(text, token, after) and _is_closed_pair(text, token, after, words)
    return is_apposition(text, tokens, start + (2 if is_pair else 1), words)


def _is_related(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether somebody is said to be a relation of a word alone: "a filha da Cadi"."""
    if start < LEAST_BEFORE_ADDRESSED or is_listed_word(tokens[start], words) or tokens[start].is_thing:
        return False
    relation, tie = tokens[start - 2], tokens[start - 1]
    is_near = text[relation.end : tokens[start].start] == f" {tie.text} " and tie.folded in AFFILIATING
    is_kin = relation.folded in words.kin and not relation.is_capital
    after = tokens[start + 1] if start + 1 < len(tokens) else None
    is_alone = after is None or not (after.is_capital and joins(text, tokens[start], after))
    return is_near and is_kin and is_alone and tokens[start].text[1:].islower()


def _is_told_to_be(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether a word is what somebody is told to be, and nothing behind it: "quem manda lá é Tuta."."""
    token, before = tokens[start], tokens[start - 1] if start else None
    if before is None or token.text.isupper() or len(token.folded) <= SHORTEST_SURE:
        return False
    is_listed = is_listed_word(token, words) or token.folded in words.places or token.is_thing
    is_told = before.text.lower() in words.copulas and text[before.end : token.start] == " "
    is_last = text[token.end : token.end + 1] in (".", "!", "?", ";", ",")
    return token.kind in (ORDINARY, UNKNOWN, MAYBE) and is_told and is_last and not is_listed


def _is_reached(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether a phone, an e-mail or a handle stands behind a word within a sentence ("ask Fé, 76 12 34 56")."""
    token, before = tokens[start], tokens[start - 1] if start else None
    if token.kind not in (ORDINARY, UNKNOWN, MAYBE) or token.begins_sentence or token.text.isupper() or before is None:
        return False
    is_thing = before.folded in words.articles or before.folded in words.locatives or before.is_capital
    is_thing = is_thing or is_listed_word(token, words)
    is_listed = token.folded in words.titles or token.folded in words.roles or token.folded in words.places
    return not (is_thing or is_listed) and CONTACT_BEHIND.match(text, token.end) is not None


def is_shouted_name(text: str, tokens: Sequence[Word], start: int, stop: int, words: PersonWords) -> bool:
    """Tell whether words in capitals within a plain line are a name ("the clerk, PIA TZUL"), no heading."""
    own = [token for token in tokens[start:stop] if token.kind not in (PARTICLE, INITIAL)]
    if any(token.folded in words.articles for token in tokens[start:stop]):
        return False
    if len(own) < FEWEST_SHOUTED or not all(token.text.isupper() for token in own):
        return False
    if any(is_listed_word(token, words) or token.kind in (INSTITUTION, ROLE, NAMED_AFTER) for token in own):
        return False
    is_long = any(token.kind in (UNKNOWN, SEED, MAYBE) and len(token.folded) >= SHORTEST_CAPITALS for token in own)
    inside = any(first <= own[0].start < last for first, last in lines_in_capitals(text))
    return is_long and not inside and all(len(token.folded) > 1 for token in own)


def fills_field(text: str, start: int, end: int) -> bool:
    """Tell whether words fill a field of a form or a cell, and nothing else."""
    before, after = text[max(0, start - 12) : start], text[end : end + 1]
    opens = re.search(r"(?:^|[\n\t;(]|\w\s?[:：]\s?|,)[\"«“ \u00a0]*$", before) is not None
    return opens and after in ("", "\n", "\t", ";", ",", "(", ")")


def is_landform(text: str, tokens: Sequence[Word], start: int, stop: int, words: PersonWords) -> bool:
    """Tell whether a part of a run is the name of a place by its words: "Port Antonio", "Santiago City"."""
    own = tokens[start:stop]
    if start and tokens[start - 1].folded in words.makes and joins(text, tokens[start - 1], own[0]):
        return True
    if (
        len(own) > 1
        and (own[0].folded in words.landforms or own[0].folded in words.makes)
        or own[-1].folded in words.landforms
    ):
        return True
    before, following = tokens[start - 1] if start else None, tokens[stop] if stop < len(tokens) else None
    is_before = before is not None and before.is_capital and before.folded in words.landforms
    if is_before and before is not None and joins(text, before, own[0]):
        return True
    is_behind = following is not None and following.is_capital and following.folded in words.landforms
    return is_behind and following is not None and joins(text, own[-1], following)


def is_saints_place(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether a part of a run is a place called after a saint: "San Roque", but not "José de San Martín"."""
    if fold_name(HYPHEN_PATTERN.split(tokens[start].text)[0]) in words.saints and "-" in tokens[start].text:
        return bool(institution_beside(text, tokens, start, start + 1, words))  # "l'église Saint-Paul"
    first = start if tokens[start].folded in words.saints else start - 1
    if first > 0 and tokens[first].folded == "san" and tokens[first - 1].text in ("a", "A"):
        return False  # "é a San Mina que junta as mães": a form of address of São Tomé
    if first < 0 or tokens[first].folded not in words.saints or not tokens[first].is_capital:
        return False
    if first < start and not joins(text, tokens[first], tokens[start]):
        return False
    before = first - 1
    while before >= 0 and tokens[before].kind == PARTICLE and joins(text, tokens[before], tokens[before + 1]):
        before -= 1
    if before < 0 or not joins(text, tokens[before], tokens[before + 1]):
        return True
    return tokens[before].kind not in (SEED, MAYBE, UNKNOWN, INITIAL, TITLE)


def is_firm(text: str, start: int, end: int, words: PersonWords) -> bool:
    """Tell whether a family name is that of a firm: "Amaral e Filhos", "Trustbank".

    Args:
        text: as received.
        start: offset of the name.
        end: end of it.
        words: how names and firms look.
    """
    if any(fold_name(text[start:end]).endswith(ending) for ending in words.firm_endings):
        return True
    tail = FIRM_TAIL.match(text, end)
    return tail is not None and fold_name(tail.group(1)) in words.firm_tails


def stands_as_thing(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether unknown words stand as a thing does: behind an article or a place word, or in quotation marks."""
    before = tokens[start - 1] if start else None
    is_near = before is not None and not text[before.end : tokens[start].start].strip()
    if is_near and before is not None and before.text in ("À", "à"):
        clause = CLAUSE_ENDS.split(text[max(0, before.start - LOOK_BACK) : before.start])[-1]
        return not set(simplify(clause).split()) & words.giving
    if text[max(0, tokens[start].start - 1) : tokens[start].start] in ("«", "“", '"', "'", "‘", "#"):
        return True
    return is_near and before is not None and before.folded in words.before_things


def strong_sign(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> str:
    """Return the title, post or introduction that stands before a name, "" without one."""
    end = tokens[start].end
    while start and tokens[start - 1].folded in words.leading:
        start -= 1
    first = tokens[start]
    before = tokens[start - 1] if start else None
    if before is not None:
        space = text[before.end : first.start]
        gap = space.strip(" \u00a0\u202f.)")
        is_near = gap in ("", *ORDINALS) and "\n" not in space
        if "." in space and (len(before.text) > LONGEST_TITLE or _is_whole_word(before, words)):
            is_near = False
        is_titled = before.folded in words.titles and (before.is_capital or before.folded not in words.capital_titles)
        is_titled = is_titled and before.kind != PLACE and text[max(0, before.start - 1) : before.start] != "."
        is_dated = first.folded in MONTH_NUMBERS and before.folded in words.prepositions  # "Até Março"
        if is_near and is_titled and not is_dated:
            return TITLE
        if before.folded in words.roles and (is_near or (gap in (",", "(") and not _ends_line_of_post(text, first))):
            return ROLE
        if gap == "," and _ends_post(text, tokens, start - 1, words):
            return ROLE
    if _is_label(text, first, end, words):
        return "introduction"
    if _is_addressed(text, tokens, start, words):
        return "addressed"
    if text[end : end + 1] == "_" or _is_talk_of_label(text, tokens, start):  # "the name TdR_Adao.docx"
        return ""
    return "introduction" if ends_with_phrase(text, first.start, words.introductions) else ""


def _is_talk_of_label(text: str, tokens: Sequence[Word], start: int) -> bool:
    """Tell whether a word of the languages opens what is said behind a label: "Facilitadora: Empecemos por ..."."""
    token, after = tokens[start], tokens[start + 1] if start + 1 < len(tokens) else None
    if token.kind != ORDINARY or not token.begins_sentence or after is None or not after.text.islower():
        return False
    is_label = text[max(0, token.start - 2) : token.start].strip() == ":"
    is_joining = after.kind == PARTICLE or after.folded in JOINING | ONE_LETTER
    return is_label and text[token.end : after.start] == " " and not is_joining


def _ends_post(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether a word ends a post of two words: "le chef de terre, Baa Sourou,", "un marchand de Labé, Sow,"."""
    if place < LEAST_BEFORE_ADDRESSED or (tokens[place].is_capital and tokens[place].kind != PLACE):
        return False
    role, tie = tokens[place - 2], tokens[place - 1]
    is_near = text[role.end : tokens[place].start] in (f" {tie.text} ", f" {tie.text}'", f" {tie.text}’")
    return is_near and tie.folded in AFFILIATING and role.folded in words.roles and not role.is_capital


def _ends_line_of_post(text: str, token: Word) -> bool:
    """Tell whether an unknown word ends the line of a post beneath that of a name: where somebody holds it.

    "Pabitra Tharuni", and on the next line "health volunteer, Bardiya".
    """
    if token.kind not in (UNKNOWN, PLACE) or text[token.end : token.end + 1] not in ("", "\n"):
        return False
    line = text.rfind("\n", 0, token.start)
    return line > 0 and LINE_OF_NAME.fullmatch(text[:line].rpartition("\n")[2]) is not None


def _is_whole_word(token: Word, words: PersonWords) -> bool:
    """Tell a word that ends a sentence ("they were late. Sunday ...") from an abbreviation."""
    is_open = token.folded[-1:] in tuple("aeiou") or len(token.text) >= LONGEST_TITLE  # "no, señor. Ojalá"
    return is_open and token.text.islower() and words.kind_of_word(token.text) == ONLY_WORD


def _is_addressed(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether a form of address, typed small, and a particle stand before a name ("a senhora da Luz-Embaló")."""
    if start < LEAST_BEFORE_ADDRESSED or tokens[start].kind not in (SEED, MAYBE, UNKNOWN):
        return False
    address, particle = tokens[start - 2], tokens[start - 1]
    is_title = address.folded in words.titles and address.text.islower() and len(address.folded) > SHORTEST_SURE
    earlier = tokens[start - FULL_ADDRESS] if start >= FULL_ADDRESS else None
    is_one_of_many = earlier is not None and earlier.folded in words.indefinite  # "uma senhora de Bandim"
    return (
        is_title
        and not is_one_of_many
        and particle.folded in words.particles
        and text[address.end : tokens[start].start].strip() == particle.text
    )


def _is_label(text: str, token: Word, end: int, words: PersonWords) -> bool:
    """Tell whether a word that may be a name stands as the label of a turn ("Price: Here it is.")."""
    opens = token.start == 0 or text[token.start - 1] == "\n"
    if not opens or not LABEL_END.match(text, end):
        return False
    is_dashed = text[end : end + 2].strip() not in (":", "：")
    if is_dashed or (token.kind == PLACE and token.folded in words.seeds):  # "Telma — Telma Xol, de ..."
        is_name = token.kind in (SEED, MAYBE, UNKNOWN) or token.folded in words.seeds
        is_spelled = token.text.istitle() or token.kind == MAYBE
        return is_name and is_spelled and _is_label_again(text, token, end)
    is_month = token.folded in MONTH_NUMBERS  # notes are headed "May:" too
    if is_month or (token.folded in words.kept and token.folded not in words.seeds):
        return token.text.istitle() and len(_labels(text, token.text)) >= FEWEST_LABELS
    if token.is_thing and token.kind == UNKNOWN:  # a place that a note begins with, unless it speaks again
        return len(_labels(text, token.text)) >= FEWEST_LABELS
    is_listed = token.folded in words.seeds or token.folded in words.doubtful
    is_maybe = token.kind in (SEED, MAYBE, UNKNOWN) and token.folded not in words.places
    if is_maybe and not is_listed and token.text.isupper():  # "AUXILIADORA:"
        return token.kind == MAYBE and len(_labels(text, token.text)) >= FEWEST_LABELS
    return is_maybe


def _is_label_again(text: str, token: Word, end: int) -> bool:
    """Tell whether a word labels several turns, or other words do so as it does: "Santos >> ...", "Dilcia >> ..."."""
    if len(_labels(text, token.text)) >= FEWEST_LABELS:
        return True
    return bool(ARROW.match(text, end)) and len(ARROWED.findall(text)) >= FEWEST_ARROWED


def _labels(text: str, word: str) -> list[str]:
    """Return where a word labels turns: a note on Thursday stands once, somebody called Thursday speaks again."""
    return re.findall(rf"^{re.escape(word)}(?:{LABEL_END.pattern})", text, re.MULTILINE)


def weak_sign(text: str, tokens: Sequence[Word], start: int, stop: int, words: PersonWords) -> str:
    """Return what makes a single word likely to be a name."""
    own = tokens[start:stop]
    if sign := _sign_of_clause(text, tokens, start, stop, words):
        return sign
    if follows_place_word(text, tokens, start, words):
        return ""
    is_shouted = all(token.text.isupper() and token.kind != INITIAL for token in own)
    if not is_shouted and ends_with_phrase(text, own[0].start, words.asking):
        return "asked"
    # "el ICBF, la Secretaría de Salud": a body, and no post behind it
    is_body = is_shouted and start > 0 and tokens[start - 1].folded in words.articles
    if not is_body and (is_apposition(text, tokens, stop, words) or _is_told_to_be(text, tokens, start, words)):
        return ROLE
    if all(token.is_thing and token.kind == UNKNOWN for token in own):
        return ""
    is_proper = any(words.kind_of_word(token.text) == KNOWN_PROPER for token in own)
    if not is_proper and ends_with_phrase(text, own[0].start, words.weak_introductions):
        return "introduction"
    ahead = CLAUSE_ENDS.split(text[own[-1].end : own[-1].end + LOOK_AHEAD])[0]
    acts = simplify(ahead).split()[:3]
    is_passing = own[0].folded in words.kept and bool(set(acts[:1]) & words.passing)
    is_a_thing = own[0].is_thing and start > 0 and tokens[start - 1].folded in words.articles
    is_passing = is_passing or (is_a_thing and own[0].folded in words.kept - words.given)  # "la Cámara se ocupa"
    is_name_too = own[0].kind == MAYBE and _is_given_or_doubtful(own[0], words)
    if is_name_too and set(acts[:1]) & words.clitics and not own[0].text.isupper() and not is_passing:
        return "said"
    is_talk = own[0].begins_sentence and own[0].folded in words.talked and own[0].folded not in words.given
    acts = acts[:1] if is_talk and own[0].kind == MAYBE else acts  # "Rice fortification went through"
    if set(acts) & words.said and not own[0].text.isupper() and not is_passing:
        return "said"
    is_phrase = start > 0 and tokens[start - 1].is_capital and tokens[start - 1].kind == ORDINARY
    is_phrase = is_phrase and joins(text, tokens[start - 1], own[0])
    is_sure = own[0].folded in words.given - words.doubtful or is_diminutive(own[0].folded, words)
    is_asked = text[own[-1].end : own[-1].end + 2].strip()[:1] == "?"
    is_joined = start > 0 and tokens[start - 1].folded in ONE_LETTER | JOINING and (is_sure or is_asked)
    is_phrase = is_phrase and not is_joined
    if not (is_a_thing or is_phrase or own[0].text.isupper()) and _is_name_within(text, tokens, start, words):
        return "known"
    return "unknown" if not is_proper and holds_unknown_person(text, tokens, start, stop, words) else ""


def _is_name_within(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether a name that is a word or a place too stands within a sentence, and neither is spoken of."""
    token = tokens[start]
    if token.kind != MAYBE or token.begins_sentence or token.folded in words.kept:
        return False
    is_owned = start > 0 and tokens[start - 1].folded in AFFILIATING
    is_said = _is_given_or_doubtful(token, words) or not is_owned
    return is_said and not _goes_with_place(text, tokens, start, words)


def _sign_of_clause(text: str, tokens: Sequence[Word], start: int, stop: int, words: PersonWords) -> str:
    """Return what shows a single word to be somebody, whatever stands right before it."""
    if _is_reached(text, tokens, start, words) or _is_related(text, tokens, start, words):
        return ROLE
    if is_told_by_post(text, tokens, start, stop, words):
        return ROLE
    if tokens[start].kind in (SEED, MAYBE, UNKNOWN) and ends_with_phrase(text, tokens[start].start, words.eras):
        return "introduction"  # "in the time of Rwabwogo"
    if _is_given_to(text, tokens, start, words) or _is_announced(text, tokens, start, stop, words):
        return "given"
    if _is_possessed(text, tokens, start, words) or _is_acting_behind(text, tokens, start, stop, words):
        return "said"
    return "addressed" if _is_spoken_to(text, tokens, start, stop, words) else ""


def is_told_by_post(text: str, tokens: Sequence[Word], start: int, stop: int, words: PersonWords) -> bool:
    """Tell whether a name that is a word too is said to be somebody, or to speak.

    "Hope is the driver"; "A Robinson, el chofer, lo vimos"; 'Celeste: "Hambre Cero trajo plata"'.
    """
    token, before = tokens[start], tokens[start - 1] if start else None
    if token.kind != MAYBE or token.is_thing or stop != start + 1 or not token.text.istitle():
        return False
    if token.begins_sentence and QUOTED_BEHIND.match(text, token.end):
        return True
    if before is not None and before.text in ("a", "A") and is_apposition(text, tokens, stop, words):
        return True
    verb, article, post = (*tokens[stop : stop + 3], None, None, None)[:3]
    if verb is None or article is None or post is None or not token.begins_sentence:
        return False
    is_near = text[token.end : post.start] == f" {verb.text} {article.text} "
    is_told = verb.text.lower() in words.copulas and article.folded in words.articles
    return is_near and is_told and post.folded in words.roles and post.text.islower()


def _goes_with_place(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether a place that is a name too goes on with another one that is gone to: "en Choluteca y Valle"."""
    if start < FULL_ADDRESS or tokens[start].folded not in words.places:
        return False
    at, place = tokens[start - FULL_ADDRESS], tokens[start - LEAST_BEFORE_ADDRESSED]
    is_there = at.folded in words.locatives and place.kind == PLACE and text[at.end : place.start] == " "
    return is_there and TOGETHER_PATTERN.fullmatch(text[place.end : tokens[start].start]) is not None


def _is_given_or_doubtful(token: Word, words: PersonWords) -> bool:
    return token.folded in words.given or token.folded in words.doubtful


def _is_possessed(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether something is said to be of a name that is a word too: "they come to Hope's small bakery"."""
    token = tokens[start]
    is_name = _is_given_or_doubtful(token, words) and token.folded not in words.kept
    is_owner = OWNED.match(text, token.end) is not None and token.kind == MAYBE and token.text.istitle()
    return is_owner and is_name and not token.begins_sentence and token.folded not in MONTH_NUMBERS


def _is_acting_behind(text: str, tokens: Sequence[Word], start: int, stop: int, words: PersonWords) -> bool:
    """Tell whether a verb and an article stand before a word of no language: "vino la Karelia, de la universidad"."""
    token = tokens[start]
    if start < LEAST_BEFORE_ADDRESSED or stop != start + 1 or token.kind != UNKNOWN or not token.text.istitle():
        return False
    verb, article = tokens[start - 2], tokens[start - 1]
    is_near = text[verb.end : token.start] == f" {article.text} "
    return is_near and article.text in PERSONAL_ARTICLES and verb.folded in words.said | words.giving


def _is_given_to(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether a word of no language stands behind "to" in a clause of giving or telling ("it was given to Fé")."""
    before, token = tokens[start - 1] if start else None, tokens[start]
    if before is None or token.kind not in (SEED, MAYBE, UNKNOWN) or text[before.end : token.start] != " ":
        return False
    if before.text not in GIVING_TO or token.is_thing or token.text.isupper():
        return False
    clause = CLAUSE_ENDS.split(text[max(0, before.start - LOOK_BACK) : before.start])[-1]
    return bool(set(simplify(clause).split()) & words.giving)


def _is_announced(text: str, tokens: Sequence[Word], start: int, stop: int, words: PersonWords) -> bool:
    """Tell whether a name fills what a colon or two dashes announce as somebody: "one of us — Fé — kept the key"."""
    own = tokens[start:stop]
    if own[0].text.isupper() or all(token.kind not in (SEED, MAYBE, UNKNOWN) for token in own):
        return False
    before, after = text[max(0, own[0].start - LOOK_BACK) : own[0].start].rstrip(), text[own[-1].end :][:3].strip()
    is_field = before.endswith(":") and (not after or after[0] in ".!?")
    is_field = is_field or (before[-1:] in DASHES and (not after or after[0] in DASHES or after[0] in ".,"))
    clause = re.split(r"[.!?\n]", before)[-1]
    said = simplify(clause).split()
    if is_field and before.endswith(":") and LABEL_OF_POST.search(clause):
        return fold_name(clause.split()[0]) in words.roles  # "Chauffeur du jour : Dadalira."
    return is_field and any(
        " ".join(said[first : first + length]) in words.somebody for first in range(len(said)) for length in (1, 2, 3)
    )


def _is_spoken_to(text: str, tokens: Sequence[Word], start: int, stop: int, words: PersonWords) -> bool:
    """Tell whether a word that begins a sentence is who is spoken to: "Fé, could you close the door?"."""
    own = tokens[start:stop]
    if not own[0].begins_sentence or not own[-1].is_parted or stop >= len(tokens):
        return False
    if own[0].kind == PLACE or (own[0].kind == UNKNOWN and words.kind_of_word(own[0].text)):
        return False
    following = tokens[stop]
    return text[own[-1].end : following.start].strip(" ¿¡") == "," and following.folded in words.speaking_to


def holds_unknown_person(text: str, tokens: Sequence[Word], start: int, stop: int, words: PersonWords) -> bool:
    """Tell whether one of the words from start to stop is of no language and stands where a person does."""
    return any(_is_unknown_person(text, tokens, place, words) for place in range(start, stop))


def _is_unknown_person(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether a word of no language, within a sentence, is taken for a name: not an acronym nor a place's."""
    token = tokens[start]
    capitals = sum(map(str.isupper, token.text))
    if token.kind != UNKNOWN or token.is_thing or len(token.folded) <= SHORTEST_SURE:
        return False
    if token.begins_sentence and not _has_byname(text, tokens, start, words):
        return False
    if capitals > 1 + token.text.count("-") + token.text.count("'") + token.text.count("’"):
        return False
    before, earlier = (tokens[start - back] if start >= back else None for back in (1, 2))
    if before is not None and before.folded in words.makes and joins(text, before, token):
        return False
    if before is not None and earlier is not None and before.folded in AFFILIATING:
        around = (words.place_words, words.roles, words.institutions, words.named_after)
        return not any(earlier.folded in listed or earlier.folded.rstrip("s") in listed for listed in around)
    following = tokens[start + 1] if start + 1 < len(tokens) else None
    is_bound = following is not None and joins(text, token, following)
    return not (is_bound and following is not None and following.folded in words.place_words - words.prepositions)


def _has_byname(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether a word that begins a sentence goes on with a byname and a verb: "Tião do Adobe junta"."""
    tie, byname, verb = (*tokens[start + 1 : start + 4], None, None, None)[:3]
    if tie is None or byname is None or verb is None or tie.text not in BYNAME_TIES:
        return False
    is_near = text[tokens[start].end : verb.end] == f" {tie.text} {byname.text} {verb.text}"
    is_named = byname.text.istitle() and not is_listed_word(byname, words) and byname.kind not in (PLACE, INSTITUTION)
    others = (words.ordinary, words.particles, words.place_words)
    return is_near and is_named and verb.text.islower() and not any(verb.folded in listed for listed in others)


def is_apposition(text: str, tokens: Sequence[Word], stop: int, words: PersonWords) -> bool:
    """Tell whether a post stands behind a name: "Tsiory, coordinator of ...", "Tsiory (the mayor)"."""
    if stop >= len(tokens) or text[tokens[stop - 1].end : tokens[stop].start].strip() not in (",", "("):
        return False
    near = _posts_ahead(text, tokens, stop, words)
    if any(place < stop + 3 for place in near):
        return True
    if tokens[stop].folded in RELATIVE and near:
        return tokens[stop + 1].text.lower() in words.copulas
    is_tied = tokens[stop].folded in AFFILIATING and stop + 1 < len(tokens)
    bodies = (token for token in tokens[stop + 1 : stop + 3] if token.is_capital)
    return is_tied and any(one.kind in (ACRONYM, INSTITUTION) or one.folded in words.vouched for one in bodies)


def _posts_ahead(text: str, tokens: Sequence[Word], stop: int, words: PersonWords) -> list[int]:
    """Return where the next few words of a clause tell posts; none behind "because", none that label a turn."""
    found = []
    for place in range(stop, min(stop + 5, len(tokens))):
        token, before = tokens[place], tokens[place - 1]
        gap = text[before.end : token.start] if place > stop else ""
        ends = gap.strip(" \u00a0")[:1] in tuple(";:!?…") or (gap[:1] == "." and len(before.text) > LONGEST_TITLE)
        if (place > stop and ends) or "\n\n" in gap or token.folded in words.clause_openers:
            break
        is_label = "\n" in gap and text[token.end : token.end + 2].strip()[:1] == ":"
        after = tokens[place + 1].folded if place + 1 < len(tokens) else ""
        is_common = token.folded in words.ordinary and after not in AFFILIATING
        is_verb = is_common and (place == stop or before.folded in RELATIVE)  # "que son los de casa"
        if token.folded in words.roles and not is_label and not is_verb:
            found.append(place)
    return found


def follows_place_word(text: str, tokens: Sequence[Word], start: int, words: PersonWords) -> bool:
    """Tell whether a word of places stands right before a word."""
    before = tokens[start - 1] if start else None
    return (
        before is not None and before.folded in words.place_words and not text[before.end : tokens[start].start].strip()
    )


def institution_beside(text: str, tokens: Sequence[Word], start: int, stop: int, words: PersonWords) -> str:
    """Return what kind of institution a part of a run belongs to, "" to none."""
    position = start - 1
    while position >= 0 and tokens[position].folded in words.particles:
        position -= 1
    if position >= 0 and _is_bound(text[tokens[position].end : tokens[start].start]):
        kind = _institution_kind(tokens[position], words)
        if kind:
            return kind
    if is_named_after(text, tokens, start, stop, words):
        return NAMED_AFTER
    if stop < len(tokens) and _is_bound(text[tokens[stop - 1].end : tokens[stop].start]):
        return _institution_kind(tokens[stop], words)
    return ""


def is_named_after(text: str, tokens: Sequence[Word], start: int, stop: int, words: PersonWords) -> bool:
    """Tell whether a name is a part of what a hospital, a square or the like is called.

    "Hospital Ayres de Menezes", "plaza Simón Bolívar", "Levy Mwanawasa Medical University".
    """
    place = start - 1
    while place >= 0 and joins(text, tokens[place], tokens[place + 1]):
        if tokens[place].folded in words.named_after:
            return _institution_kind(tokens[place], words) == NAMED_AFTER
        if not (tokens[place].is_capital or tokens[place].kind == PARTICLE):
            break
        place -= 1
    return bears_name(text, tokens, stop, words)


def bears_name(text: str, tokens: Sequence[Word], stop: int, words: PersonWords) -> bool:
    """Tell whether a word of a hospital or the like ends the capitals behind a name ("... International Airport")."""
    for place in range(stop, min(stop + MOST_BETWEEN, len(tokens))):
        if not tokens[place].is_capital or not joins(text, tokens[place - 1], tokens[place]):
            return False
        if tokens[place].folded in words.named_after:
            return _institution_kind(tokens[place], words) == NAMED_AFTER
    return False


def _institution_kind(token: Word, words: PersonWords) -> str:
    if is_foreign(token.text) or is_no_acronym(token.text, words):
        return ""
    if token.folded in words.named_after:
        return NAMED_AFTER
    return INSTITUTION if token.folded in words.institutions else ""


def _is_bound(gap: str) -> bool:
    return not re.search(r"[^\w\s'’-]|\n", gap)
