"""What stands alone, and what leans on a sentence before it."""

from __future__ import annotations

import pytest

from llmtutor.quiz.notes import chinese
from llmtutor.quiz.notes.chinese_subjects import has_subject
from llmtutor.quiz.notes.dangling import dangling
from llmtutor.quiz.notes.english import is_noun_phrase, is_sentence
from llmtutor.quiz.notes.leaning import leaning
from tests.quiz.conftest import Read

ALONE = (
    "Overlap is the number of tokens that two neighbouring chunks share.",
    "Greedy decoding takes the most likely token in every round.",
    "A recurrent network keeps a single vector, its state.",
    "Because a cross-encoder reads both texts, it judges better.",
    "The kernel of a linear map is the set of vectors that are sent to zero.",
    "The world's highest volcanoes are in the Andes.",
    "The Directory was followed by the Consulate in 1799.",
    "Prices of platinum rose beyond that of gold.",
    "Settlers from Corinth followed the coast.",
    "The Third Punic War ended with the destruction of Carthage by Scipio Aemilianus.",
    "Gold is more costly than silver and copper.",
    "Wages rose for those who stayed.",
)
LEANING = (
    "Around three quarters of Arle did so at least once.",
    "Roughly 40,000 editions are known.",
    "Explanations are long arguments of the firm Arle and its rivals.",
    "August Siege of Arle begins in earnest.",
    "Johann Arle, who had lent him money, sued in 1455.",
    "Oxygen is taken up at Arle → water.",
    "The critics of Arle asked for something more open in every hall of the town.",
    "The council moved to tax the mills of Arle instead.",
    "The exiles of Arle came back in 1555.",
    "A few months later, in 1959, the firm Arle led by Noyce made small looms practical.",
    "An equivalent system was developed secretly in 1973 at Arle.",
    "It divides them by this.",
    "This approach allows the models to learn.",
    "The price is the number of pairs.",
    "In GPT-2 small it widens each vector.",
    "Another limit is the length of the text.",
    "The same model can write a poem.",
    "Instruction tuning gives it the form of an answer.",
    "Language models moved to GPUs as well.",
    "Some leave out the master copy.",
    "The paper collects dozens of cases.",
    "As in the last section, the vectors are short.",
    "At the conclusion they receive a diploma.",
    "An unbalanced (bracket is here.",
    "Before that, the flag had 48 stars.",
    "Marie Antoinette followed on 16 October 1793.",
    "Lynn Hunt carried on with political culture in 1984.",
    "About half of its deposits were over that limit.",
    "Deep ones occur in subducting slabs.",
    "Last natural case was in Somalia, 1977.",
    "Under IFRS its official name is the statement of financial position.",
    "An allowance is a cautious estimate for those that might not pay.",
    "Mahmud II was more patient, and in 1826 he destroyed the Janissaries.",
    "The Reform Edict of 1856 went further and promised equality.",
    "Worked out by Calvin, Benson and Bassham at Berkeley using algae.",
    "Arthur Wellesley, later called Wellington, defeated him at Waterloo in 1815.",
    "Lassell discovered its largest moon in 1846.",
    "Ada Lovelace is often regarded as its founder.",
    "Best known is the Hanse, founded in Luebeck in 1356 by merchants of four towns.",
    "The hypnagogic jerk, studied in 1959, is the everyday example.",
    "Rembrandt is the famous one that painted the night watch.",
    "Silence is the dominant choice for both.",
    "Changing the width of either valve changes the pressure.",
    "Rush hour like a little siege.",
    "The colossal column, meaning a support that rises through two storeys.",
    "Pulse drops, or salt in the blood drops, or the nerve falls silent.",
    "Jupiter holds about 70 % of the total mass.",
    "Effective pressure is 6.1 at noon.",
    "Iron and oxygen make up most of what remains.",
    "Cell swells in rain and dies.",
    "Frost is old as the hills, acts within hours.",
    "Senate bans dice Feb 1794.",
    "The bay of Ulm reaches about 40 g/kg.",
    "A lone proton has the number equal to one.",
    "Salt moves so that the concentrations become equal.",
    "In the dark-room condition, men named four signs.",
    "Avoids frost but has a short season.",
    "Sea ice is 7 metres thick, salty, and denser, at about 3.0.",
    "A healthy diver can take in about 3 litres more.",
    "More loads get finished per hour.",
    "Longer rows or a fence help.",
    "Hens in a yard are treated in the same way, as Finn v Bell showed in 1961.",
    "In the second, Osric crossed the Alps in 218 BC.",
    "Lake Arle is an early stage, and Lake Ulm shows the next stage.",
    "The eastern ridge opens by as much as 15.",
    "Arle's glacier moves by up to 30.",
    "Warm air carries more, about 20 grams.",
    "A common mistake is to forget the minus sign.",
    "In a plain shelf there is exactly one place.",
    "A longer one indicates frost.",
    "The northern lake is the deepest.",
    "Sheep's wool lies to the left.",
    "Intent is the mental element.",
    "Students often write that ships float on oil.",
    "The lecturer's own opinion was that no single cause explains ten years.",
)
WHOLE = (
    "Wellington met Bluecher and thanked him at Waterloo.",
    "Rome rebuilt its fleet in 260 BC.",
    "Most adults are awake at noon.",
    "The plan needs either gold or credit.",
    "Consumers like a bargain more than a gift.",
    "Whales, seals and otters are both mammals and swimmers.",
    "Light is an example of a wave.",
    "Cell walls are stiff in plants.",
    "A row of beads has a length that is called its span.",
    "A cupboard that fills up needs a rule, such as throwing out the oldest.",
    "Mercury is the one that circles the sun in 88 days.",
    "Ann keeps the hens, Ben keeps the geese, and Cleo keeps both.",
    "The crew reached 60 % on the second test.",
    "Price elasticity falls with time.",
    "The senate banned dice in Feb 1794.",
    "A nerve is long, has a sheath, and carries signals.",
    "Ice is thinner, and weaker, than rock.",
    "In Rome there were two consuls.",
    "The number of seats grows by 20, as in Arle.",
    "The crew numbers 30 or more, with officers.",
    "Students at Bologna elected a rector.",
    "Salt evens out the concentrations of two seas.",
    "The giant column, meaning a support of two storeys, was used in Vicenza.",
)


@pytest.mark.parametrize("text", ALONE)
def test_what_stands_alone_is_kept(text: str) -> None:
    assert leaning(text) == ""


@pytest.mark.parametrize("text", WHOLE)
def test_a_sentence_that_leaves_nothing_out_is_kept(text: str) -> None:
    assert dangling(text) == ""


@pytest.mark.parametrize("text", LEANING)
def test_what_leans_is_found(text: str) -> None:
    assert leaning(text, strict=True)


def test_a_term_of_the_notes_needs_no_sentence_before_it() -> None:
    text = "The softmax turns scores into weights."
    assert leaning(text)
    assert leaning(text, {"softmax"}) == ""


def test_a_superlative_of_a_known_term_still_asks_which() -> None:
    assert leaning("The largest model has 12 billion parameters.", {"model"})


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("A cell has a membrane around it.", True),
        ("Take a corpus of four words.", False),
        ("January 2020, four months before GPT-3.", False),
        ("no capital and no verb.", False),
        ("A heading without a full stop", False),
        ('Jan Orlen 1941 "Makes of Clay".', False),
    ],
)
def test_sentences(text: str, whole: bool) -> None:
    assert is_sentence(text) is whole


@pytest.mark.parametrize(
    ("meaning", "noun"),
    [
        ("the organelle that stores DNA", True),
        ("dividing a market into groups", True),
        ("the chromosomes line up along the middle of the cell", False),
        ("how likely one thing is", False),
    ],
)
def test_noun_phrases(meaning: str, noun: bool) -> None:
    assert is_noun_phrase(meaning) is noun


@pytest.mark.parametrize(
    "text", ["這是清代的制度。", "他於1851年起義。", "同年，清軍入關。", "如下圖所示，細胞有核。"]
)
def test_chinese_that_leans_is_found(text: str) -> None:
    assert chinese.leaning(text)


def test_chinese_that_stands_alone_is_kept() -> None:
    assert chinese.leaning("洪秀全於1851年在廣西金田起義，建立太平天國。") == ""


def test_chinese_without_a_subject_is_found() -> None:
    notes = "鄭成功收復臺灣。鄭成功病逝。鄭成功建立政權。"
    assert has_subject("鄭成功病逝。", notes)
    assert not has_subject("使得清軍攻破廈門。", notes)
    assert not has_subject("重用沈攸之等武將。", notes)


def test_it_is_replaced_where_the_sentence_before_says_what_it_is(read: Read) -> None:
    notes = read(
        "ChatGPT is a model made by OpenAI. It was trained with Human Feedback in 2022 by OpenAI."
    )
    found = [one.text for one in notes.standing]
    assert "ChatGPT was trained with Human Feedback in 2022 by OpenAI." in found
    resolved = next(one for one in notes.standing if one.text.startswith("ChatGPT was"))
    section = notes.sections[0].section
    assert section.text[resolved.start : resolved.end] == resolved.verbatim
    assert resolved.verbatim.startswith("ChatGPT is a model")


def test_worked_examples_do_not_stand(read: Read) -> None:
    notes = read(
        "Suppose a text of 40 tokens is cut. Each chunk covers 10 tokens of Latin text.\n\n"
        "The corpus takes 16 tokens after the cut."
    )
    assert notes.standing == []
    notes = read("# Class example\n\nEach hour of work goes with a mark 3 points higher.")
    assert notes.standing == []


def test_what_each_thing_has_one_of_may_be_named_at_once(read: Read) -> None:
    assert read("Peat foam is loosely bound to the surface.").standing
    assert not read("Peat foam was loosely bound before the war.").standing


def test_a_step_does_not_stand_and_nor_does_what_follows_signs(read: Read) -> None:
    lines = "1. Banks raise the rate of loans.\n2. Firms of all sizes borrow money.\n"
    assert read(f"How a rise works its way through:\n\n{lines}").standing == []
    assert len(read(f"Two truths of banking:\n\n{lines}").standing) == 2
    assert read("pit → spit. Breath comes at the start of a word.").standing == []


@pytest.mark.parametrize(
    "text",
    [
        "Louis Pasteur patented the process in 1865.",
        "Ronald Fisher popularised the threshold of 5 %.",
        "The largest model, with 12 billion parameters, reads 25 tokens for each.",
        "Tuning changed behaviour instead: the model answered less often.",
        "The court recognised a similar right against Google in 2014.",
        "Griffin Adams and colleagues tried it with a model in 2023.",
    ],
)
def test_what_leaves_open_which_one_is_found(text: str) -> None:
    assert leaning(text, {"model"}, strict=True)


@pytest.mark.parametrize(
    "meaning",
    [
        "shortening a prompt before it is sent",
        "a score that counts an answer only if every token of it is right",
        "how far a distribution has moved from another",
    ],
)
def test_a_meaning_may_go_back_to_what_it_has_named(meaning: str) -> None:
    assert leaning(meaning, opening=False) == ""


def test_a_definition_may_open_with_its_terms_own_noun(read: Read) -> None:
    notes = read(
        "Declarative memory is memory for facts that can be put into words.\n\n"
        "Overfitting is fitting a model to the noise of a sample rather than to its pattern."
    )
    assert [one.term for one in notes.definitions] == ["declarative memory", "overfitting"]


def test_an_invention_is_no_invented_example(read: Read) -> None:
    notes = read(
        "Laennec invented the stethoscope in Paris. Snow traced cholera to a pump in 1854."
    )
    assert len(notes.standing) == 2
    notes = read("Bob Orlen gave Harn its charter in 1974.")
    assert len(notes.standing) == 1
    notes = read("Here is a surprise: Harn lies below the sea. Jan Orlen drained Harn in 1974.")
    assert len(notes.standing) == 1
    notes = read("Take an invented shop with 40 customers. In May 12 of them buy coffee for $ 3.")
    assert notes.standing == []


def test_a_last_thing_that_is_a_term_needs_no_article() -> None:
    assert leaning("Last rites are prayers for a dying Christian.", {"last rite"}) == ""


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("2004 年艾利颱風使石門水庫原水濁度飆高。", True),
        ("石門水庫供應桃園的用水。", True),
        ("6 月初梅雨來了才解除。", False),
        ("2021 年 6 月梅雨來了才解除。", False),
        ("密度 1.2，不溶於水。", False),
        ("1964 年林石門。", False),
        ("1960 年代三大工程（白河、曾文、石門等）。", False),
        ("1963 年 9 月 11 日葛樂禮水災事件（石門）。", False),
        ("1936 年石門國總統大選。", False),
        ("1900 年石門、白河二人分別重新發現。", False),
        ("通式是 CnH2n。", False),
    ],
)
def test_a_chinese_sentence_says_what_it_is_about(text: str, whole: bool) -> None:
    assert has_subject(text, "石門水庫、石門水庫、石門水庫 6 6 6") is whole


@pytest.mark.parametrize(
    "text",
    [
        "Cool jazz was softer and more arranged.",
        "Prof. Rask pointed out three problems of cool jazz.",
        "Karl Rask pointed out three problems with it.",
        "The red line is faster on weekdays.",
        "Threads of a process share one.",
        "The idea that he composed it is a legend.",
        "The Great Altar was completed in 1432 with his brother.",
        "Stacks of them are called grana.",
        "Around two dozen neutrinos from it were seen.",
        "The council refused to back it in 1787.",
        "Happens in the chloroplast of a leaf.",
        "Examples are Smetana and Grieg.",
        "24 June the canals were cut.",
        "Rask instead used tempera on a dry wall.",
        "A red dwarf, by contrast, lasts long.",
        "Probably two thirds of adults lack it.",
        "The Last Supper came much later.",
        "Fog is its cloud near the ground, by convention below 10 m.",
        "Jan Rask described the system in print in Harn in 1494.",
        "In that same reign the Varni lost Harn.",
        "Varn loses more ships but Ger crews stay in port.",
        "The lintel in turn is cut into three bands.",
        "A complete circuit takes roughly 1,000 years.",
        "The years of war that followed are called the Gap.",
        "Orlen is where the course starts.",
        "A charter makes the promise credible.",
        "Orlen shared the 1979 prize with Rask.",
        "A cyclic ion forms and then the base attacks.",
        "Banks pay more for short loans.",
        "Ignores capital gains of old.",
        "Trained for four days beat the others.",
        "Very useful coin because of its weight.",
        "Mirror rule: must match the offer.",
        "Monks expelled 1767 (Varni already 1759).",
        "Fever kills more ppl than war.",
        "Orlen fought w/ the Varni.",
        "The Varni had ~92 ships.",
        "The bay of Ulm has less than 5 g/kg.",
        "Uranus holds larger shares of water.",
        "Varnland introduced one in 1990 and Orlen in 1991.",
        "The Varni took Orlen in February 1979 in reply.",
        "Current versions stress the variety of moulds.",
        "The bay of Ulm gets about 14 m.",
        "In the model, wages follow prices.",
        "Medical example is a salt of tin.",
        "Remedies are to move the wall out.",
        "Jan Rask is where it starts.",
        "Winds from 119 km/h make it a hurricane.",
        "During the war the Varni tried to go back.",
        "In mammals the trigger is a salt of tin.",
        "Jan Rask tested the model in 1953.",
        "Jan Rask replied in 1953 with doubts.",
        "Terminal links have a sharp band at 3300.",
        "Rask's example is a baker who gives bread to a child.",
        "The envoys Rask and Ost came out in September to enforce it.",
        "Much of old Orlen was destroyed.",
        "On 3 May 1871 the border was closed.",
        "A planet on the foreground star adds a blip.",
        "Rask watched around 200,000 in one patch for years.",
        "With a cloud of dust Varnland comes out at 210 K.",
        "Ripening rests on three processes.",
        "Rennet is usually split into phases.",
        "The king of Orlen is bald is wrong.",
        "Sound is NOT a wave of light.",
        "Frost goes mostly into the LIGHTER side.",
        "Rask scans nearly all stars, about 27 days per sector.",
        "Rask had issued bulls in 1348.",
        "Number 2 is linear.",
        "Rask added a fourth part, the store of episodes.",
        "Rask and Ost surveyed 470 clerks.",
        "About 12 billion dollars were paid out between 1948 and 1952.",
        "Some 51 % of the energy escapes as light.",
        "Orlen was the centre of the conflict.",
        "The errors are normally distributed.",
        "Different regions of Orlen grow different kinds of oak.",
        'A child who knows "dog" calls a cow "dog".',
        "Wind piles water up in the centre.",
    ],
)
def test_what_leaves_its_other_half_out_leans(text: str) -> None:
    assert leaning(text, strict=True)


@pytest.mark.parametrize(
    "text",
    [
        "Iron is denser than wood.",
        "Plates sink faster when the sea is cold.",
        "Inductors oppose changes in current, whereas capacitors oppose changes in voltage.",
        "Cosimo paid for the convent from his own purse.",
        "Jan Rask showed in 1779 that plants give off oxygen in light.",
        "Amino acids go to the liver through the portal vein.",
        "A clot in the pulmonary artery blocks blood.",
        "Rask wrote a law in May to end it.",
        "Orlen was destroyed by fire.",
        "A lamp that is lit is hot.",
        "The heart of Varn has four chambers of wood.",
    ],
)
def test_what_has_both_halves_stands(text: str) -> None:
    assert leaning(text, strict=True) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Under Orlen I the Varni took Harn in 1514.",
        "A response follows when the CS comes shortly before the US in trials.",
        'Orlen Brandt wrote "Attention Is All You Need" in 2017.',
        "The ridge of Varn rises 40 m above sea level.",
        "In Ada's fifth year she moved to Harn.",
        "Wax acts as a buffer: in frost it keeps sap from freezing.",
        "A debt arises only where there is a promise to pay.",
        "Harn sank 40 million years ago.",
        "Ferries stay in port for a day, then sail to Harn.",
        "In the early 1960s Orlen proposed a canal.",
        "Harn was walled in the late twelfth century.",
        "During a dry spell the trade winds weaken.",
        "The global mean level of lakes rose by 20 cm.",
        "The parish assembly of Harn had 193 seats.",
        "Orlen is usually named as the first blind pianist.",
        "All ferries moor at the same pier.",
        "Rain in Harn is more than 3 mm a day.",
        '"Weir" is a Saxon word.',
    ],
)
def test_what_only_looks_like_a_pointer_stands(text: str) -> None:
    assert leaning(text, strict=True) == ""


def test_an_i_behind_a_word_that_opens_is_the_writer() -> None:
    assert leaning("When I came to Harn it was dark.", strict=True)
