"""Ordinary phrases that look like what is left out, denied or counted, and are not."""

from __future__ import annotations

import logging
import sys
from types import SimpleNamespace

import pytest

from tasks.adapters.evidence_doubts import load_doubts
from tasks.adapters.claim_finders import claim_finder
from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.fact_finders import load_fact_words
from tasks.adapters.level_counts import load_count_rules, mark_counts
from tasks.adapters.scope_words import load_scope_finder
from tasks.core.facts import TEXT, find_facts
from tasks.core.number_contradictions import ToldNumber, group_digits
from tasks.core.scopes import BYGONE, Answer
from tasks.core.told_counts import count_told
from tasks.core.trends import Trends
from tasks.read_words import About, Said, _sentences
