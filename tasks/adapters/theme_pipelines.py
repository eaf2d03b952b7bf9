"""The theme coder as a spaCy component, `msp_theme_coder`, for those who work with spaCy pipelines.

    doc._.msp_asked = Asked(question="Q11")    # optional, before the component
    doc._.msp_topics, doc._.msp_stance, doc.spans["msp_topics"]

The command line and the tasks code columns of words instead, which is faster; both give the same codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import load_config, load_model_from_config

from tasks.adapters.coders import CoderInput, load_coder
from tasks.adapters.declarations import QUESTIONNAIRE
from tasks.adapters.theme_models import Asked
from tasks.core.codings import Coded

SPANS_KEY = "msp_topics"
DOCS_AT_ONCE = 1000

Doc.set_extension("msp_asked", default=None, force=True)
Doc.set_extension("msp_coded", default=None, force=True)
Doc.set_extension("msp_topics", getter=lambda doc: [one.topic for one in _coded(doc).topics], force=True)
Doc.set_extension("msp_stance", getter=lambda doc: _coded(doc).stance, force=True)


def _coded(doc: Doc) -> Coded:
    return doc._.msp_coded or Coded()


class ThemeCoderComponent:
    """Codes Docs: `Doc._.msp_topics`, `Doc._.msp_stance`, and the matched words as `Doc.spans["msp_topics"]`.

    Args:
        language: of the pipeline.
        folder: of the questionnaire.
    """

    def __init__(self, language: str, folder: Path) -> None:
        self._language, self._coder = language, load_coder(folder)

    def __call__(self, doc: Doc) -> Doc:
        """Code one Doc."""
        return self._code([doc])[0]

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = DOCS_AT_ONCE) -> Iterator[Doc]:
        """Code Docs as they come, a batch at once."""
        stream = iter(docs)
        while batch := list(islice(stream, batch_size)):
            yield from self._code(batch)

    def _code(self, docs: list[Doc]) -> list[Doc]:
        asked = [doc._.msp_asked or Asked() for doc in docs]
        inputs = [
            CoderInput(doc.text, self._language, one.question, one.words, one.area)
            for doc, one in zip(docs, asked, strict=True)
        ]
        for doc, coded in zip(docs, self._coder.code(inputs), strict=True):
            doc._.msp_coded = coded
            doc.spans[SPANS_KEY] = list(_spans(doc, coded))
        return docs


def _spans(doc: Doc, coded: Coded) -> Iterator[Span]:
    for topic in coded.topics:
        for start, end in topic.matched:
            span = doc.char_span(start, end, label=topic.topic, alignment_mode="expand")
            if span is not None:
                yield span


@Language.factory("msp_theme_coder", default_config={"questionnaire": ""}, assigns=["doc._.msp_coded"])
def make_component(nlp: Language, name: str, questionnaire: str) -> ThemeCoderComponent:  # noqa: ARG001 - spaCy's form
    """Make the component; "" stands for the questionnaire that is shipped."""
    return ThemeCoderComponent(nlp.lang, Path(questionnaire) if questionnaire else QUESTIONNAIRE)


def load_pipeline(language: str, folder: Path = QUESTIONNAIRE) -> Language:
    """Load the coder's pipeline from its config.cfg.

    Args:
        language: en, fr, es or pt.
        folder: of the questionnaire.
    """
    config = load_config(folder / "coder" / "config.cfg", overrides={"nlp.lang": language})
    return load_model_from_config(config, auto_fill=True)
