"""The door to language models behind an OpenAI-compatible endpoint, as coders of themes.

Off unless coder.yaml names the endpoint and allows its host. A text leaves the machine then: choose a server that
is your own or that you may send such texts to. Answers are kept by content, so that nothing is asked twice.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import sleep
from typing import Any
from urllib.parse import urlsplit

from tasks.adapters.declarations import QUESTIONNAIRE, load_codebook, read_yaml
from tasks.adapters.web_servers import ServerError, WebServer
from tasks.core.chat_codings import answer_schema, read_answer, write_codebook
from tasks.core.codings import Coded
from tasks.core.identifiers import sha256_of
from tasks.core.paces import Pace
from tasks.core.problems import Problem, ProblemKind, Severity

TOKEN_VARIABLE = "MSP_LLM_TOKEN"

HOST_NOT_ALLOWED = ProblemKind(
    "C004",
    Severity.CRITICAL,
    "The language model's host '{host}' is not among the allowed hosts, so no text was sent to it.",
    "Add the host to llm.allowed_hosts in coder.yaml if texts may be sent there, or choose another backend.",
)
MALFORMED_ANSWERS = ProblemKind(
    "C005",
    Severity.WARNING,
    "Segments not coded, as the language model's answer was not what the schema asks for ({reason}): {n}.",
    "Code them by hand, or choose a model that keeps to a JSON schema.",
)
NOT_ASKED = ProblemKind(
    "C006",
    Severity.WARNING,
    "Segments not coded, as the language model's server gave no answer: {n}.",
    "Code again later; answers that were received are kept and not asked for again.",
)


class ChatCoder:
    """Codes texts by asking a language model; the same interface as the other coders.

    Args:
        folder: of the questionnaire.
        settings: `llm` of coder.yaml.
        pace: how fast and how patiently the server is asked.
        sleep: waits; replaced in tests.
    """

    def __init__(
        self,
        folder: Path,
        settings: Mapping[str, Any],
        pace: Pace | None = None,
        sleep: Callable[[float], None] = sleep,
    ) -> None:
        self._codebook = load_codebook(folder)
        self._settings = settings
        self._pace = pace or Pace(requests_per_second=float(settings["requests_per_second"]))
        self._sleep = sleep
        self._instruction = f"{settings['instruction']}\n\n{write_codebook(self._codebook)}"
        self._cache = Path(settings["cache"])
        digest = sha256_of(json.dumps([self._instruction, answer_schema(self._codebook)]))
        self.version = f"llm:{settings['model']}:{digest[:8]}"
        self.problems: list[Problem] = []

    def code(self, texts: Sequence[Any]) -> list[Coded]:
        """Code texts.

        Args:
            texts: `CoderInput`s, in any language.

        Returns:
            One coding per text, in order; unsupported where there was no sound answer. `problems` tells why.
        """
        self.problems = []
        host = urlsplit(str(self._settings["address"])).hostname or ""
        if host not in self._settings["allowed_hosts"]:
            self.problems.append(HOST_NOT_ALLOWED.at(host=host))
            return [Coded(is_supported=False)] * len(texts)
        coded: list[Coded | None] = []
        malformed: Counter[str] = Counter()
        server: WebServer | None = None
        try:
            for text in texts:
                server, one = self._code_one(server, text, malformed)
                coded.append(one)
        except ServerError as error:
            self.problems += [error.problem, NOT_ASKED.at(n=len(texts) - len(coded))]
        self.problems += [MALFORMED_ANSWERS.at(n=n, reason=reason) for reason, n in sorted(malformed.items())]
        coded += [None] * (len(texts) - len(coded))
        return [one or Coded(is_supported=False) for one in coded]

    def _code_one(
        self, server: WebServer | None, text: Any, malformed: Counter[str]
    ) -> tuple[WebServer | None, Coded | None]:
        body = self._body(text)
        kept = self._cache / f"{sha256_of(json.dumps(body))}.json"
        try:
            if kept.is_file():
                return server, read_answer(kept.read_text(encoding="utf-8"), text.text, self._codebook)
            server = server or self._sign_in()
            answer = _content_of(server.ask(str(self._settings["path"]), "coding", method="POST", json=body))
            coded = read_answer(answer, text.text, self._codebook)
        except (ValueError, KeyError, IndexError, TypeError) as error:
            malformed["no JSON" if isinstance(error, json.JSONDecodeError) else _reason(error)] += 1
            return server, None
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(answer, encoding="utf-8")
        return server, coded

    def _sign_in(self) -> WebServer:
        server = WebServer(str(self._settings["address"]), self._pace, self._sleep)
        if token := os.environ.get(TOKEN_VARIABLE, ""):
            server.sign(f"Bearer {token}")
        return server

    def _body(self, text: Any) -> dict[str, Any]:
        asked = {"question": text.question or text.annex_question, "segment": text.text}
        schema = {"name": "coding", "strict": True, "schema": answer_schema(self._codebook)}
        return {
            "model": self._settings["model"],
            "temperature": 0,
            "seed": 1,
            "messages": [
                {"role": "system", "content": self._instruction},
                {"role": "user", "content": json.dumps(asked, ensure_ascii=False)},
            ],
            "response_format": {"type": "json_schema", "json_schema": schema},
        }


def _content_of(answer: bytes) -> str:
    content = json.loads(answer)["choices"][0]["message"]["content"]
    if not isinstance(content, str):
        raise ValueError("the answer is no text")
    return content


def _reason(error: Exception) -> str:
    """Say what is wrong; only our own words are passed on, never those of the answer."""
    return str(error) if type(error) is ValueError else "it has no message"


def load_chat_coder(folder: Path = QUESTIONNAIRE, **patience: Any) -> ChatCoder:
    """Load the language model that coder.yaml names, as a coder."""
    return ChatCoder(folder, read_yaml(folder / "coder" / "coder.yaml")["llm"], **patience)
