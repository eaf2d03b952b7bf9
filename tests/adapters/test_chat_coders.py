"""The language model's coder, against a server on this machine that answers as such servers do, and as they should not."""

import json
import shutil
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tasks.adapters.chat_coders import ChatCoder
from tasks.adapters.coders import CoderInput
from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.paces import Pace
from tasks.train_coder import train_coder

TEXTS = [
    CoderInput("Nobody pays for the hall any more.", "en", "Q11", "Who pays?"),
    CoderInput("Good morning to all of you.", "en"),
]
FUNDING = {"topics": [{"topic": "msp_funding", "confidence": 0.9, "words": "pays for the hall"}], "stance": "challenge"}
NOTHING = {"topics": [], "stance": ""}
PATIENCE = Pace(requests_per_second=1000, tries=2, backoff_seconds=0.0)


def code_by_words(body):
    asked = json.loads(body["messages"][1]["content"])
    return json.dumps(FUNDING if "pays" in asked["segment"] else NOTHING)


@contextmanager
def serving(content=code_by_words, statuses=()):
    asked, left = [], list(statuses)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.path, self.headers.get("Authorization"), body))
            status = left.pop(0) if left else 200
            answer = json.dumps({"choices": [{"message": {"content": content(body)}}]}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def coder(address, tmp_path, hosts=("127.0.0.1",)):
    settings = read_yaml(QUESTIONNAIRE / "coder" / "coder.yaml")["llm"]
    settings |= {"address": address, "allowed_hosts": list(hosts), "cache": str(tmp_path / "answers")}
    return ChatCoder(QUESTIONNAIRE, settings, PATIENCE, sleep=lambda _: None)


def test_chat_coder__codes_in_order_with_the_codebook_in_the_prompt(tmp_path, monkeypatch):
    monkeypatch.setenv("MSP_LLM_TOKEN", "t0ken")
    with serving() as (address, asked):
        own = coder(address, tmp_path)
        first, second = own.code(TEXTS)
    assert ([one.topic for one in first.topics], first.stance) == (["msp_funding"], "challenge")
    assert (second.topics, second.is_supported, own.problems) == ((), True, [])
    path, token, body = asked[0]
    assert (path, token) == ("/v1/chat/completions", "Bearer t0ken")
    assert "msp_funding: How the platform's own running costs are paid" in body["messages"][0]["content"]
    assert body["response_format"]["json_schema"]["strict"] is True


def test_chat_coder__asks_nothing_twice(tmp_path):
    with serving() as (address, asked):
        first = coder(address, tmp_path).code(TEXTS)
        again = coder(address, tmp_path).code(TEXTS)
    assert first == again
    assert len(asked) == len(TEXTS)


def test_chat_coder__cache_holds_no_text_that_was_not_quoted(tmp_path):
    with serving() as (address, _):
        coder(address, tmp_path).code(TEXTS)
    kept = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "answers").iterdir())
    assert "Good morning" not in kept


def test_chat_coder__host_not_allowed__nothing_is_sent(tmp_path):
    with serving() as (address, asked):
        own = coder(address, tmp_path, hosts=("model.example.org",))
        coded = own.code(TEXTS)
    assert asked == []
    assert [problem.code for problem in own.problems] == ["C004"]
    assert not any(one.is_supported for one in coded)


def test_chat_coder__busy_once__waits_and_goes_on(tmp_path):
    with serving(statuses=[429]) as (address, asked):
        own = coder(address, tmp_path)
        coded = own.code(TEXTS)
    assert own.problems == []
    assert all(one.is_supported for one in coded)
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("statuses", "codes"), [([429, 429], ["W004", "C006"]), ([500, 500], ["W004", "C006"]), ([401], ["W001", "C006"])]
)
def test_chat_coder__server_that_refuses__is_left_alone_and_said(statuses, codes, tmp_path):
    with serving(statuses=statuses) as (address, asked):
        own = coder(address, tmp_path)
        coded = own.code(TEXTS)
    assert [problem.code for problem in own.problems] == codes
    assert not any(one.is_supported for one in coded)
    assert len(asked) == len(statuses)


@pytest.mark.parametrize("content", ["I think it is about money.", '{"topics": [], "stance": "angry"}', None])
def test_chat_coder__malformed_answers__are_problems_without_a_word_of_them(content, tmp_path):
    with serving(content=lambda _: content) as (address, _):
        own = coder(address, tmp_path)
        coded = own.code(TEXTS)
    assert [problem.code for problem in own.problems] == ["C005"]
    assert "money" not in str(own.problems[0])
    assert not any(one.is_supported for one in coded)
    assert not (tmp_path / "answers").exists()


@pytest.mark.slow
def test_llm_backend__is_measured_on_the_dev_voices(tmp_path):
    folder = tmp_path / "annex1"
    shutil.copytree(QUESTIONNAIRE, folder, ignore=shutil.ignore_patterns("model*"))
    path = folder / "coder" / "coder.yaml"
    with serving() as (address, asked):
        text = path.read_text(encoding="utf-8").replace("http://localhost:8080", address)
        text = text.replace("allowed_hosts: []", "allowed_hosts: [127.0.0.1]").replace("data/processed", str(tmp_path))
        path.write_text(text.replace("requests_per_second: 4", "requests_per_second: 100000"), encoding="utf-8")
        metrics = train_coder(folder, "llm")
    written = json.loads((folder / "coder" / "metrics-llm.json").read_text(encoding="utf-8"))
    assert written == metrics
    assert metrics["dev"]["n"] == len(asked) > 100
    assert metrics["not_coded"] == 0
    assert metrics["dev"]["silent"] > 0.95
    assert metrics["dev"]["f1"] < 0.2
