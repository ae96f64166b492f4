"""What a clinician in a hurry would not forgive: answers over a small library of guideline, trials and a thread."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Abstention, Answer
from assistant.ask import Assistant
from assistant.question import understand
from corpus.document import SourceType
from evals.question_sets import problems_of, read_set
from evals.starter import FOLDER
from index.library import Added, Library

_FRONT = '---\ntitle: "{title}"\nyear: {year}\nsource_type: {kind}\n---\n\n## {section}\n\n{text}\n'
_TEXTS = {
    "guideline": (
        "Northern guideline on low back pain",
        2024,
        "guideline",
        "Recommendations",
        "For adults with chronic low back pain, we suggest acupuncture (weak recommendation, low certainty).\n"
        "For adults with chronic low back pain, we recommend against traction (strong recommendation).",
    ),
    "trial": (
        "The ALDER trial of acupuncture for chronic low back pain",
        2021,
        "trial",
        "Results",
        "Patients with chronic low back pain suitable for acupuncture were invited to the ALDER trial.\n"
        "In the ALDER trial of acupuncture for chronic low back pain, the difference in pain at 3 months between "
        "acupuncture and usual care was -0.2 points, smaller than the minimal important difference of 2 points.\n"
        "A value error in Figure 2 of the ALDER trial of acupuncture was corrected in May 2022.\n"
        "The authors of the ALDER trial declare no conflicts of interest.",
    ),
    "warning": (
        "Agency safety communication on acupuncture",
        2019,
        "regulatory",
        "Warning",
        "The agency warned that acupuncture may rarely cause pneumothorax, infection and death.\n"
        "The review behind the warning on acupuncture gives no rates of harm.",
    ),
    "surgery": (
        "The BIRCH trial of surgery compared with acupuncture for sciatica",
        2020,
        "trial",
        "Results",
        "In the BIRCH trial of sciatica, leg pain at 6 weeks fell by 3.1 points with surgery and by 1.2 points with "
        "acupuncture (difference 1.9 points, 95% CI 0.8 to 3.0).",
    ),
    "leg": (
        "The CEDAR trial of acupuncture for sciatica",
        2018,
        "trial",
        "Results",
        "In the CEDAR trial of sciatica, leg pain was better with acupuncture than with sham at 6 weeks (P = 0.03).",
    ),
    "thread": (
        "Back doctors' forum: acupuncture thread",
        2024,
        "forum",
        "Posts",
        "In my clinic I see acupuncture help chronic low back pain every day.\n"
        "The guideline lumps all needles together and ignores technique.\n"
        "I once met one of the guideline's authors at a dinner years ago.",
    ),
}


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("clinic")
    for name, (title, year, kind, section, text) in _TEXTS.items():
        told = _FRONT.format(title=title, year=year, kind=kind, section=section, text=text)
        (folder / f"{name}.md").write_text(told, encoding="utf-8")
    library = Library.open(tmp_path_factory.mktemp("data"))
    assert all(isinstance(one, Added) for one in library.add(sorted(folder.iterdir())))
    yield Assistant(library)
    library.close()


def said(reply: object) -> list[str]:
    assert isinstance(reply, Answer)
    return [claim.text for claim in reply.claims]


def test_whether_a_treatment_is_of_use_is_answered_by_recommendations_and_results(clinic: Assistant) -> None:
    texts = said(clinic.ask("Does acupuncture help chronic low back pain?"))
    assert texts[0].startswith("For adults with chronic low back pain, we suggest acupuncture")
    assert not any("were invited" in t or "value error" in t or "In my clinic" in t for t in texts)


def test_what_a_trial_found_is_its_result_and_no_misprint(clinic: Assistant) -> None:
    reply = clinic.ask("What did the ALDER trial find about acupuncture?")
    texts = said(reply)
    assert "was -0.2 points" in texts[0]
    assert not any("value error" in t for t in texts)
    assert isinstance(reply, Answer)
    assert "decreased" not in reply.lead


def test_harms_name_what_may_happen(clinic: Assistant) -> None:
    texts = said(clinic.ask("What are the harms of acupuncture?"))
    assert "pneumothorax, infection and death" in texts[0]
    assert not any("gives no rates" in t for t in texts)


def test_two_treatments_are_compared_by_what_speaks_of_both(clinic: Assistant) -> None:
    texts = said(clinic.ask("Which is better for sciatica, surgery or acupuncture?"))
    assert "BIRCH" in texts[0]
    assert not any("CEDAR" in t for t in texts)


def test_a_term_that_no_source_explains_is_not_explained_by_its_use(clinic: Assistant) -> None:
    assert isinstance(clinic.ask("What is sciatica?"), Abstention)
    assert isinstance(clinic.ask("What is the difference between axial and radicular pain?"), Abstention)


def test_people_on_whom_nothing_was_found_get_no_answer_about_others(clinic: Assistant) -> None:
    assert isinstance(clinic.ask("Is acupuncture for low back pain safe in pregnancy?"), Abstention)


def test_a_declaration_of_one_study_says_nothing_of_another(clinic: Assistant) -> None:
    reply = clinic.ask("Do the authors of the Northern guideline have conflicts of interest?")
    assert isinstance(reply, Abstention) or not any("ALDER" in t for t in said(reply))


def test_objections_in_a_thread_come_before_anecdotes_and_these_are_named_so(clinic: Assistant) -> None:
    reply = clinic.ask("What do doctors in the thread object to about the guideline?")
    assert said(reply)[0].startswith("The guideline lumps all needles together")
    own = clinic.ask("What do doctors in the thread say about acupuncture?")
    assert isinstance(own, Answer)
    notes = [c.notes for claim in own.claims for c in claim.citations if c.quote.startswith("In my clinic")]
    assert notes
    assert all("an anecdote: one person’s own account" in told for told in notes)


def test_a_thread_is_not_heard_where_evidence_is_asked_for(clinic: Assistant) -> None:
    reply = clinic.ask("Does acupuncture reduce pain in chronic low back pain?")
    assert isinstance(reply, Answer)
    assert all(c.source_type is not SourceType.FORUM for claim in reply.claims for c in claim.citations)


def test_the_set_in_everyday_words_is_sound_and_shares_no_question_with_the_built_in_one() -> None:
    lay = read_set(FOLDER.parent / "lay")
    assert problems_of(lay) == []
    assert len(lay.questions) >= 30
    built_in = {q.text for _, q in read_set(FOLDER).questions if not q.history}
    assert not built_in & {q.text for _, q in lay.questions if not q.history}


def test_an_organisation_whose_name_looks_like_a_question_word_is_written_out() -> None:
    assert (
        understand("What does WHO say about injections?").text
        == "What does World Health Organization say about injections?"
    )
    assert understand("Who wrote it?").text == "Who wrote it?"
    assert understand("WHO WROTE IT?").text == "WHO WROTE IT?"


def test_what_people_think_of_recommendations_is_an_opinion_and_what_they_recommend_is_none() -> None:
    thought = understand("What do physicians think of the panel's recommendations?")
    assert thought.asks_opinion
    assert not thought.asks_advice
    assert not understand("What do specialists say is recommended for sciatica?").asks_opinion
