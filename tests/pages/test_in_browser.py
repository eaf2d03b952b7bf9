"""The pages in a real browser (headless Chromium): opened, filtered, followed, printed, with keyboard and without a script.

Left out where no Chromium is installed (`apt-get install chromium`); `pytest -rs` says so.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from builders_brief import brief, quotation

from flows.direct import run_directly
from tasks.adapters.charts import chart_svg
from tasks.adapters.store import Store
from tasks.adapters.templates import render_html

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra dev)")
axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra dev)")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: the pages were not opened in a browser"),
]
ROOT = Path(__file__).parents[2]
WIDTHS = (360, 768, 1280, 1920)
PAGES = ("MLI/brief.html", "MLI/data-quality.html", "index.html")
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
"""All that another scheme of colours can break."""
SCRIPTED = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    shutil.copytree(ROOT / "data" / "raw" / "MLI", folder / "raw" / "MLI")
    [outcome] = run_directly(Store(folder / "raw", folder / "processed", folder / "reports"), ["MLI"], "fr")
    assert outcome.is_written, outcome.message
    return folder / "reports"


@pytest.fixture(scope="module")
def told(reports: Path) -> dict:
    return json.loads((reports / "MLI" / "brief.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit:
    """A page with what it complained of and asked for."""

    def __init__(self, chromium: Any, path: Path, **options: Any) -> None:
        self.page = chromium.new_context(**options).new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())
        self.page.wait_for_load_state()

    def foreign_requests(self) -> list[str]:
        own = self.page.url.partition("#")[0]
        return [url for url in self.requests if not url.startswith("data:") and url.partition("#")[0] != own]


@pytest.fixture
def visit(chromium: Any) -> Iterator[Any]:
    visits: list[Visit] = []

    def open_page(path: Path, **options: Any) -> Visit:
        visits.append(Visit(chromium, path, **options))
        return visits[-1]

    yield open_page
    for one in visits:
        one.page.context.close()


@pytest.fixture
def opened(visit: Any, reports: Path) -> Any:
    return visit(reports / "MLI" / "brief.html", viewport={"width": 1280, "height": 900}).page


@pytest.mark.parametrize("name", PAGES)
def test_page__opens_without_complaint_and_asks_for_nothing(visit, reports, name):
    one = visit(reports / name)
    assert one.complaints == []
    assert one.foreign_requests() == []


@pytest.mark.parametrize("name", PAGES)
def test_page__fits_from_phone_to_wide_screen(visit, reports, name):
    page = visit(reports / name).page
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_page__has_no_violation_that_axe_knows(visit, reports, name, scheme):
    page = visit(reports / name, color_scheme=scheme, bypass_csp=True).page
    found = axe_playwright.Axe().run(page, options=WCAG if scheme == "light" else CONTRAST)
    assert found.response["passes"]
    assert found.violations_count == 0, found.generate_report()


def test_open_citation__has_no_violation_either(visit, reports):
    page = visit(reports / "MLI" / "brief.html", bypass_csp=True).page
    page.click(".cite a >> nth=0")
    found = axe_playwright.Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()


def test_brief__is_small(reports):
    assert (reports / "MLI" / "brief.html").stat().st_size < 1_500_000


def test_every_citation__opens_its_own_card(opened):
    wrong = opened.evaluate(
        """() => {
            const wrong = [], dialog = document.getElementById("card");
            document.querySelectorAll(".cite a:not([data-n])").forEach(link => {
                link.click();
                const id = link.hash.slice(3), body = document.getElementById("card-body").textContent;
                if (!dialog.open || !body.includes(id)) { wrong.push(id); }
                dialog.close();
            });
            return wrong;
        }"""
    )
    assert wrong == []
    assert opened.locator(".cite a:not([data-n])").count() > 200


def test_citation__tells_words_group_date_grade_place_and_neighbours(opened, told):
    linked = set(opened.eval_on_selector_all(".cite a:not([data-n])", "links => links.map(link => link.hash.slice(3))"))
    quoted = next(
        one
        for one in told["quotations"]
        if one["segment_id"] in linked
        and all(one[part] for part in ("group", "date", "before", "after"))
        and any(one["segment_id"] in indicator["evidence"] and indicator["grade"] for indicator in told["indicators"])
    )
    grade = next(one["grade"] for one in told["indicators"] if one["grade"] and quoted["segment_id"] in one["evidence"])
    opened.evaluate(f"document.querySelector('.cite a[href=\"#e-{quoted['segment_id']}\"]').click()")
    text = opened.locator("#card-body").inner_text()
    for part in ("text", "speaker_label", "file", "place", "before", "after"):
        assert quoted[part] in text, part
    assert quoted["date"][:4] in text
    assert f"preuves {grade}" in text


def test_keyboard__opens_turns_closes_and_comes_back(opened):
    opened.locator(".cite a:not([data-n]) >> nth=0").focus()
    opened.keyboard.press("Enter")
    assert opened.locator("dialog#card").is_visible()
    first = opened.locator("#card-no").inner_text()
    opened.keyboard.press("ArrowRight")
    assert opened.locator("#card-no").inner_text() != first
    opened.keyboard.press("Escape")
    assert not opened.locator("dialog#card").is_visible()
    assert opened.evaluate("document.activeElement === document.querySelector('.cite a')")


def visible_cards(page: Any) -> set[str]:
    return set(page.eval_on_selector_all(".cards > li:not([hidden])", "cards => cards.map(card => card.id.slice(2))"))


def test_filter__shows_exactly_what_was_chosen(opened, told):
    everything = visible_cards(opened)
    stance = next(one["stance"] for one in told["quotations"] if one["stance"] and one["group"])
    group = next(one["group"] for one in told["quotations"] if one["stance"] == stance and one["group"])
    opened.select_option("select[data-key=s]", stance)
    opened.select_option("select[data-key=g]", group)
    wanted = {one["segment_id"] for one in told["quotations"] if one["stance"] == stance and one["group"] == group}
    assert visible_cards(opened) == wanted & everything
    assert wanted
    assert str(len(wanted)) in opened.locator(".filter [role=status]").inner_text()
    opened.click("text=Tout afficher")
    sync_api.expect(opened.locator(".cards > li[hidden]")).to_have_count(0)
    for key in ("a", "t", "l"):
        value = opened.eval_on_selector(f"select[data-key={key}]", "choice => choice.options[1].value")
        opened.select_option(f"select[data-key={key}]", value)
        assert 0 < len(visible_cards(opened)) < len(everything), key
        opened.select_option(f"select[data-key={key}]", "")
    assert visible_cards(opened) == everything


def test_more_citations__show_all_that_one_sentence_rests_on(opened, told):
    sentence = next(one for one in told["sentences"] if one["section"] == "interventions" and len(one["evidence"]) > 6)
    paragraph = opened.locator("p", has_text=sentence["text"]).last
    paragraph.locator(".cite a[data-n]").click()
    assert visible_cards(opened) == set(sentence["evidence"])
    opened.evaluate("location.hash = 'e-' + document.querySelector('.cards > li[hidden]').id.slice(2)")
    sync_api.expect(opened.locator(".cards > li[hidden]")).to_have_count(0)


def test_brief__reads_without_a_script(visit, reports, told):
    page = visit(reports / "MLI" / "brief.html", java_script_enabled=False).page
    assert not page.locator(".filter").is_visible()
    assert not page.locator("dialog").is_visible()
    assert page.locator("main").inner_text().count(told["sentences"][0]["text"]) >= 1
    target = page.locator(".cite a >> nth=0").get_attribute("href")
    page.click(".cite a >> nth=0")
    assert page.url.endswith(target)
    assert page.locator(f"[id='{target[1:]}']").is_visible()


@pytest.mark.parametrize("is_scripted", [True, False])
def test_evidence_that_may_not_be_quoted__is_folded_until_a_link_leads_to_it(is_scripted, visit, tmp_path):
    path = tmp_path / "brief.html"
    path.write_text(render_html(brief(), chart_svg(brief())), encoding="utf-8")
    one = visit(path, java_script_enabled=is_scripted)
    folded = one.page.locator("[id='e-s-2']")
    assert one.page.locator(".unquoted summary").inner_text() == "Pieces of evidence that may not be quoted: 1."
    assert not folded.is_visible()
    one.page.goto(path.as_uri() + "#e-s-2")
    sync_api.expect(folded).to_be_visible()
    assert one.complaints == []


def test_print__page_one_stands_alone_and_no_control_is_printed(opened, told):
    document = pypdfium2.PdfDocument(opened.pdf(format="A4", prefer_css_page_size=True))
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    last_action = [one["text"] for one in told["sentences"] if one["section"] == "next_actions"][-1]
    assert all(word in pages[0] for text in (last_action, *told["how_sure"]) for word in text.split())
    assert "Introduction" not in pages[0]
    assert "Tout afficher" not in " ".join(pages)
    assert told["quotations"][0]["segment_id"] in " ".join(pages)


def test_portfolio__finds_a_country_and_opens_a_topic(visit, reports):
    page = visit(reports / "index.html").page
    page.fill("#pick", "zzz")
    assert page.locator("tr[data-c]:visible").count() == 0
    page.fill("#pick", "mali")
    assert page.locator("tr[data-c]:visible").count() > 0
    page.fill("#pick", "")
    link = page.locator("#topics ~ .grid-scroll td a >> nth=0")
    target = link.get_attribute("href")[1:]
    link.click()
    sync_api.expect(page.locator(f"[id='{target}']")).to_be_visible()


def test_portfolio__a_link_to_words_arrives_at_them(visit, reports):
    one = visit(reports / "index.html")
    href = one.page.locator("a[href*='#e-s-']").first.get_attribute("href")
    there = visit(reports / href.partition("#")[0])
    there.page.goto((reports / href.partition("#")[0]).as_uri() + "#" + href.partition("#")[2])
    assert there.page.locator(f"[id='{href.partition('#')[2]}']").is_visible()


def test_hostile_words__are_shown_and_never_run(visit, tmp_path):
    hostile = replace(brief(text=SCRIPTED, language="fr"), quotations={"q-1": quotation(text=SCRIPTED)}, title=SCRIPTED)
    path = tmp_path / "brief.html"
    path.write_text(render_html(hostile, chart_svg(hostile)), encoding="utf-8")
    one = visit(path)
    one.page.click(".cite a >> nth=0")
    assert one.page.evaluate("window.hacked") is None
    assert SCRIPTED in one.page.locator("#card-body").inner_text()
    assert one.foreign_requests() == []
    assert one.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
