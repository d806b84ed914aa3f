"""Closed classes of English words, and the verbs that lecture notes live on. Data, no logic."""

from __future__ import annotations

PERSONAL = frozenset("it they them he she him its their his her hers theirs".split())
"""Pronouns that need a noun before them in the same sentence."""
PLURAL_PERSONAL = frozenset("they them their theirs".split())

OPENERS = frozenset(
    """it they he she this these that those its their his her such both neither either another
    other others one here there then however but and so or nor yet thus hence therefore also
    instead finally moreover additionally furthermore besides otherwise meanwhile still next
    afterwards later consequently accordingly similarly likewise conversely nevertheless
    nonetheless alternatively specifically overall now again why how what which who whose
    whether please note first second third fourth secondly thirdly firstly lastly
    two three four five six seven eight nine ten none twice step even plus maybe see
    indeed subsequently eventually initially originally earlier formerly
    not nobody nothing""".split()
)
"""A sentence that opens with one of these leans on the one before it, or is no statement."""

OPENING_PHRASES = (
    "for example",
    "for instance",
    "for this",
    "for these",
    "in contrast",
    "by contrast",
    "in addition",
    "in turn",
    "in fact",
    "in short",
    "in other words",
    "in general",
    "in conclusion",
    "in summary",
    "in particular",
    "in response",
    "in return",
    "in both",
    "in each case",
    "in either",
    "as a result",
    "as such",
    "as above",
    "at first",
    "at last",
    "after that",
    "after this",
    "on the other",
    "on the one",
    "on top of",
    "that is",
    "to this",
    "to do so",
    "the other",
    "the same",
    "the former",
    "the latter",
    "the rest",
    "the first",
    "the second",
    "the third",
    "the fourth",
    "the last",
    "the next",
    "the two",
    "the three",
    "the four",
    "the following",
    "a first",
    "a second",
    "a third",
    "a fourth",
    "a further",
    "a similar",
    "a related",
    "a different",
    "a final",
    "before that",
    "an example",
    "a good example",
    "a well-known example",
    "a famous example",
    "a common example",
    "at one stage",
    "at one point",
    "after a while",
    "years later",
    "months later",
    "weeks later",
    "days later",
    "shortly",
    "soon",
    "a year later",
    "at that time",
    "at this",
    "at that",
    "at the time",
    "at the same time",
    "by then",
    "since then",
    "until then",
    "with this",
    "with these",
    "with that",
    "from this",
    "from here",
    "from there",
    "of these",
    "of course",
    "some of these",
    "most of these",
    "many of these",
    "each of these",
    "among these",
    "if so",
    "if not",
    "even so",
    "some others",
)

DEICTIC = frozenset(
    """this these here above below aforementioned former latter previous previously preceding
    following we our us ours i my me myself ourselves let's you your yours yourself
    tomorrow yesterday today tonight ago nowadays currently recently now current
    immediately presently""".split()
)
"""Words that point outside their sentence: at another one, at the writer, or at a day."""

POINTED_NOUNS = frozenset(
    """paper papers author authors study studies article guide book experiment experiments listing
    example examples picture figure figures diagram rest result results problem problems
    question questions answer step steps stage stages case cases idea approach method technique
    process system systems table list lists section chapter lecture paragraph sentence slide page
    one ones pair limit limits reason reasons point points fault faults check checks limitation
    others two three four five six seven eight design effect event period
    price term terms rule rules act same first second third last scale procedure concept notion
    formula phenomenon principle""".split()
)
"""Nouns that, after "the" and with nothing to narrow them, name what was said before."""

GENERIC = frozenset(
    """world earth sun moon sky sea ocean north south east west past present future beginning end
    middle top bottom left right public internet web body brain heart blood skin eye air ground
    atmosphere environment economy market people poor rich young user reader speaker listener
    writer student learner teacher time day night morning evening century universe nature number
    amount rest whole latter case way use risk need help aid name idea form art press weather
    climate human animal plant mind language human average mean minimum maximum order sum total
    difference ratio half majority minority
    model models input output data training text sequence sentence word words token tokens
    network weights parameters vocabulary corpus internet task tasks
    cell cells molecule atom reaction solution membrane gene patient buyer seller firm worker
    consumer function variable matrix vector graph""".split()
)
"""Nouns that may follow "the" in any text: there is one of them, or it is meant in general."""

MEASURED = frozenset("intake amount value rate dose size share level ratio number".split())
"""Nouns that need an "of": "the intake for adults" does not say of what."""

WRITINGS = frozenset(
    "paper papers author authors study article figure experiment experiments book listing".split()
)
"""What "the" before them always points to, however often the notes use the word."""

POINTED_KINDS = frozenset(
    """chosen given resulting remaining selected mentioned corresponding respective said new
    old""".split()
)
"""Adjectives that, after "the", speak of something chosen or named before."""

FURNITURE = frozenset(
    """section sections chapter lecture lectures paragraph slide slides page pages figure figures
    picture
    diagram listing table exercise appendix notes lesson syllabus exam video notebook notebooks
    article articles""".split()
)
"""Nouns of the notes themselves; "in this lecture", "the table shows"."""

SAYING_WHICH = frozenset("of that which who whose behind between in for from".split())
"""What narrows even a noun that points; "the idea to …" is still some idea."""

LEANING = frozenset(
    "thus therefore however hence nevertheless nonetheless meanwhile moreover again".split()
)
"""Words anywhere in a sentence that tie it to the one before."""

NARROWING = frozenset(
    "of that which who whose whom where when between among in from for at on with by to "
    "behind within during under over used needed given called named".split()
)
"""What follows a noun and says which one is meant."""

DETERMINERS = frozenset("a an the one any each every".split())

NEGATIVES = frozenset(
    """not no never none nothing nobody nowhere neither nor cannot without hardly barely scarcely
    except unlike fails fail failed lacks lack unable n't""".split()
)
ABSOLUTES = frozenset(
    """always never all every none only completely entirely impossible absolutely everything
    everyone nobody nothing totally exclusively invariably""".split()
)

STRONG_ABSOLUTES = ABSOLUTES - frozenset("all every everything everyone".split())
"""Those that give an option away; "all tokens of a text" in a definition does not."""

EXAMPLE_CUES = frozenset("suppose take imagine consider assume let pretend say".split())
"""A sentence that opens with one of these starts a worked example."""
