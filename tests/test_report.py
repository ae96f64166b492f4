"""A run as a page, as Markdown and as tables: what it says, what it marks, and that it runs nothing it was given."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import sync_playwright

from evals import plots
from evals.__main__ import main
from evals.finished import open_set
from evals.report import Verdict, report_of, verdict_of
from evals.report_files import plain
from evals.report_page import page
from tests.finished_runs import abstention, answer, citation, outcome, write_set
from tests.test_browser import ARGUMENTS, BROWSERS

WALKING = ("rest", "Walking helped a little.")
YEAR = ("steroids", "At one year there was no difference.")
HOSTILE = '=cmd|"/c calc"!A1 <img src=x onerror=alert(1)> [a](http://evil.example) | x'
OUTCOMES = [
    outcome("q1", answer(citation(*WALKING)), {"gold hit": 1.0, "first claim right": 1.0}, gold=[WALKING]),
    outcome(
        "q2",
        answer(citation(*YEAR), citation(*WALKING, 2)),
        {"gold hit": 1.0, "first claim right": 0.0},
        gold=[WALKING],
        confidence=0.6,
        seconds=0.4,
    ),
    outcome("q3", answer(citation(*YEAR)), {"gold hit": 0.0, "first claim right": 0.0}, gold=[WALKING], confidence=0.9),
    outcome("q4", answer(citation(*YEAR)), {"gold hit": 0.0}, gold=[WALKING], text=HOSTILE, confidence=0.95),
    outcome("q5", abstention(), {"gold hit": 0.0, "false abstentions": 1.0}, gold=[WALKING], confidence=0.1),
    outcome("q6", abstention(), {"false answers": 0.0}, kind="unanswerable", confidence=0.2),
    outcome("q7", answer(citation(*YEAR)), {"false answers": 1.0}, kind="unanswerable", confidence=0.7),
    outcome("q8", {"claims": []}, {}, gold=[WALKING], error="too long", confidence=None).model_copy(
        update={"reply": {}, "seconds": {}}
    ),
]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    write_set(tmp_path / "run" / "small", OUTCOMES)
    return tmp_path / "run"


def test_every_outcome_has_its_verdict() -> None:
    verdicts = {o.id: verdict_of(o) for o in OUTCOMES}
    assert verdicts == {
        "q1": Verdict.RIGHT,
        "q2": Verdict.NOT_FIRST,
        "q3": Verdict.WRONG,
        "q4": Verdict.WRONG,
        "q5": Verdict.FALSE_ABSTENTION,
        "q6": Verdict.ABSTAINED,
        "q7": Verdict.FALSE_ANSWER,
        "q8": Verdict.NOT_ASKED,
    }
    said = answer(citation(*YEAR))
    assert verdict_of(outcome("q", said, {"yes/no/maybe accuracy": 0.0}, gold=[WALKING])) is Verdict.WRONG
    assert verdict_of(outcome("q", said, {"yes/no/maybe accuracy": 1.0}, gold=[WALKING])) is Verdict.RIGHT
    assert verdict_of(outcome("q", said, {"gold hit": None}, gold=[WALKING])) is Verdict.UNJUDGED
    assert verdict_of(outcome("q", said, {"gold hit": 1.0, "must not": 1.0}, gold=[WALKING])) is Verdict.FORBIDDEN


def test_the_worst_and_surest_come_first(run: Path) -> None:
    report = report_of(open_set(run / "small"))
    assert [q.outcome.id for q in report.questions] == ["q7", "q4", "q3", "q8", "q5", "q2", "q1", "q6"]
    assert list(report.counts().items())[:2] == [(Verdict.ABSTAINED, 1), (Verdict.RIGHT, 1)]


def test_the_curve_and_where_the_system_stands_on_it(run: Path) -> None:
    report = report_of(open_set(run / "small"))
    # By how sure: q4 0.95 wrong, q3 0.9 wrong, q1 0.8 right, q7 0.7 wrong, q2 0.6 wrong first, q6 0.2 wrong, q5 0.1.
    assert [(round(c * 7), round(r * round(c * 7))) for _, c, r in report.curve][:4] == [(1, 1), (2, 2), (3, 2), (4, 3)]
    assert report.stands == (5 / 7, 4 / 5)
    assert report.on_curve == 7
    (total,) = (s for s in report.stages if s.name == "total")
    assert (total.p50, total.n) == (0.2, 7)


def test_the_page_is_one_file_that_may_load_and_run_nothing_else(run: Path) -> None:
    assert main(["report", str(run)]) == 0
    page = (run / "report.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert not re.search(r"""(src|href|action)=["']?(https?:)?//""", page)
    assert "style=" not in page
    assert HOSTILE not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    # Of the steroids text and title: shown, never run.
    assert "<script>alert" not in page
    assert page.count("<script>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "What gold hit means, in a sentence." in page


def test_what_could_not_be_scored_is_named(tmp_path: Path) -> None:
    write_set(tmp_path / "small", [outcome("q", answer(citation(*YEAR)), {"gold hit": None}, gold=[WALKING])])
    assert main(["report", str(tmp_path / "small")]) == 0
    assert "could not be scored: gold hit" in (tmp_path / "small" / "report.html").read_text(encoding="utf-8")


def test_several_systems_stand_beside_each_other(run: Path) -> None:
    assert "All sets and systems" not in page([report_of(open_set(run / "small"))], [])
    other = [outcome("q1", {"claims": []}, {"nDCG@10": 0.25}, gold=[WALKING]).model_copy(update={"reply": {}})]
    write_set(run / "small-bm25", other, system="bm25")
    assert main(["report", str(run)]) == 0
    told = (run / "report.html").read_text(encoding="utf-8")
    _, _, rest = told.partition("All sets and systems")
    table = rest.partition("</table>")[0]
    assert table.index("small</a><br>ours") < table.index("small-bm25</a><br>bm25")
    row = next(r for r in table.split("<tr>") if ">nDCG@10<" in r)
    assert row.index('<td class="number"></td>') < row.index("<b>0.250</b><small>0.150 to 0.350</small>")
    assert "not judged <b>1</b>" in rest


def test_the_page_marks_gold_and_cited_words_in_the_text(run: Path, tmp_path: Path) -> None:
    assert main(["report", str(run / "small"), "--out", str(tmp_path / "new" / "page.html")]) == 0
    page = (tmp_path / "new" / "page.html").read_text(encoding="utf-8")
    assert '<mark class="gold cited">Walking helped a little.</mark>' in page
    assert '<mark class="gold">Walking helped a little.</mark>' in page
    assert '<mark class="cited">At one year there was no difference.</mark>' in page
    assert "Rest did not help back pain. <mark" in page
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == [
        "page-measures.csv",
        "page-questions.csv",
        "page.html",
        "page.md",
    ]


def test_markdown_tells_the_same_and_escapes_it(run: Path) -> None:
    assert main(["report", str(run)]) == 0
    told = (run / "report.md").read_text(encoding="utf-8")
    assert (
        "1 rightly abstained, 1 right, 1 right, not first, 1 false abstention, 1 not asked, 2 wrong, 1 false answer."
        in told
    )
    assert "| gold hit | 0.400 | 0.300 to 0.500 | 5 | 3 |" in told
    assert r"\<img src=x onerror=alert\(1\)\>" in told
    assert "gold: rest 29–53: “Walking helped a little.”" in told
    assert "met: too long" in told
    assert plain("a|b\n<c>") == r"a\|b \<c\>"


def test_tables_hold_every_question_and_no_formula(run: Path) -> None:
    assert main(["report", str(run)]) == 0
    text = (run / "report-questions.csv").read_text(encoding="utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    assert len(rows) == 8
    assert rows["q4"]["question"] == "'" + HOSTILE
    assert (rows["q2"]["verdict"], rows["q2"]["gold hit"], rows["q2"]["false answers"]) == (
        "right, not first",
        "1.0",
        "",
    )
    measures = (run / "report-measures.csv").read_text(encoding="utf-8-sig")
    assert "small,ours,all,gold hit,0.4," in measures
    assert "small,ours,kind: unanswerable,gold hit,,,,0,2,question,higher" in measures


def test_a_page_needs_a_name_of_a_page(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(run), "--out", "report.pdf"]) == 2
    assert "needs a name that ends in .html" in capsys.readouterr().err


def test_plots_are_sound_and_place_their_marks() -> None:
    curve = [(0.9, 0.5, 0.0), (0.1, 1.0, 0.5)]
    drawn = plots.risk_coverage(curve, (0.5, 0.0))
    ElementTree.fromstring(drawn)
    # Axis to 0.6: nothing wrong up to half of the width, then at 1 - 0.5 / 0.6 of the height.
    assert 'd="M0.0 1000.0 L500.0 1000.0 L500.0 166.7 L1000.0 166.7"' in drawn
    assert 'cx="53.50%"' in drawn
    assert "answers 0.50 of the questions at a risk of 0.00" in drawn
    dot = ElementTree.fromstring(plots.interval(0.5, 0.25, 1.0, "a < b"))
    assert dot.attrib["aria-label"] == "a < b"
    assert [e.attrib["cx"] for e in dot if e.tag == "circle"] == ["50.00%"]
    with pytest.raises(ValueError, match="in \\[0, 1\\]"):
        plots.interval(1.5, None, None, "")
    bars = plots.stacked([("a", "right", 3), ("b", "none", 0), ("c", "<wrong>", 1)], "")
    assert [e.attrib["width"] for e in ElementTree.fromstring(bars)] == ["75.000%", "25.000%"]


def test_a_histogram_counts_every_value() -> None:
    drawn = ElementTree.fromstring(plots.histogram([0.0, 0.5, 0.5, 1.0], "seconds", bins=4))
    titles = [e[0].text for e in drawn.iter("rect")]
    assert titles == ["0 to 0.25 seconds: 1", "0.5 to 0.75 seconds: 2", "0.75 to 1 seconds: 1"]
    assert plots.histogram([], "seconds") == ""
    with pytest.raises(ValueError, match="from 0 on"):
        plots.histogram([-1.0], "seconds")


@pytest.mark.browser
def test_the_page_in_a_browser_filters_and_fits_a_phone(run: Path) -> None:
    assert main(["report", str(run)]) == 0
    named = os.environ.get("CITEWELL_TEST_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    told: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=named, args=ARGUMENTS)
        for dark, width in ((False, 1280), (True, 390)):
            page = browser.new_context(
                viewport={"width": width, "height": 844}, color_scheme="dark" if dark else "light"
            ).new_page()
            page.on("console", lambda message: told.append(message.text))
            page.on("pageerror", lambda error: told.append(str(error)))
            page.on("dialog", lambda dialog: told.append(dialog.message))
            page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else told.append(r.url))
            page.goto((run / "report.html").as_uri())
            shown = page.locator("details.question:not([hidden])")
            assert page.locator("output").inner_text() == "8 of 8 shown"
            page.locator("select[name=verdict]").select_option("wrong")
            assert shown.count() == 2
            page.locator("select[name=kind]").select_option("unanswerable")
            assert shown.count() == 0
            page.locator(".legend button[value='false answer']").click()
            assert page.locator("output").inner_text() == "1 of 8 shown"
            shown.locator("summary").click()
            assert shown.locator("mark.cited").first.inner_text() == "cited"
            assert shown.locator(".context mark").inner_text() == YEAR[1]
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        browser.close()
    assert told == []
