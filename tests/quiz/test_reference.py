"""What pronouns, short names and labels stand for, where the notes leave no doubt."""

from __future__ import annotations

import pytest

from llmtutor.quiz.notes.namesakes import MOST_QUOTED
from llmtutor.quiz.notes.reference import readings
from llmtutor.quiz.notes.statements import Statement
from tests.quiz.conftest import Read


def said(read: Read, markdown: str) -> list[str]:
    """The statements of the last section, as read."""
    return [one.text for one in readings(read(markdown).sections[-1])]


def last(read: Read, markdown: str) -> Statement:
    return list(readings(read(markdown).sections[-1]))[-1]


@pytest.mark.parametrize(
    ("notes", "meant"),
    [
        (
            "The **Karvonen lens** was ground by Aino Karvonen in 1931. It bends red light least.",
            "The Karvonen lens bends red light least.",
        ),
        (
            "Brine is water with salt in it. It freezes below zero.",
            "Brine freezes below zero.",
        ),
        (
            "The lower shelf is roughly 40 m deep. Its main rock is chalk.",
            "The lower shelf’s main rock is chalk.",
        ),
        (
            "Carrier moths visit the thistle. They fly at dusk.",
            "Carrier moths fly at dusk.",
        ),
        (
            "Tides are caused by the Moon. In 1687 they were explained by gravity.",
            "In 1687 tides were explained by gravity.",
        ),
        (
            "The flow of sap rises with warmth, and it falls with drought. It stops in frost.",
            "The flow of sap stops in frost.",
        ),
        (
            "The spleen lies under the ribs. It weighs 150 g. It is red inside.",
            "The spleen is red inside.",
        ),
        (
            "The Charter of 1791 was signed in May. It gave the towns a vote.",
            "The Charter of 1791 gave the towns a vote.",
        ),
        (
            "The Varnians crossed into the north in the 1350s. Under Orlen I they took Harn.",
            "Under Orlen I the Varnians took Harn.",
        ),
        (
            "A gauge is a part that measures wind. It is designed to bend in a storm.",
            "A gauge is designed to bend in a storm.",
        ),
        (
            "Slow roasting is the oldest form of drying. This technique is used with figs.",
            "Slow roasting is used with figs.",
        ),
        (
            "Moss pores are gates for water. Ada Brandt won a medal in 2003 for their discovery.",
            "Ada Brandt won a medal in 2003 for the discovery of moss pores.",
        ),
        (
            "**Wind pollination** is common in grasses. Birches spread in this way, too.",
            "Birches spread by wind pollination, too.",
        ),
    ],
)
def test_a_thing_that_is_alone_of_its_number_is_named_again(
    read: Read, notes: str, meant: str
) -> None:
    assert said(read, notes)[-1] == meant


@pytest.mark.parametrize(
    "notes",
    [
        "The gland feeds the duct. It is narrow.",
        "Beetles eat mites. They are small.",
        "The engine runs on coal, and the pump runs on oil. It is loud.",
        "The best known of them is the spleen. It is red.",
        "The sac is wrapped in a skin called the mantle. It is thin.",
        "The pattern is ABBA: two in, two out. It comes back often.",
        "The trials went well. It was shown by the team that salt helps.",
        "The lamp stands on a table. It is made of oak.",
        "The spleen stores blood.\n\nIt is red.",
        "## Spleen\n\nThe spleen stores red cells.\n\n## Liver\n\nIt is brown.",
        "The lid was closed after her death. It is the largest in the town.",
        "The model's output is text. This method is cheap.",
        "Ice is cold. It is important to wear gloves.",
        "Ice is cold. It was shown by the team that salt melts it.",
        "The beetles met the mites. It was noted in their own time.",
        "Size decides how well the relay works. Its price is low.",
        "The larger is Harn Field. It lies in the hills.",
        "The flow of salt in a cell is slow. Its cause is cold.",
        "The hall of the school is in Harn and the yard covers two fields. It has a tower.",
        "The bridge is old. Stones were taken in this way, too.",
        "Lovelace met Babbage in 1833. It was a beginning.",
        "The real job of the kidney is to keep the blood clean. It regulates water.",
    ],
)
def test_where_two_things_may_be_meant_nothing_is_named(read: Read, notes: str) -> None:
    assert said(read, notes)[-1] == notes.rpartition(". ")[2].rpartition("\n")[2]


@pytest.mark.parametrize(
    ("notes", "meant"),
    [
        (
            "The cellist Ida Moreau is often called the first. She led a trio from 1895.",
            "The cellist Ida Moreau led a trio from 1895.",
        ),
        (
            "Orlen II of the Third House reigned for 66 years. He fought the Varni in 1274.",
            "Orlen II fought the Varni in 1274.",
        ),
        (
            "Tamsin Wray, who came as a child, mended the old mills. Her grave was found in 1922.",
            "Tamsin Wray’s grave was found in 1922.",
        ),
        (
            "Lucan Brandt changed his name to Lux. In his fifth year he moved to Harn.",
            "In Lucan Brandt’s fifth year he moved to Harn.",
        ),
        (
            "Orlen I roughly doubled his land. He beat the Varni at Harn in 1514.",
            "Orlen I beat the Varni at Harn in 1514.",
        ),
        (
            "Moreau went to Harn in 1798 and entered Varn. She was crowned on 2 May 1804.",
            "Moreau was crowned on 2 May 1804.",
        ),
        (
            "Moreau worked for many years in towns that are gone. Her Third Mass is lost. "
            "She died in 1931.",
            "Moreau died in 1931.",
        ),
        (
            "Tamsin Wray reigned from 1479, first as regent for her stepson Orlen III and then as "
            "king in her own right. Her temple at Varn shows ships.",
            "Tamsin Wray’s temple at Varn shows ships.",
        ),
        (
            "Moreau changed everything. Between 1925 and 1928 she made the Red Cup recordings. "
            "She also sang.",
            "Moreau sang.",
        ),
    ],
)
def test_the_only_person_of_a_paragraph_is_named_again(read: Read, notes: str, meant: str) -> None:
    assert said(read, notes)[-1] == meant


@pytest.mark.parametrize(
    "notes",
    [
        "Orlen fought with Tarvel at the ford. He died in 1274.",
        "Moreau taught the pianist Brandt. She died in 1931.",
        "Orlen was admired by the king. He died in 1274.",
        "Orlen sent him west in 1271. He was held at the ford.",
        "Orlen admired his son Tarvel. He died in 1274.",
        "Wray admired her sister Moreau. She died in 1274.",
        "Moreau's review of the play appeared in 1959. He argued that it was bad.",
        "The Second Raid was the longest. He crossed the hills in 218.",
        "Moreau sang. She played. He left.",
        "In this case, Brandt is the family name. His children keep it.",
    ],
)
def test_where_two_persons_may_be_meant_nobody_is_named(read: Read, notes: str) -> None:
    assert said(read, notes)[-1] == notes.rpartition(". ")[2]


def test_the_quotation_runs_from_the_name_to_the_end_of_the_sentence(read: Read) -> None:
    notes = read("Salt is old. Brine is water with salt. It is heavy. It freezes below zero.")
    resolved = list(readings(notes.sections[0]))[-1]
    assert resolved.verbatim == "Brine is water with salt. It is heavy. It freezes below zero."
    text = notes.sections[0].section.text
    assert text[resolved.start : resolved.end] == resolved.verbatim


def test_what_was_named_too_long_ago_to_be_quoted_is_not_named(read: Read) -> None:
    long = " ".join(["and salt"] * (MOST_QUOTED // 2))
    assert said(read, f"Brine is water {long}. It is heavy.")[-1] == "It is heavy."


@pytest.mark.parametrize(
    ("notes", "meant"),
    [
        (
            "The best known is the **copper–zinc relay**. For each pulse, the relay opens twice.",
            "For each pulse, the copper–zinc relay opens twice.",
        ),
        (
            "The Treaty of Varn and the Harn Canal are both from 1830. The canal is 90 km long.",
            "The Harn Canal is 90 km long.",
        ),
        (
            "They study at the Varn School of Mining. The school is old.",
            "The Varn School of Mining is old.",
        ),
    ],
)
def test_a_short_name_is_given_in_full(read: Read, notes: str, meant: str) -> None:
    assert said(read, notes)[-1] == meant


@pytest.mark.parametrize(
    "notes",
    [
        "The **copper relay** is old. The **zinc relay** is new. The relay opens twice.",
        "The **copper relay** is old. Relays are cheap. The relay opens twice.",
        "The **copper relay** is old. The relay of the north opens twice.",
        "A typical relay is old. The relay opens twice.",
        "The **copper relay** is old. The relay arm opens twice.",
        "The relay is cheap. The **copper relay** is old. The relay opens twice.",
        "The nascent relay was slow. The relay opens twice.",
        "The University of Harn Relay runs in May. The relay opens twice.",
        "They fought in the World War I of the tale. The war ended late.",
    ],
)
def test_a_short_name_that_may_mean_two_things_stays(read: Read, notes: str) -> None:
    assert said(read, notes)[-1] == notes.rpartition(". ")[2]


@pytest.mark.parametrize(
    ("notes", "meant"),
    [
        (
            "1. **Tannin** (in young bark). It acts as a shield.\n2. Wax. Higher wax seals.",
            "Tannin acts as a shield.",
        ),
        (
            "- **Periderm**: the rigid outer coat. It is 2 mm thick.\n- The periderm splits.",
            "The periderm is 2 mm thick.",
        ),
        (
            "- Outer shell: liquid. Its stirring makes the field.\n- The outer shell is hot.",
            "The outer shell’s stirring makes the field.",
        ),
        (
            "- **Exocytosis**: a bubble sheds its coat.\n- Other: none.",
            "In exocytosis, a bubble sheds its coat.",
        ),
        (
            "- **Exocytosis**: a bubble fuses with the coat. Cells get rid of salt in this way.",
            "Cells get rid of salt by exocytosis.",
        ),
    ],
)
def test_the_label_of_a_line_is_what_its_sentences_speak_of(
    read: Read, notes: str, meant: str
) -> None:
    assert meant in said(read, notes)


@pytest.mark.parametrize(
    "notes",
    [
        "- **Slab pull**: the dense slab sinks and pulls the plate. It is the largest force.",
        "- **Gizzard**: a pouch. It is strong.",
        "- **Exocytosis**: a bubble fuses with the coat. It opens.",
        "- Isolation: the tasks do not meet.",
        "- **Stem phase**: the part that holds the leaf.",
    ],
)
def test_a_label_that_fits_no_sentence_stays_a_label(read: Read, notes: str) -> None:
    written = notes.removeprefix("- ").replace("**", "")
    assert last(read, notes).text == written.rpartition(". ")[2]


def test_the_next_line_of_a_list_may_go_on_with_the_subject_of_one_sentence(read: Read) -> None:
    notes = "- The spleen lies under the ribs.\n- It weighs 150 g.\n"
    assert said(read, notes)[-1] == "The spleen weighs 150 g."
    two = "- The spleen lies under the ribs. The liver lies above it.\n- It weighs 150 g.\n"
    assert said(read, two)[-1] == "It weighs 150 g."
