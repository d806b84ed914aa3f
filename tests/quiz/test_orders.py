"""Steps and dated lines that are put in order, and those that are not."""

from __future__ import annotations

import pytest

from llmtutor.quiz.makers import chains, orders, timelines
from llmtutor.quiz.makers.ordering import leans
from tests.quiz.conftest import Read, read_notes

STEPS = "{}\n\n1. {}\n2. {}\n3. {}\n"


@pytest.mark.parametrize(
    ("title", "steps", "asked"),
    [
        ("## Steps of baking", ("Mixing flour", "Kneading dough", "Proving"), True),
        ("## From sand to stone", ("Rivers carry sand", "Sand settles", "Grains bond"), True),
        ("## Tube feeding", ("Check the tube", "Raise the bed", "Flush the tube"), True),
        ("## Kinds of rock", ("Igneous rock", "Sedimentary rock", "Metamorphic rock"), False),
        (
            "## How dough rises",
            ("Yeast eats sugar", "Gas swells the dough", "Heat sets the crumb"),
            True,
        ),
        (
            "## How dough is sold",
            ("Yeast eats sugar", "Gas swells dough", "Heat sets the crumb"),
            False,
        ),
        ("## Tips", ("Check the oven", "Weigh the flour", "Use a timer"), False),
        (
            "## How plants cope with drought",
            ("Store – fat stems", "Escape – short lives", "Save: wax"),
            False,
        ),
    ],
)
def test_steps_are_ordered_where_the_order_is_theirs(
    read: Read, title: str, steps: tuple[str, ...], asked: bool
) -> None:
    made = list(orders.make(read(STEPS.format(title, *steps))))
    assert [one.key for one in made] == ([steps] if asked else [])
    assert all(one.options != one.key for one in made)


@pytest.mark.parametrize(
    ("title", "heading", "said"),
    [
        ("Geology – field notes (weeks 2–3)", "Erosion", "Geology – Erosion"),
        ("GEO 114: revision", "Erosion", "Erosion"),
        ("Rivers", "2.1 How a meander forms", "How a meander forms"),
        ("河流(期末複習)", "三、曲流的形成", "曲流的形成"),
        ("河流 課堂筆記", "（二）運輸", "運輸"),
    ],
)
def test_an_order_names_its_matter_without_the_furniture_of_titles(
    title: str, heading: str, said: str
) -> None:
    steps = "1. Bank cut away\n2. Bar laid down\n3. Neck broken through\n"
    notes = read_notes(f"## {heading}\n\nSteps:\n\n{steps}", title)
    (made,) = orders.make(notes)
    assert made.stem.startswith(f"{said}: put these") or made.stem.startswith(f"{said}：將下列步驟")


@pytest.mark.parametrize(
    ("heading", "intro", "said"),
    [
        ("Meanders", "Steps:", "Meanders: put these steps"),
        ("Meanders", "1. Loops grow\n2. Necks narrow\n\nSteps:", ""),
        ("Meander stages", "Migration:", "Meander stages – migration: put these"),
        ("Rivers", "How a loop is cut off (slow):", "How a loop is cut off: put these steps"),
        ("Meanders", "The steps of growth:", "Meanders – The steps of growth: put these"),
        ("曲流", "截彎取直的步驟：", "截彎取直的步驟: put these steps"),
        ("曲流", "步驟：", "曲流: put these steps"),
    ],
)
def test_steps_are_asked_only_of_a_process_that_is_named(
    read: Read, heading: str, intro: str, said: str
) -> None:
    steps = "1. Bank cut away\n2. Bar laid down\n3. Neck broken through\n"
    made = list(orders.make(read(f"## {heading}\n\n{intro}\n\n{steps}")))
    assert len(made) == bool(said)
    assert not made or said in made[0].stem


def test_routes_beside_one_another_are_no_steps(read: Read) -> None:
    lead = "From there water may take three routes across the root:"
    text = f"# From soil to leaf\n\n{lead}\n\n1. Through the walls\n2. Through pores\n3. In and out"
    assert list(orders.make(read(text))) == []


def test_a_cycle_is_told_where_it_begins(read: Read) -> None:
    steps = "1. Rain falls\n2. Rivers run\n3. Seas evaporate\n"
    (made,) = orders.make(read(f"## The water cycle\n\n{steps}"))
    assert made.stem.endswith("put these steps in order, beginning with “Rain falls”.")


def test_a_fact_among_steps_makes_them_no_process(read: Read) -> None:
    steps = "1. Rain falls\n2. The river is the only way out\n3. Seas evaporate\n"
    assert list(orders.make(read(f"## Erosion steps\n\n{steps}"))) == []


def test_questions_and_the_tasks_of_a_course_are_no_steps(read: Read) -> None:
    steps = "1. List the sounds\n2. which one is basic\n3. Write the rule\n4. any pairs left\n"
    assert list(orders.make(read(f"## Steps of a rule\n\n{steps}"))) == []
    plain = "1. List the sounds\n2. Find the pairs\n3. Write the rule\n"
    assert list(orders.make(read(f"## How to do a problem set\n\n{plain}"))) == []


def test_steps_that_say_their_year_are_not_mixed(read: Read) -> None:
    steps = "1. Raking (1801) by hand\n2. Drilling (1822) by horse\n3. Reaping (1860) by steam\n"
    assert list(orders.make(read(f"## Steps of farming\n\n{steps}"))) == []


@pytest.mark.parametrize("last", ["If the link is down", "Delay isn't counted"])
def test_what_is_done_in_one_case_or_not_at_all_is_no_step(read: Read, last: str) -> None:
    steps = f"1. Probe the link\n2. Raise the rate\n3. On a loss\n4. {last}\n"
    assert list(orders.make(read(f"## Phases of sending\n\n{steps}"))) == []


def test_a_timeline_is_put_in_order(read: Read) -> None:
    notes = read("## Rome\n\n- 509 BC: a republic begins\n- 390 BC: Gauls come\n- 44 BC: a murder")
    (made,) = (one for one in timelines.make(notes) if one.kind == "order")
    assert made.key == ("a republic begins", "Gauls come", "a murder")


def test_an_era_is_no_part_of_an_event(read: Read) -> None:
    notes = read(
        "## Roads\n\n- 438 BCE: an envoy leaves\n- 426 BCE: the envoy returns\n- 9 CE: a coup"
    )
    (made,) = (one for one in timelines.make(notes) if one.kind == "order")
    assert made.key[0] == "an envoy leaves"  # type: ignore[index]


def test_a_point_inside_a_figure_or_an_abbreviation_ends_no_label(read: Read) -> None:
    notes = read(
        "## Casting, steps\n\n1. Heat the wax to about 68.5 degrees\n"
        "2. Pour wax into a mould, e.g. one of clay\n3. Break the mould open\n"
    )
    (made,) = orders.make(notes)
    assert made.key == (
        "Heat the wax to about 68.5 degrees", "Pour wax into a mould", "Break the mould open",
    )  # fmt: skip


def test_neither_a_decade_nor_a_stretch_of_years_is_asked_for_as_a_year(read: Read) -> None:
    lines = (
        "1301 Rask paints the old chapel", "1320s Storm paints the new hall",
        "1341–43 Brandt builds the tower", "1351 Orlen carves the great door",
        "1360 Varn gilds the altar",
    )  # fmt: skip
    notes = read("## Painters\n\n" + "".join(f"- {line}\n" for line in lines))
    asked = [one.key for one in timelines.make(notes) if one.kind == "choice"]
    assert not {"1320", "1341"} & set(asked)


def test_steps_known_only_by_who_takes_them_are_not_put_in_order(read: Read) -> None:
    notes = read(
        "## Page fault, steps\n\n1. MMU: finds no frame and traps\n2. OS: looks the page up\n"
        "3. Disk: sends the page\n4. OS: writes the entry and starts again\n"
    )
    assert [*orders.make(notes)] == []


def test_the_rows_of_a_dated_table_are_a_timeline(read: Read) -> None:
    rows = "| c. 1710 | Pump |\n| 1733 | Shuttle |\n| 1750 | of 1740 |\n| Apr 1769 | Frame |\n"
    (made,) = timelines.make(read(f"## Looms\n\n| Year | What |\n|---|---|\n{rows}"))
    assert made.key == ("Pump", "Shuttle", "Frame")
    (made,) = timelines.make(read(f"## Looms\n\n| Built | What |\n|---|---|\n{rows}"))
    assert made.stem == "Looms – Built: put these in order of time, earliest first."


@pytest.mark.parametrize(
    "line",
    ["1740 Abbas I", "1740 Abbas d.; Safi", "1740 a plant. Prize 78"],
)
def test_what_is_no_event_by_itself_or_holds_another_date_is_left_out(
    read: Read, line: str
) -> None:
    notes = read(f"- 1700 a loom\n- 1720 a shuttle\n- 1730 a frame\n- {line}\n- 1750 a pump\n")
    order = next(one for one in timelines.make(notes) if one.kind == "order")
    kept = {"a loom", "a shuttle", "a frame", "a pump"}
    assert set(order.key if isinstance(order.key, tuple) else ()) - kept <= {"a plant"}


def test_days_of_one_year_are_put_in_order(read: Read) -> None:
    notes = read("- 28 June 14 a shot\n- 23 July: a letter → war\n- 1 Aug – a march; much fear\n")
    (made,) = timelines.make(notes)
    assert made.key == ("a shot", "a letter", "a march")


def test_a_line_out_of_its_order_is_left_out_of_a_timeline(read: Read) -> None:
    notes = read("- 1700 a loom\n- 1790 a mill\n- 1720 a shuttle\n- 1730 a frame\n- 1740 a pump\n")
    order = next(one for one in timelines.make(notes) if one.kind == "order")
    assert order.key == ("a loom", "a shuttle", "a frame", "a pump")


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("It binds to the fibre", True),
        ("Choose places along it", True),
        ("Compare it with the book", True),
        ("Take a sample and boil it", False),
        ("Raise your arm", False),
        ("將它加熱", True),
        ("把其餘的水加熱", False),
    ],
)
def test_a_step_that_goes_back_to_another_leans(text: str, apart: bool) -> None:
    assert leans(text) is apart


def test_numbered_lines_are_no_years(read: Read) -> None:
    notes = read("- 104 The first part\n- 112 The second part\n- 118 The third part\n")
    assert list(timelines.make(notes)) == []


def test_a_dated_line_with_a_label_is_asked_by_its_label(read: Read) -> None:
    notes = read(
        "1. 1906 年**北港地震**：規模 6.1\n2. 1935 年**關刀山地震**：規模 7.1，死亡 320 人\n"
        "3. 1964 年 1 月 18 日**白河地震(118)**：規模 6.3\n4. 1999 年**名間地震**：規模 7.3\n"
    )
    made = list(timelines.make(notes))
    assert made[0].key == ("北港地震", "關刀山地震", "白河地震", "名間地震")
    assert "「關刀山地震」是哪一年的事？" in made[1].stem


def test_a_line_of_arrows_is_put_in_order_under_its_label(read: Read) -> None:
    line = "- **Way of the milk**: udder → can (10 l) → dairy → bottle. Cold all the way.\n"
    (made,) = chains.make(read(f"## The farm\n\n{line}"))
    assert made.stem == "The farm – Way of the milk: put these in order, from first to last."
    assert made.key == ("udder", "can", "dairy", "bottle")


@pytest.mark.parametrize(
    "line",
    [
        "milk → can → dairy → bottle",  # of what?
        "Way: milk → can → dairy",
        "Way: A → B → C → D",
        "Way: milk → it cools → dairy → bottle",
        "Way: 10 + 2 = 12 → can → dairy → bottle",
        "Way: milk → if warm → dairy → bottle",
        "Way: milk → can → milk → bottle",
        "Levels: cow → herd → village → county",  # which is the first?
        "Way: milk) → can → dairy → bottle",
        "Way: milk → can → cooled → bottle",
        "photo: milk → can → dairy → bottle",
    ],
)
def test_what_arrows_lead_between_must_be_things_to_tell_apart(read: Read, line: str) -> None:
    assert list(chains.make(read(f"## Cows\n\n- {line}\n"))) == []


@pytest.mark.parametrize("date", ["1931.2.7", "1931/2/7", "1931-02-07", "1931.2"])
def test_a_day_written_in_figures_is_no_part_of_its_event(read: Read, date: str) -> None:
    lines = f"- 1917.1 第一份草案\n- 1928 第二次論爭\n- {date} 五位作家遇難\n"
    (made,) = (one for one in timelines.make(read(f"## 文學\n\n{lines}")) if one.kind == "order")
    assert made.key == ("第一份草案", "第二次論爭", "五位作家遇難")


@pytest.mark.parametrize(
    ("heading", "line", "place"),
    [
        ("Making steel", "The route is: ore → pig iron → crude steel → slab", "Making steel: put"),
        ("Kilns", "The route: ore → pig iron → crude steel → slab", ""),
        ("Kilns", "Marker clays: marl → loam → shale → slate", ""),
        ("Kilns", "Firing: marl → loam → shale → slate", "Kilns – Firing: put"),
        ("Kilns", "Overnight: gate opens → ash falls → air enters → flame grows", "Overnight: put"),
        ("窯業", "標誌黏土：泥灰 → 壤土 → 頁岩 → 板岩", ""),
        ("窯業", "燒成過程：窯裡,又熱又乾 → 壤土 → 頁岩 → 板岩 → 瓷", ""),
        ("窯業", "燒成過程：泥灰 → 壤土 → 頁岩 → 板岩", "燒成過程：將下列"),
    ],
)
def test_things_in_a_row_are_ordered_only_by_what_is_named(
    read: Read, heading: str, line: str, place: str
) -> None:
    made = list(chains.make(read(f"## {heading}\n\n- {line}\n")))
    assert [place in one.stem for one in made] == ([True] if place else [])


@pytest.mark.parametrize("step", ["But acknowledgements get lost", "Wet the pit → dry the hide"])
def test_a_step_that_tells_its_place_leans(step: str) -> None:
    assert leans(step)


def test_ways_in_which_a_thing_can_come_about_are_no_steps(read: Read) -> None:
    lines = (
        "1. Express words of the parties\n2. Conduct of the parties\n3. Later approval of it all\n"
    )
    assert not [*orders.make(read(f"## Contracts\n\nHow a contract can come about:\n\n{lines}"))]


def test_when_a_step_comes_is_not_shown(read: Read) -> None:
    lines = (
        "1. Clot forms – minutes\n2. Cells come in – days 1–4\n3. Scar grows firm – up to a year\n"
    )
    (made,) = orders.make(read(f"## Steps in the healing of a wound\n\n{lines}"))
    assert made.key == ("Clot forms", "Cells come in", "Scar grows firm")


def test_steps_that_hold_their_years_are_not_put_in_order(read: Read) -> None:
    lines = (
        "1. Canning gives way in 1823\n2. Rumours of a plan in 1825\n3. Nicholas follows in 1825\n"
    )
    assert not [*orders.make(read(f"## Steps to war\n\n{lines}4. A treaty is made with France\n"))]
