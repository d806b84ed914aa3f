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
    probably perhaps apparently basically sadly luckily supposedly possibly hence
    not nobody nothing very merely just quite too pretty""".split()
)
"""A sentence that opens with one of these leans on the one before it, or is no statement."""

OPENING_PHRASES = tuple(
    phrase.strip()
    for phrase in """
    for example|for instance|for this|for these|in contrast|by contrast|in addition|
    in turn|in fact|in short|in other words|in general|in conclusion|in summary|
    in particular|in response|in return|in both|in each case|in either|as a result|
    as such|as above|at first|at last|after that|after this|on the other|on the one|
    on top of|that is|to this|to do so|the other|the same|the former|the latter|
    the rest|the first|the second|the third|the fourth|the last|the next|the two|
    the three|the four|the following|a first|a second|a third|a fourth|a further|
    a similar|a related|a different|a final|before that|an example|a good example|
    a well-known example|a famous example|a common example|at one stage|at one point|
    after a while|years later|months later|weeks later|days later|shortly|soon|
    a year later|at that time|at this|at that|at the time|at the same time|by then|
    since then|until then|with this|with these|with that|from this|from here|from there|
    of these|of course|some of these|most of these|many of these|each of these|
    among these|if so|if not|even so|some others
    """.split("|")
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
    writer student learner teacher time day night morning evening universe nature number
    amount rest whole way use risk need help aid name idea form art press weather
    climate human animal plant mind language human average mean minimum maximum order sum total
    difference ratio half majority minority
    model models input output data training text sequence sentence words token tokens
    network weights parameters vocabulary corpus internet task tasks
    cell cells molecule atom reaction solution membrane gene patient buyer seller firm worker
    consumer function variable matrix vector graph""".split()
)
"""Nouns that may follow "the" in any text: there is one of them, or it is meant in general."""

UNIQUE = frozenset(
    """state crown church pope papacy nobility clergy monarchy peasantry bourgeoisie aristocracy
    countryside throne bible equator press tropics stratosphere troposphere
    crust mantle core lithosphere asthenosphere epicentre epicenter seabed seafloor sunlight
    liver kidney kidneys lungs lung thymus spleen pancreas stomach gut intestine bladder gallbladder
    bloodstream skull brain hypothalamus hippocampus amygdala cerebellum cortex thalamus retina
    cornea pupil spine airways airway placenta womb uterus pituitary thyroid skeleton
    nucleus cytoplasm stroma thylakoid lumen cytosol ribosome mitochondrion chloroplast xylem phloem
    leaf leaves root roots bark soil air water oxygen nitrogen carbon hydrogen rain wind cold
    prosecution defence jury accused defendant claimant victim offender plaintiff
    kernel cpu processor stack heap scheduler compiler linker browser registry
    voice piano violin organ orchestra harpsichord flute guitar choir harmony melody bass
    landlord tenant employer employee taxpayer buyer seller customer lender borrower
    nineteenth twentieth eighteenth seventeenth sixteenth antiquity renaissance enlightenment
    alphabet telephone telegraph internet radio television steam""".split()
)
"""More nouns of which a subject has one, or that are meant in general after "the"."""

ONE_OF_SEVERAL = frozenset(
    """war battle siege revolt rebellion uprising treaty law act reform crisis coup campaign
    victory defeat death year century decade era age week month attack raid election meeting
    congress conference agreement deal flight journey trip trial group party bill court city town
    village island river mountain country place area region site building house temple palace
    painting picture work book novel poem play film song piece opera symphony statue panel block
    story letter speech man woman boy girl child person father son brother sister wife husband
    mother daughter friend artist poet composer painter king queen emperor sultan ruler general
    commander minister leader governor officer soldier teacher company firm bank shop machine
    device tool program project product object item thing change increase decrease loss gain cost
    value family dynasty fleet government empire kingdom republic colony province office vote
    decision order orders argument debate conflict struggle set test sample job class type kind
    form side end part half quarter figure date day night name title word line total totals account
    expense allowance entry star planet galaxy element compound substance liquid gas metal acid
    base products conviction sentence offence conduct burden mattress entity context re-living
    space announcement definition difference boundary fault wave signal reading disease drug dose
    patient wound infection enemy ship plane train road bridge wall gate tower monument structure
    tomb pyramid result process effect cycle former method reason case way problem idea cause
    purpose aim goal task role use need risk benefit advantage trend pattern period phase timer
    version property feature quality condition requirement circumstance factor component member
    owner holder peak top bottom answer event action activity stage step point fact matter issue
    term list rest remainder equation experiment theorem theory hypothesis lantern scheme policy
    measure strategy proposal demand claim habitat predator prey host""".split()
)
"""Nouns of which a subject has several: after "the", another sentence told of one. Not what each
thing has one of: its surface, its energy, its rate."""

VAGUE_ADJECTIVES = frozenset(
    """new old older young extra main major minor great greater small smaller large larger big
    bigger long longer short high higher low lower whole entire full final early earlier late later
    current former true real actual usual normal common general special particular famous immediate
    resulting remaining leftover other same own next previous original initial maximum minimum
    overall basic simple important key necessary right wrong good bad different various certain
    several many few set correct first second third fourth fifth last latter above following only
    very two three four five six seven eight nine ten dozen hundred thousand rest more less most
    least more-or-less existing present weird magical decisive smashed second-order best worst
    true popular free local foreign enormous huge tiny strong stronger weak weaker ancient
    modern traditional recent""".split()
)
"""Adjectives that, between "the" and a noun, do not say which one it is."""

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
    diagram listing table exercise appendix notes lesson syllabus exam course module video
    notebook notebooks
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
    "behind within during under over inside outside around above below near across along against "
    "through used needed given called named".split()
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
MONTHS = frozenset(
    """January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday""".split()
)
"""Names of months and weekdays, which name no thing of a course."""
