"""Natural questions that code makes of plain sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.config import WorkerConfig
from llmtutor.quiz.modelled.asking import Asker
from llmtutor.quiz.modelled.clauses import clauses
from llmtutor.quiz.modelled.ranking import best_read
from llmtutor.quiz.modelled.verb_forms import bases
from llmtutor.quiz.modelled.wh_questions import asked_of
from tests.quiz.conftest import read_notes

ADAPTER = Path(__file__).parents[2] / "models" / "adapter" / "tutor-smollm2-135m.gguf"


def questions(sentence: str, more: str = "") -> dict[str, str]:
    """Each question on the first sentence of a paragraph, with its answer."""
    notes = read_notes(f"{sentence} {more}".strip())
    return {one.stem: one.span.text for one in asked_of(notes, notes.statements[0])}


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        (
            "Marie Tharp mapped the rift valley of the Atlantic in 1952.",
            "Who mapped the rift valley of the Atlantic in 1952?",
            "Marie Tharp",
        ),
        (
            "Marie Tharp mapped the rift valley of the Atlantic in 1952.",
            "In which year did Marie Tharp map the rift valley of the Atlantic?",
            "1952",
        ),
        (
            "In 1960, the Gotthard road tunnel was planned for four lanes of cars.",
            "In which year was the Gotthard road tunnel planned for four lanes of cars?",
            "1960",
        ),
        (
            "The Onin War destroyed much of Kyoto and opened a century of civil war.",
            "Which war destroyed much of Kyoto?",
            "Onin War",
        ),
        (
            "Conflict theory holds that society is shaped by struggles over scarce resources.",
            "Which theory holds that society is shaped by struggles over scarce resources?",
            "Conflict theory",
        ),
        (
            "Bile splits fat from meat and milk into tiny drops so that enzymes reach more of it.",
            "What splits fat from meat and milk into tiny drops?",
            "Bile",
        ),
        ("A MAC address has 48 bits.", "How many bits does a MAC address have?", "48"),
        (
            "The monument at Rigi is about 30 metres high.",
            "How high is the monument at Rigi?",
            "30 metres",
        ),
        (
            "Magna Carta was sealed by King John in 1215.",
            "By whom was Magna Carta sealed in 1215?",
            "King John",
        ),
        (
            "Peter Paul Rubens ran a large workshop in Antwerp and worked as a diplomat.",
            "Where did Peter Paul Rubens run a large workshop?",
            "Antwerp",
        ),
        (
            "The Greek historian Polybius explained the success of Rome by its mixed constitution.",
            "Which Greek historian explained the success of Rome by its mixed constitution?",
            "Polybius",
        ),
        (
            "The Treaty of Utrecht gave Gibraltar to the British crown in 1713.",
            "Which treaty gave Gibraltar to the British crown in 1713?",
            "Utrecht",
        ),
        (
            "Insurers use deductibles to limit moral hazard.",
            "What do insurers use to limit moral hazard?",
            "deductibles",
        ),
        (
            "Tokugawa Ieyasu won the battle of Sekigahara in 1600.",
            "Which battle did Tokugawa Ieyasu win in 1600?",
            "Sekigahara",
        ),
        (
            "Murasaki Shikibu wrote her diary at court in the eleventh century.",
            "In which century did Murasaki Shikibu write her diary at court?",
            "eleventh",
        ),
    ],
)
def test_a_sentence_is_asked_in_its_own_words(sentence: str, question: str, answer: str) -> None:
    found = questions(sentence)
    assert found.get(question, "") == answer, found


@pytest.mark.parametrize(
    "sentence",
    [
        "If iron meets salt water, rust spreads over the whole bridge in 3 years.",
        "Iron does not rust in dry air at the north pole.",
        "They mapped the rift valley of the Atlantic Ocean near Iceland.",
        "Marie Tharp published the idea in 1953.",
        "Drought can kill crops and increase erosion in dry regions.",
        "Japan defeated China in 1895 and Russia in 1905.",
        "S waves are shear waves, about 3.5 km/s, and cannot travel through liquids.",
        "The maximum temperature in the summer months is 32 degrees.",
        "The altitude ranges from 40 m at Jiribam to 2,994 m at Mount Iso.",
        "Methane stands at roughly 1.9 ppm and nitrous oxide at about 0.34 ppm in dry air.",
        "A complete circuit of cold water takes roughly 1,000 years.",
        "A header of new packets fixed at 40 bytes.",
        "Octane number measures resistance to knocking.",
        "Older books say that the surface of the gut equals a tennis court.",
        "LR(k) was introduced by Donald Knuth in 1965.",
        "Eric Kandel studied both in the sea slug Aplysia.",
        "A group of Jewish youths from Sarajevo attempted to join the Partisans in Kalinovnik.",
        "A model sees one stream of tokens.",
        "The normal value ranges from 5.4 to 6.8 on a scale of acidity.",
        "About 9 L of fluid enters the small intestine each day.",
        "Trypsinogen is turned into trypsin by enteropeptidase of the brush border.",
        "Johannes Brønsted and Thomas Lowry independently defined an acid as a donor.",
        "A crowd stormed the Bastille on 14 July and freed seven men.",
        "Some metals rust faster in salt water than in fresh water near coasts.",
    ],
)
def test_a_sentence_that_leans_denies_or_hedges_is_not_asked(sentence: str) -> None:
    assert questions(sentence) == {}


def test_what_a_sentence_opens_with_stays_in_front_where_it_is_no_time() -> None:
    found = questions("In Berlin, Carl Langhans modelled the Brandenburg Gate on one in Athens.")
    assert "In Berlin, who modelled the Brandenburg Gate on one in Athens?" in found


def test_what_describes_a_noun_is_no_verb() -> None:
    found = next(clauses("Jonas Salk's inactivated polio vaccine was licensed in the States."))
    assert (found.subject, found.verb) == ("Jonas Salk's inactivated polio vaccine", "was")


def test_what_a_name_says_that_it_is_is_asked_for_rather_than_what() -> None:
    found = questions("The Boskin Commission estimated that the index overstated inflation.")
    assert "Which commission estimated that the index overstated inflation?" in found
    assert not any(one.startswith("What ") for one in found)


def test_a_clause_that_stands_alone_is_asked_though_its_sentence_leans() -> None:
    found = questions("Diego Velázquez painted Las Meninas in 1656; he stands in it himself.")
    assert "Who painted Las Meninas in 1656?" in found


def test_what_may_be_a_person_or_a_thing_is_asked_for_both_ways() -> None:
    found = questions("The highest peak of the Alps is Mont Blanc.")
    assert set(found) == {
        "What is the highest peak of the Alps?",
        "Who is the highest peak of the Alps?",
    }


def test_a_first_word_that_may_be_a_name_is_given_both_ways() -> None:
    found = questions("Switzerland began to add iodine to salt in 1922.")
    assert {
        "In which year did Switzerland begin to add iodine to salt?",
        "In which year did switzerland begin to add iodine to salt?",
    } <= set(found)


@pytest.mark.parametrize(
    ("verb", "base"),
    [
        ("used", "use"), ("reached", "reach"), ("created", "create"), ("treated", "treat"),
        ("stopped", "stop"), ("called", "call"), ("controlled", "control"), ("carried", "carry"),
        ("wrote", "write"), ("had", "have"), ("passes", "pass"), ("carries", "carry"),
        ("divided", "divide"), ("avoided", "avoid"), ("measured", "measure"), ("added", "add"),
    ],
)  # fmt: skip
def test_the_verb_behind_did_is_in_its_base_form(verb: str, base: str) -> None:
    assert bases(verb) == (base,)


@pytest.mark.parametrize(
    ("sentence", "front"),
    [
        ("On 17 June the Third Estate declared itself the National Assembly.", "On 17 June"),
        ("In 494 BC the plebeians staged their first secession.", "In 494 BC"),
        ("In March 2023 OpenAI presented a model that reads pictures.", "In March 2023"),
        ("By about 265 BC Rome controlled the whole peninsula.", "By about 265 BC"),
        ("Between 1925 and 1928 Armstrong made the Hot Five recordings.", "Between 1925 and 1928"),
        ("On 5–6 October the market women marched to Versailles.", "On 5–6 October"),
    ],
)
def test_a_date_that_opens_a_sentence_is_no_part_of_its_subject(sentence: str, front: str) -> None:
    assert next(clauses(sentence)).front == front


def test_what_a_sentence_goes_on_to_say_is_cut_off() -> None:
    found = next(clauses("The dome, finished in 1436, holds a lantern, which draws lightning."))
    assert (found.subject, found.verb, found.rest) == ("The dome", "holds", "a lantern")


@pytest.mark.model
async def test_the_model_reads_the_better_english_first(
    default_model: Path, tmp_path: Path
) -> None:
    notes = read_notes("Switzerland began to add iodine to salt in 1922.")
    engine = WorkerEngine(WorkerConfig(default_model, tmp_path / "log", adapter=ADAPTER))
    try:
        offered = list(asked_of(notes, notes.statements[0]))
        best = await best_read(Asker(engine, await engine.start()), offered)
    finally:
        await engine.close()
    asked = {one.stem for one in best}
    assert "In which year did Switzerland begin to add iodine to salt?" in asked
    assert not any("switzerland" in one for one in asked)


@pytest.mark.parametrize(
    "sentence",
    [
        "Kanishka is remembered by Buddhists as a patron and convenor of a council in Kashmir.",
        "Home Rule meant a subordinate parliament in Dublin under the Crown.",
    ],
)
def test_where_is_not_asked_of_the_place_of_a_noun(sentence: str) -> None:
    assert not [question for question in questions(sentence) if question.startswith("Where")]
