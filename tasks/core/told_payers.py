"""Who pays which share of the running costs: the State or others, as an answer tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tasks.core.claims import sentence_spans
from tasks.core.cues import Hit

MOST_TOLD = 1.05
"""Shares that add up to more are not all of the same money."""
HALF = 0.5
BESIDE = 2
"""Longest gap, in characters, between a share and a word that belongs to it."""
CLAUSE_END = re.compile(r"[,;:.()\n–—]")


@dataclass(frozen=True, slots=True)
class PayerRule:
    """How the level is read from who pays which share (level_counts.yaml).

    Attributes:
        state: concepts of the State's own money.
        partners: concepts of those who pay from outside.
        state_groups: stakeholder groups whose "we" is the State.
        partner_groups: those whose "we" pays from outside.
        all_paid: concept of a payer of everything ("pays everything").
        remainder: concept of what is left over ("the rest").
        spent: concept of money that was spent; a share beside it is one of execution.
        several_years: concept of a line of several years.
        shares: (share of the State, level of a larger one), descending.
        several_years_level: where the State pays all, by such a line.
    """

    state: frozenset[str]
    partners: frozenset[str]
    state_groups: frozenset[str]
    partner_groups: frozenset[str]
    all_paid: str
    remainder: str
    spent: str
    several_years: str
    shares: tuple[tuple[float, float], ...]
    several_years_level: float


@dataclass(frozen=True, slots=True)
class ToldShare:
    """A share of a whole.

    Attributes:
        start: where in the text it begins.
        end: where it ends.
        value: 0 to 1; None for what is left over.
    """

    start: int
    end: int
    value: float | None


@dataclass(frozen=True, slots=True)
class PayersTold:
    """What an answer tells of the payers.

    Attributes:
        level: 0 to 4.
        state_share: of the State, 0 to 1.
        start: where in the text it begins.
        end: where it ends.
    """

    level: float
    state_share: float
    start: int
    end: int


def parse_payer_rule(entry: Mapping[str, Any]) -> PayerRule:
    """Build the rule from its declaration."""
    return PayerRule(
        state=frozenset(entry["of"]),
        partners=frozenset(entry["others"]),
        state_groups=frozenset(entry["state_groups"]),
        partner_groups=frozenset(entry["partner_groups"]),
        all_paid=entry["all_paid"],
        remainder=entry["remainder"],
        spent=entry["spent"],
        several_years=entry["several_years"],
        shares=tuple(sorted(((float(s), float(level)) for s, level in entry["shares"].items()), reverse=True)),
        several_years_level=float(entry["several_years_level"]),
    )


def read_payers(
    text: str,
    hits: Sequence[Hit],
    shares: Iterable[ToldShare],
    own_group: str,
    rule: PayerRule,
    *,
    ourselves: str,
    refusals: Sequence[Hit],
) -> PayersTold | None:
    """Read who pays which share.

    Args:
        text: an answer to a question on the running costs.
        hits: concepts of the lexicon of counts in it.
        shares: told in it.
        own_group: stakeholder group of the voice.
        rule: how it is read.
        ourselves: concept of the speaker's own group.
        refusals: words that deny.

    Returns:
        The level, None where no share has a payer, the shares are of several wholes, or the State pays nothing: then
        the words alone tell whether others pay regularly.
    """
    own = _own_side(own_group, rule)
    sides = [(hit, side) for hit in hits if (side := _side_of(hit, own, rule, ourselves)) is not None]
    told: list[tuple[ToldShare, bool]] = []
    known = _all_shares(hits, list(shares), rule)
    for start, end in sentence_spans(text):
        inside = [share for share in known if start <= share.start < end]
        spent = any(hit.concept == rule.spent and start <= hit.start_char < end for hit in hits)
        refused = [hit for hit in refusals if start <= hit.start_char < end]
        if spent or any(_is_in_clause(hit, share, text) for hit in refused for share in inside):
            continue
        told += _pair(inside, [(hit, side) for hit, side in sides if start <= hit.start_char < end])
    state = _share_of_state(told, is_refused=bool(refusals))
    if state is None or state <= 0:
        return None
    level = next((level for above, level in rule.shares if state > above), None)
    if state >= 1 and any(hit.concept == rule.several_years for hit in hits):
        level = rule.several_years_level
    if level is None:
        return None
    return PayersTold(level, state, min(share.start for share, _ in told), max(share.end for share, _ in told))


def _all_shares(hits: Sequence[Hit], shares: Sequence[ToldShare], rule: PayerRule) -> list[ToldShare]:
    """Return the shares in order with "everything" and "the rest"; "the remaining 20 %" is one share."""
    named = [ToldShare(hit.start_char, hit.end_char, 1.0) for hit in hits if hit.concept == rule.all_paid]
    for hit in hits:
        gaps = (max(hit.start_char - share.end, share.start - hit.end_char) for share in shares)
        if hit.concept == rule.remainder and all(gap > BESIDE for gap in gaps):
            named.append(ToldShare(hit.start_char, hit.end_char, None))
    return sorted([*shares, *named], key=lambda share: (share.start, share.end))


def _own_side(own_group: str, rule: PayerRule) -> bool | None:
    """Return True where "we" is the State, False where it is a partner, None where it is neither."""
    if own_group in rule.state_groups:
        return True
    return False if own_group in rule.partner_groups else None


def _side_of(hit: Hit, own: bool | None, rule: PayerRule, ourselves: str) -> bool | None:
    if hit.concept == ourselves:
        return own
    if hit.concept in rule.state:
        return True
    return False if hit.concept in rule.partners else None


def _is_in_clause(hit: Hit, share: ToldShare, text: str) -> bool:
    first, last = sorted([(hit.start_char, hit.end_char), (share.start, share.end)])
    return not CLAUSE_END.search(text, first[1], last[0])


def _pair(shares: Sequence[ToldShare], sides: Sequence[tuple[Hit, bool]]) -> Iterator[tuple[ToldShare, bool]]:
    """Give each share of a sentence its payer: in the order in which the sentence begins, the payer or the share first.

    "80 % is paid by UNICEF and 20 % by the State", "the State pays 75 % and we 25 %".
    """
    if not shares or not sides:
        return
    is_payer_first = sides[0][0].start_char < shares[0].start
    ends = [*(after.start for _, after in pairwise(shares)), None]
    begins = [None, *(before.end for before, _ in pairwise(shares))]
    for share, until, since in zip(shares, ends, begins, strict=True):
        before = [side for hit, side in sides if (since or 0) <= hit.start_char < share.start]
        behind = [
            side for hit, side in sides if hit.start_char >= share.end and (until is None or hit.end_char <= until)
        ]
        nearest = (before[-1:] or behind[:1]) if is_payer_first else (behind[:1] or before[-1:])
        for side in nearest:
            yield share, side


def _share_of_state(told: Iterable[tuple[ToldShare, bool]], *, is_refused: bool) -> float | None:
    """Return the State's share, None where it can't be told: who denies a payer leaves open who pays the rest."""
    paid: dict[bool, float] = {}
    left_over: list[bool] = []
    for share, is_state in told:
        if share.value is None:
            left_over.append(is_state)
        else:
            paid[is_state] = paid.get(is_state, 0.0) + share.value
    whole = sum(paid.values())
    if not paid or whole > MOST_TOLD:
        return None
    for is_state in left_over[:1]:
        paid[is_state] = paid.get(is_state, 0.0) + max(1 - whole, 0.0)
    if True in paid:
        return min(paid[True], 1.0)
    return 1 - paid[False] if paid[False] >= HALF and not is_refused else None
