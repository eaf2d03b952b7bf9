"""Posts: what is told of a post that one person holds is generalised; the kind of post stays.

"The director of the nutrition unit of Tamale" names one person as surely as a name does. The post is kept, as it
carries what is said about the platform; the body or place that makes it one person's is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.core.alternations import OPEN_LETTERS, any_of
from tasks.core.dates import MONTH_NUMBERS
from tasks.core.spellings import simplify
from tasks.core.text_tables import find_cells

CAPITAL = r"(?:[A-ZÀ-ÖØ-Þ][\w’'&-]*)"
LONGEST_COMPLEMENT, LONGEST_REACH = 14, 160
MOST_SMALL = 2
"""Small words in a row, between those that tie them to what follows, that may still belong to a body's name."""
WORD_PATTERN = re.compile(r"[^\W_][\w’'&-]*")
_CLAUSE_WORD = r"[^\W\d_][\w’'-]*"
DESCRIPTION_END = re.compile(r",\s(?:[A-ZÀ-Þ]|(?:et|and|y|e|mais|but|pero|mas)\s)|\s(?:and|et)\s(?:a|he|she|il|elle)\s")
BESIDE_DESCRIPTION = re.compile(r"[,;:]?\s?(?:(?:that\s)?is|was|es|est|é|era|c['’]est|était)?\s?", re.IGNORECASE)
"""Between a name and how somebody is told."""
COLUMN_TIE = re.compile(r"\s?,\s|\s(?:of|for|at|in|de|du|des|del|da|do|dos|das|pour|para|en|em|au|aux)\s|\s[ld]['’]")
"""Between a post and the body or place that makes it one person's."""
IS_ACCENTED = re.compile(r"(?<!\w)[éÉ]\s$")
"""Portuguese "is", which without its accent is "and"."""
SENTENCE_END = re.compile(r"(?:[?!;:]|(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})(?<!\b[A-Z][a-z]{3})\.)\s|\n")
"""Where a sentence ends; not behind a title ("Dr.", "Hon.") or an initial."""
LETTERS_PATTERN = re.compile(r"(?<=[ -])[A-Z]{2,8}(?=$|[ -])")
CELL_END = re.compile(r",(?=\S)")
BODY_BEHIND = re.compile(r"(?:,|\s[–—-])\s([A-ZÀ-Þ][^\n;|\t,.]{3,80})(?=[\n;|\t]|$)")
LETTERS_OF_BODY = re.compile(r"[A-Z][A-Za-z]?[A-Z]{1,9}(?:[-/ ][A-Z]{2,10})?")
"""What a body is called by its letters, at the end of a signature's line: "Directora Técnica, CONASAN"."""
LONGEST_WORD = 12
PLACE_BEHIND = re.compile(rf",\s{CAPITAL}(?:\s{CAPITAL}){{0,3}}(?=[.\n;|\t\"]|$)")
"""A place behind the one that a post is of, up to the end of the sentence: "Mayor of San Isidro, Northern Samar."."""
NAME_ENDS = re.compile(r"\s?[.:;]\s")
"""Behind a name that is a sentence by itself: "Suyapa Orellana. She is the manager of ..."."""
JOINING = ("and", "et", "y", "e")
FEWEST_TITLE_WORDS = 3
"""Words of a title that is one person's whatever it is of ("Deputy Executive Secretary for coordination")."""
CLAUSE_MARK = re.compile(r"[,;.:!?\n]")
PRONOUN = re.compile(r"I\s[a-z]")
AND_PERSON = re.compile(r"\s(?:and|et|y|e)\s(?:[^\s,]+\s)?$")
"""Between the body of a post and somebody's name: "Manager of the Nutrition Branch and Mrs Morea"."""
SENTENCE_REACH, NEAR_WORDS = 120, 8
OPENING = re.compile(r"(?:^|[\n;]|[;,]\")\"?$")
"""Before what opens a line or a cell."""
SENTENCE_START = re.compile(r"(?:^|[.?!\n])\s*(?:La|A)\s$")
LOOSE = OPEN_LETTERS | {" ": r"[\s-]"}
"""Letters -> what may stand for them in the name of a post."""
PROPER_PATTERN = re.compile(r"(?<![^\W\d_])[A-ZÀ-ÖØ-Þ]")
NEAR_BEFORE, NEAR_BEHIND = 48, 28
"""Characters between a name and the post beside it."""
BRACKET_BEHIND = re.compile(r"\s\([^()\n]{2,40}\)(?=[\s,])")
"""What a post is for, between it and its body: "Additional Secretary (Nutrition) at the ..."."""
BODY_START = re.compile(r",\s(?:the\s|la\s|le\s|l['’]|el\s|o\s|a\s)?(?=[A-ZÀ-Þ])")
GAP_PATTERN = re.compile(r"[ \u00a0\u202f]{1,2}|['’]")

LISTED = (
    *("own", "of", "levels", "adjectives", "only", "also_bodies", "ranks", "movements", "indefinite", "certain"),
    *("told_otherwise", "said_to_be", "of_many", "serving", "speaking", "she_is", "coordinating", "ministers"),
)
"""Lists of words that are declared under the name of their attribute."""


@dataclass(frozen=True, slots=True)
class PostWords:
    """How posts are told (identifiers/patterns.yaml).

    Attributes:
        heads: what a post is called, with the words that may stand beside it.
        letters: an acronym before a post ("the SUN focal point").
        capitals: capitalised words before a post ("the Northern Director", "as Principal Food and Seed Officer").
        own: words by which somebody tells their own post ("I am", "en tant que").
        of: words that tie a post to its body or place.
        inner: small words within the name of a body.
        institutions: words within names of institutions.
        levels: adjectives that tell whose post it is by a territory ("the regional director").
        adjectives: words beside a post, those of levels among them.
        highest: words of the head of state and of government, whose posts are told for what they are.
        definite: an article that makes a post the one of its kind, up to the post.
        only: words of what one person alone has or is.
        also_bodies: posts whose name, with a capital, is that of an office.
        ranks: words before a post that tell its rank and no body.
        movements: what a movement is called by, which is no body.
        indefinite: words before what is one of many.
        ends: words behind which nothing belongs to the body of a post.
        columns: what a table calls its column of posts.
        described: somebody told by what they do, up to the end of the clause ("the man who keeps our minutes").
        told_otherwise: before such words they tell a post once more.
        said_to_be: before such words they tell whose post it is.
        serving: words before what somebody speaks as, if they speak of themselves ("I sign it as Manager of ...").
        speaking: words of who speaks of themself ("I", "my").
        told_of: words that go on with a post behind a name that is a sentence by itself ("She is the").
        she_is: the same of somebody told before ("she is the").
        coordinating: those of the highest words that are of a platform's coordination.
        ministers: words of ministers, whose coordination is none of a platform.
        untied: posts with the place or body that is told right behind them ("the Secretary Health").
        burdens: what tells a burden by the word of a post ("à la charge de l'État").
        no_posts: what begins with the word of a post and is none ("referente a la ley").
        of_many: words of which there are many, so that a post of one of them is nobody's ("Head of household").
        certain: words of which there is one where somebody speaks, so that a post of it is one person's.
    """

    heads: re.Pattern[str]
    burdens: re.Pattern[str]
    letters: re.Pattern[str]
    capitals: re.Pattern[str]
    own: frozenset[str]
    of: frozenset[str]
    inner: frozenset[str]
    institutions: frozenset[str]
    levels: frozenset[str]
    adjectives: frozenset[str]
    highest: frozenset[str]
    definite: re.Pattern[str]
    only: frozenset[str]
    also_bodies: frozenset[str]
    ranks: frozenset[str] = frozenset()
    movements: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    indefinite: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()
    described: re.Pattern[str] | None = None
    told_otherwise: frozenset[str] = frozenset()
    said_to_be: frozenset[str] = frozenset()
    certain: frozenset[str] = frozenset()
    of_many: frozenset[str] = frozenset()
    no_posts: re.Pattern[str] = re.compile(r"(?!)")
    serving: frozenset[str] = frozenset()
    speaking: frozenset[str] = frozenset()
    told_of: frozenset[str] = frozenset()
    she_is: frozenset[str] = frozenset()
    coordinating: frozenset[str] = frozenset()
    ministers: frozenset[str] = frozenset()
    untied: re.Pattern[str] = re.compile(r"(?!)")


def compile_posts(declared: Mapping[str, Any], institutions: Iterable[str]) -> PostWords:
    """Make the patterns from the declared words.

    Args:
        declared: content of patterns.yaml.
        institutions: simplified words of institutions.
    """
    posts = declared["posts"]
    institutions = frozenset(institutions) | _simplified(posts["bodies"])
    heads, adjectives, ranks = (any_of(posts[name], LOOSE) for name in ("heads", "adjectives", "ranks"))
    return PostWords(
        heads=re.compile(
            rf"(?<!\w)(?:(?:{adjectives})[ -])*(?:{heads})(?:[\s-](?:{adjectives}))*(?!\w)", re.IGNORECASE
        ),
        letters=re.compile(rf"(?<!\w)([A-Z]{{2,8}})[ -](?=(?i:(?:{adjectives})[ -])?(?i:{heads})(?!\w))"),
        capitals=re.compile(
            rf"(?:(?<=\b[Tt]he )(?:{CAPITAL} ){{1,4}}"
            rf"|(?<=\b[Aa]s )(?:{CAPITAL} ){{1,3}}(?:(?:and|&) (?:{CAPITAL} ){{1,3}})?)"
            rf"(?={_capitalised(posts['heads'])}\b(?!['’]))"
        ),
        no_posts=re.compile(rf"(?:{any_of(posts['no_posts'], LOOSE)})(?!\w)", re.IGNORECASE),
        burdens=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, posts['burdens']))})(?!\w)", re.IGNORECASE),
        inner=_simplified([*posts["of"], *posts["adjectives"], "and", "et", "e"]) | institutions,
        institutions=institutions,
        highest=_simplified([*posts["highest"], *posts["coordinating"]]),
        told_of=_simplified([*posts["told_of"], *posts["she_is"]]),
        ends=_simplified(posts["complement_ends"]),
        columns=_simplified(posts["column_heads"]),
        described=_described(posts),
        untied=_untied(posts),
        definite=re.compile(
            rf"(?<!\w)(?:(?:{'|'.join(posts['definite'])})\s|l['’]\s?)(?:(?:{adjectives}|{ranks})[ -])*$",
            re.IGNORECASE,
        ),
        **{name: _simplified(posts[name]) for name in LISTED},
    )


def _simplified(listed: Iterable[str]) -> frozenset[str]:
    return frozenset(map(simplify, listed))


def _untied(posts: Mapping[str, Any]) -> re.Pattern[str]:
    """Return how a post is told with its place or body right behind: "the Secretary Health", "the Member for Trade"."""
    return re.compile(
        rf"(?:(?<=\b[Tt]he )|(?<=\b[Aa]s )|(?<=\bam ))(?:{CAPITAL} )??{_capitalised(posts['untied'])} "
        rf"(?:for )?(?!{_capitalised(posts['ranks_behind'])}\b)"
        rf"({CAPITAL}(?: {CAPITAL}){{0,2}}(?: and {CAPITAL}(?: {CAPITAL}){{0,2}}(?=,))?)"
    )


def _described(posts: Mapping[str, Any]) -> re.Pattern[str]:
    """Return how somebody is told by what they do: an article, a person, a relative clause with a verb of a post."""
    names = ("described", "described_alone", "describing", "doing")
    people, alone, ties, doing = (any_of(posts[name], LOOSE) for name in names)
    article = r"(?:the|that|le|la|l['’]|el|o|a|aquela|aquele|ce|cet|cette|esa|ese|essa|esse)"
    return re.compile(
        rf"(?<!\w)(?:{article}\s(?:{people})\s(?:{_CLAUSE_WORD}\s){{0,5}}?|(?:{alone})\s)(?:{ties})[\s'’]?"
        rf"(?:{_CLAUSE_WORD}\s){{0,6}}?(?:{doing})(?!\w)[^.;:?!\n\"”»]{{0,90}}",
        re.IGNORECASE,
    )


def _capitalised(listed: Sequence[str]) -> str:
    return "(?:" + "|".join(re.escape(word.title()) for word in sorted(listed, key=len, reverse=True)) + ")"


def find_posts(
    text: str,
    words: PostWords,
    people: Sequence[tuple[int, int]] = (),
    known: Container[str] = (),
    bodies: Container[str] = (),
) -> list[tuple[int, int]]:
    """Find what makes posts one person's.

    A post counts where it is somebody's: beside a name, in the mouth of who holds it, as the whole of a cell or a
    sentence, and where an article and a proper name make it the one of its kind ("the minister of Health"). What the
    platform's offices and the heads of state and government do is evidence and stays.

    Args:
        text: as received.
        words: how posts are told.
        people: offsets of the names in it.
        known: posts that are somebody's elsewhere in the country's texts, as `name_posts` returns them.
        bodies: words for a body that everybody in the country speaks of: of it a post is nobody's by that.

    Returns:
        Half-open offsets of the body or place behind a post, or of the words before it; the post itself stays.
    """
    found = []
    for start, end, head in _candidates(text, words):
        told, first, last = simplify(text[start:end]), min(start, head), max(end, head)
        if told in bodies:
            continue
        if _is_topic(text[start:end], words):
            is_told = _is_certain(text, start, end, words) and _is_beside_name(text, first, last, words, people)
            is_told = is_told or (_is_served(text, first, last, words) and _is_title(text, start, end, head, words))
        else:
            is_told = simplify(text[head:end]) in known or _is_somebodys(text, first, last, words, people)
            is_told = is_told or (not _is_apart(text, start, end, head) and _is_the_one(text, start, end, head, words))
        if is_told:
            found.append((start, _end_before_person(text, start, end, people)))
    found += _find_described(text, words, people) + _find_untied(text, words, people)
    return [*found, *_cells_of_posts(text, words, found)]


def _end_before_person(text: str, start: int, end: int, people: Sequence[tuple[int, int]]) -> int:
    """Return where a body ends: before "and" with somebody's name behind."""
    for first, _ in people:
        joined = AND_PERSON.search(text, start, first) if start < first < end else None
        end = joined.start() if joined else end
    return end


def _cells_of_posts(text: str, words: PostWords, found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what is behind a post in a cell beneath a head of posts, where nothing of it is found otherwise."""
    told = []
    for start, end in find_cells(text, words.columns):
        tie = COLUMN_TIE.search(text, start, end)
        if tie is None or any(first < end and start < last for first, last in found):
            continue
        body = tie.end(), end - (text[end - 1] == '"')
        is_body = bool(set(simplify(text[slice(*body)]).split()) & words.institutions)
        if is_body or PROPER_PATTERN.search(text[slice(*body)]):
            told.append(body)
    return told


def _find_described(text: str, words: PostWords, people: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Find somebody told by what they do, where it is told whose post that is, or told once more."""
    found = []
    for match in words.described.finditer(text) if words.described else ():
        start = match.start()
        cut = DESCRIPTION_END.search(text, start + LONGEST_WORD, match.end())
        end = cut.start() if cut else match.end()
        clause = re.split(r"[.;?!\n]", text[max(0, start - NEAR_BEFORE) : start])[-1]
        said = simplify(clause).split()
        is_again = any(" ".join(said[-n:]) in words.told_otherwise for n in range(1, 6) if n <= len(said))
        is_own = any(" ".join(said[-n:]) in words.said_to_be for n in (1, 2) if n <= len(said))
        is_own = is_own and bool(set(simplify(text[start:end]).split()) & words.institutions)
        if is_again or is_own or _is_named_by(text, start, end, people):
            found.append((start, end))
    return found


def _find_untied(text: str, words: PostWords, people: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Find the place or body that no word ties to its post ("the Deputy Commissioner Rajanpur"), if it is no name."""
    found = []
    for match in words.untied.finditer(text):
        start, end = match.span(1)
        end -= 2 * (text[end - 2 : end] == " I" and PRONOUN.match(text, end - 1) is not None)
        if not any(first < end and start < last for first, last in people):
            body = _institution_behind(text, end, words)
            found += [(start, end), *([body] if body else [])]
    return found


def _is_named_by(text: str, start: int, end: int, people: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a name stands right before or behind how somebody is told."""
    return any(
        BESIDE_DESCRIPTION.fullmatch(text[last:start] if last <= start else text[end:first]) is not None
        for first, last in people
        if 0 <= start - last <= LONGEST_WORD or 0 <= first - end <= LONGEST_WORD
    )


def kind_of_post(told: str, words: PostWords) -> str:
    """Tell what makes a post somebody's: a body, a movement, or all that it does where no word tells the post."""
    if words.described is not None and words.described.match(told):
        return "described"
    return "movement" if is_movement(told, words) else "post"


def _is_apart(text: str, start: int, end: int, head: int) -> bool:
    """Tell whether a comma parts a post from its institution: in a list they may be two ("the mayor, the Ministry")."""
    return head < start and "," in text[head:start] and text[end : end + 1] not in ("", "\n", ";", "|", "\t")


def _is_topic(told: str, words: PostWords) -> bool:
    """Tell whether what a post is of is a plain word or one of many: by itself it tells no body ("of the guild")."""
    plain = simplify(told).split()
    return (
        told[:1].islower()
        and not PROPER_PATTERN.search(told)
        and (len(plain) == 1 and plain[0] not in words.levels or bool(set(plain) & words.indefinite))
    )


def _is_certain(text: str, start: int, end: int, words: PostWords) -> bool:
    """Tell whether what a post is of tells one body: "of the ministry", "da rede de ...", not "of the council"."""
    told = set(simplify(text[start:end]).split())
    tail = re.split(r"[^\w\s’'-]", text[end : end + SENTENCE_REACH // 2])[0] if text[end : end + 1] == " " else ""
    is_tied = any(simplify(word) in words.of for word in tail.split()[:2])
    if set(simplify(text[max(0, start - LONGEST_WORD) : start]).split()[-1:]) & words.indefinite:
        return bool(told & (words.certain | words.only))  # "présidente d'un groupement de femmes"
    return bool(told & (words.certain | words.only)) or len(told - words.indefinite) > 1 or is_tied


def is_movement(told: str, words: PostWords) -> bool:
    """Tell whether what makes a post somebody's is a movement, no body ("SUN")."""
    return simplify(told) in words.movements


def name_posts(text: str, words: PostWords, people: Sequence[tuple[int, int]]) -> frozenset[str]:
    """Return the posts of a text that are somebody's, simplified; see `find_posts`."""
    found = _candidates(text, words)
    return frozenset(
        simplify(text[head:end]) for _, end, head in found if _is_somebodys(text, head, end, words, people)
    )


def _candidates(text: str, words: PostWords) -> list[tuple[int, int, int]]:
    """Return body or place of each post, and where the post begins."""
    found = [
        (match.start(), match.end() - 1, match.start())
        for match in words.capitals.finditer(text)
        if not set(simplify(match.group()).split()) <= words.adjectives or match.group().count(" ") > 1
    ]
    found = [one for one in found if not set(simplify(text[slice(*one[:2])]).split()) <= words.ranks]
    found += [(match.start(1), match.end(1), match.start(1)) for match in words.letters.finditer(text)]
    burdens = {match.end() for match in words.burdens.finditer(text)}
    for match in words.heads.finditer(text):
        if match.end() in burdens or words.no_posts.match(text, match.start()):
            continue
        bracket = BRACKET_BEHIND.match(text, match.end())
        behind = bracket.end() if bracket else match.end()
        complement = _complement(text, behind, words)
        span = _body_behind(text, behind, words) or complement or _last_letters(match)
        span = span or _institution_behind(text, behind, words) or _level_of(match, words)
        if span is not None:
            found.append((*span, match.start()))
            body = _body_behind(text, span[1], words) if _is_topic(text[slice(*span)], words) else None
            body = body or (_institution_behind(text, span[1], words) if span == complement else None)
            if body is not None:
                found.append((*body, match.start()))  # "officer for nutrition, Ministry of ..."
    return found


def _body_behind(text: str, start: int, words: PostWords) -> tuple[int, int] | None:
    """Return the institution behind a comma that ends a field: "Adviser, Division of Family Health"."""
    body = BODY_BEHIND.match(text, start)
    if body is None:
        return None
    told = set(simplify(body.group(1)).split())
    is_letters = LETTERS_OF_BODY.fullmatch(body.group(1)) is not None
    return body.span(1) if is_letters or told & words.institutions else None


def _institution_behind(text: str, start: int, words: PostWords) -> tuple[int, int] | None:
    """Return the institution behind a comma within a sentence: "Chairman, House Committee on Health, said"."""
    tie = BODY_START.match(text, start)
    if tie is None:
        return None
    end, is_institution, n_small = tie.end(), False, 0
    for match in list(WORD_PATTERN.finditer(text, tie.end(), tie.end() + LONGEST_REACH))[:LONGEST_COMPLEMENT]:
        folded = set(simplify(match.group()).split())
        is_capital = match.group()[:1].isupper()
        gap = text[end : match.start()]
        if (gap and not GAP_PATTERN.fullmatch(gap)) or folded & words.ends or not (is_capital or folded <= words.inner):
            break
        if PRONOUN.match(text, match.start()):
            break
        n_small = 0 if is_capital else n_small + 1
        if n_small > MOST_SMALL:
            break
        is_institution = is_institution or (is_capital and bool(folded & words.institutions))
        end = match.end()
    return (tie.end(), end) if is_institution else None


def _level_of(head: re.Match[str], words: PostWords) -> tuple[int, int] | None:
    """Return the word that tells a post's territory where nothing else does: "el gobernador departamental".

    So does the one body that its name ends with: "Secrétaire général du gouvernement".
    """
    parts = list(WORD_PATTERN.finditer(head.group()))
    told = next((part for part in parts if simplify(part.group()) in words.levels), None)
    if told is None and simplify(head.group()[parts[-2].start() :] if len(parts) > 1 else "") in words.adjectives:
        told = parts[-1] if simplify(parts[-1].group()) in words.certain else None  # "du gouvernement"
    return (head.start() + told.start(), head.start() + told.end()) if told and len(parts) > 1 else None


def _is_the_one(text: str, start: int, end: int, head: int, words: PostWords) -> bool:
    """Tell whether an article and a proper name, or a territory, make a post the one of its kind."""
    first, last = min(start, head), max(end, head)
    if _is_body(text, first, last, words):
        return False
    if _is_highest(text, start, end, head, words):
        return False
    if _ends_with(text[max(0, first - NEAR_BEHIND) : first], words.she_is):
        return True
    before = text[max(0, first - NEAR_BEFORE) : first]
    article = words.definite.search(before)
    is_opening = OPENING.search(before) is not None and text[first].isupper()
    if is_opening and PROPER_PATTERN.search(text[start:end]) and simplify(text[start:end]) not in words.adjectives:
        return True
    if not article or (article.group().strip().lower() == "a" and not _is_feminine(text[first:last], words)):
        return False
    if set(simplify(text[first:last]).split()) & words.only:
        return True
    is_proper = PROPER_PATTERN.search(text[start:end]) is not None
    return is_proper or bool(set(simplify(text[first:last]).split()) & words.levels)


def _is_highest(text: str, start: int, end: int, head: int, words: PostWords) -> bool:
    """Tell a post of the heads of state and government or of a platform's coordination, told for what it is.

    A minister's coordination is none of a platform ("the Minister of State for Nutrition Coordination").
    """
    last = max(end, head)
    behind = CLAUSE_MARK.split(text[last : last + LONGEST_WORD])[0]
    told = set(simplify(text[min(start, head) : last] + behind).split()) & words.highest
    if set(simplify(text[head:start]).split()) & words.ministers:
        told -= words.coordinating
    return bool(told)


def _is_title(text: str, start: int, end: int, head: int, words: PostWords) -> bool:
    """Tell whether a post is a whole title, whatever it is of, or is of a topic of state ("Director of planning")."""
    called = [word for word in simplify(text[head:start]).split() if word not in words.of]
    topic = set(simplify(text[start:end]).split())
    return len(called) >= FEWEST_TITLE_WORDS or not topic & (words.institutions | words.of_many | words.indefinite)


def _is_served(text: str, start: int, end: int, words: PostWords) -> bool:
    """Tell whether somebody speaks as who holds a post: "I sign it as Manager of ...", "comme Directrice de ..."."""
    before = simplify(text[max(0, start - NEAR_BEHIND) : start]).split()
    if not before or before[-1] not in words.serving:
        return False
    ends = [match.end() for match in SENTENCE_END.finditer(text, max(0, start - SENTENCE_REACH), start)]
    ahead = text[ends[-1] if ends else max(0, start - SENTENCE_REACH) : start]
    near = WORD_PATTERN.findall(ahead)[-NEAR_WORDS:]
    speakers = [place for place, word in enumerate(near) if set(simplify(word).split()) & words.speaking]
    if speakers:  # nobody else is told between: "I see UNICEF as chair of ..."
        return all(word.islower() for word in near[speakers[-1] + 1 :])
    behind = SENTENCE_END.search(text, end, end + SENTENCE_REACH)
    after = text[end : behind.start() if behind else end + SENTENCE_REACH]
    return text[start].isupper() and bool(set(simplify(after).split()) & words.speaking)


def _last_letters(head: re.Match[str]) -> tuple[int, int] | None:
    """Return the acronym within what a post is called: "point focal SUN", "point focal SUN du gouvernement"."""
    letters = LETTERS_PATTERN.search(head.group())
    return (head.start() + letters.start(), head.start() + letters.end()) if letters else None


def _is_feminine(post: str, words: PostWords) -> bool:
    """Tell a post behind the Portuguese "a" ("a directora da ...") from one behind the English ("a head of")."""
    told = simplify(post).split()
    return told[0][-1] in "ae" and told[0] not in words.adjectives and "of" not in told


def _is_body(text: str, first: int, last: int, words: PostWords) -> bool:
    """Tell an office from who holds it: "la Secretaría de Planificación", "a Secretaria de Assistência Social"."""
    word = WORD_PATTERN.match(text, first, last)
    if not word or simplify(word.group()) not in words.also_bodies:
        return False
    return word.group().endswith("ía") or (word.group()[0].isupper() and not SENTENCE_START.search(text[:first][-6:]))


def _is_beside_name(text: str, start: int, end: int, words: PostWords, people: Sequence[tuple[int, int]]) -> bool:
    for first, last in people:
        if last <= start and start - last <= NEAR_BEFORE and _goes_on(text[last:start], words):
            return True
        if first >= end and first - end <= NEAR_BEHIND and not SENTENCE_END.search(text[end:first]):
            return True
    return False


def _goes_on(between: str, words: PostWords) -> bool:
    """Tell whether a post is told of the name before it: in its sentence, on the line below, in "She is the ..."."""
    if not SENTENCE_END.search(between) or between == "\n":
        return True
    mark = NAME_ENDS.match(between)
    return mark is not None and simplify(between[mark.end() :]) in words.told_of


def _ends_with(before: str, phrases: Container[str]) -> bool:
    said = simplify(before).split()
    return any(" ".join(said[-length:]) in phrases for length in range(1, 5) if length <= len(said))


def _is_somebodys(text: str, start: int, end: int, words: PostWords, people: Sequence[tuple[int, int]]) -> bool:
    if _is_beside_name(text, start, end, words, people) or _is_served(text, start, end, words):
        return True
    if _ends_with(text[max(0, start - NEAR_BEHIND) : start], words.own):
        return True
    if IS_ACCENTED.search(text[max(0, start - 4) : start]):
        return True
    ahead = text[max(0, start - 12) : start]
    opens = re.search(r"(?:(?:^|[\n\t;|]|\w\s?[:：])[\"« \u00a0]*\(?|,\"?)$", ahead) is not None
    place = PLACE_BEHIND.match(text, end)
    end = place.end() if place else end
    closes = text[end : end + 1] in ("", "\n", "\t", ";", "|", '"', "(", ")") or CELL_END.match(text, end) is not None
    is_sentence = SENTENCE_END.match(text, end) is not None and re.search(r"[.!?;:]\s$", ahead) is not None
    return (opens and closes) or is_sentence


def _complement(text: str, start: int, words: PostWords) -> tuple[int, int] | None:
    """Read the body or place behind a post: "of the unit of nutrition of Tamale", "of the policy division", "SUN"."""
    first = end = plain = None
    position, is_tied, n_small = start, False, 0
    for match in list(WORD_PATTERN.finditer(text[start : start + LONGEST_REACH]))[:LONGEST_COMPLEMENT]:
        if not GAP_PATTERN.fullmatch(text[position : start + match.start()]):
            break
        word, folded = match.group(), simplify(match.group()).split()
        is_of = bool(folded) and folded[0] in words.of
        is_capital = any(part[:1].isupper() for part in re.split(r"['’]", word))
        is_letters = len(word) > 1 and word.isupper()
        if word.isdigit() or (is_capital and simplify(word) in MONTH_NUMBERS) or set(folded) & words.ends:
            break  # a date
        if not (is_tied or is_of or is_letters) or PRONOUN.match(text, start + match.start()):
            break
        position = start + match.end()
        n_small = 0 if is_capital or is_of else n_small + 1
        if n_small > MOST_SMALL and not set(folded) <= words.inner:
            break
        if is_tied and first is None and not (is_of and not is_capital):
            first = start + match.start()
        if is_capital:
            first = start + match.start() if first is None else first
            end = position
        is_plain = not is_of and word not in JOINING
        if first is not None and is_plain and (plain is None or set(folded) <= words.inner):
            plain = position
        is_tied = True
    end = end or plain
    return (first, end) if first is not None and end is not None else None
