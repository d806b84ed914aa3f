"""English verbs that lecture notes live on, and words with an opposite. Data, hardly any logic."""

from __future__ import annotations

IMPERATIVES = frozenset(
    """suppose take consider let note see use keep make write read turn check treat remember imagine
    think try follow run choose add compare ask provide specify rephrase give assume recall observe
    look find show prove compute calculate solve explain describe discuss list define derive verify
    create open wait merge tag clone install download click go set start stop press type call
    avoid ensure begin learn study review memorise memorize do don't count draw apply exchange
    tune measure cite answer cut put join pick""".split()
)

VERBS_IN_S = frozenset(
    """decreases increases begins continues remains becomes contains requires provides allows
    includes consists depends exists occurs appears describes explains defines produces reduces
    improves enables creates receives moves grows serves follows learns predicts computes
    determines happens seems tends varies involves represents indicates suggests causes prevents
    affects applies arises belongs builds carries changes combines compares converts covers
    delivers develops differs divides drives encourages ensures equals establishes exceeds expands
    extends fails falls flows forces gains generates helps hides ignores introduces joins lacks
    leads lets lies lives loses maintains measures meets needs offers operates overlaps passes
    performs permits picks points prefers presents proves pushes raises reaches refers reflects
    relates relies replaces reports resembles rests returns reveals rises rules sees selects sends
    separates shrinks solves speaks spends splits starts stays stops stores supports survives takes
    teaches tells transforms treats tries turns wants wears wins works yields gives makes keeps
    goes comes gets brings holds shows stands demonstrates achieves adapts utilizes utilises
    exhibits understands analyzes analyses classifies translates summarizes summarises maximizes
    minimizes captures encodes decodes attends trains scales consumes memorizes governs regulates
    protects connects attracts repels absorbs reacts dissolves evaporates multiplies adds subtracts
    approximates simplifies assumes implies argues rejects accepts elects appoints votes owns buys
    employs hires invests borrows lends exports imports inherits contributes participates declares
    escapes shines collapses matures binds activates recognises recognizes kills destroys releases
    collides melts freezes erodes transports transmits penetrates digests secretes stimulates
    inhibits opposes restores widens accelerates oxidises oxidizes donates favours dominates
    overthrows abolishes forbids guarantees prosecutes punishes convicts allocates executes
    encrypts multiplexes negotiates retransmits expresses portrays depicts symbolises emphasises
    radiates emits refracts scatters conserves accumulates fluctuates stabilises stabilizes
    catalyses catalyzes mutates replicates transcribes synthesises synthesizes excretes adheres
    circulates enters triggers spreads orbits surrounds encloses emerges hatches pollinates
    germinates photosynthesises respires decomposes hunts migrates breeds feeds weakens strengthens
    lowers worsens lasts earns pays owes charges accounts lists distinguishes identifies possesses
    retains acquires gathers collects discards conducts insulates resists rotates spins oscillates
    vibrates propagates travels responds arrives agrees announces approves arranges avoids behaves
    believes constricts decides deflects deletes denotes derives deserves detects discusses
    disrupts distorts ejects emulsifies enforces examines excites excludes explores fades flattens
    ignites incorporates infects insures invades investigates ionises manipulates mediates occupies
    overestimates promotes proposes ratifies recurs regenerates relaxes remembers removes renews
    restrains submits suffers suppresses threatens uncovers undermines unfolds weighs
    withdraws""".split()
)
"""Verbs in the third person that are seldom plural nouns."""

IRREGULAR = dict(
    pair.split(":")
    for pair in """
    wrote:write found:find built:build led:lead won:win began:begin became:become brought:bring
    taught:teach drew:draw made:make gave:give took:take held:hold broke:break sank:sink saw:see
    fought:fight chose:choose flew:fly sent:send lost:lose left:leave ran:run threw:throw laid:lay
    bought:buy sold:sell fell:fall rose:rise grew:grow met:meet came:come went:go spoke:speak
    stood:stand kept:keep said:say told:tell knew:know thought:think struck:strike shook:shake
    wore:wear swam:swim caught:catch sought:seek spent:spend lay:lie drove:drive rode:ride
    shot:shoot sang:sing froze:freeze hid:hide spread:spread got:get felt:feel heard:hear paid:pay
    fed:feed fled:flee dealt:deal sat:sit slept:sleep stole:steal swore:swear tore:tear arose:arise
    overcame:overcome overthrew:overthrow undertook:undertake underwent:undergo withdrew:withdraw
    understood:understand upheld:uphold withstood:withstand shrank:shrink sprang:spring dug:dig
    forgot:forget hung:hang lit:light meant:mean bore:bear bound:bind bred:breed rang:ring
    shone:shine spun:spin swept:sweep swung:swing woke:wake wound:wind stuck:stick slid:slide
    ate:eat drank:drink foresaw:foresee forbade:forbid beat:beat
    """.split()
)
"""Past tenses that do not end in -ed, with their base form."""

_OFTEN_NONE = frozenset(
    """wind light ring spring slide drink hide sink swing shake sweep tear strike deal breed wound
    bound stick sleep ride steal shoot freeze spin paid fed bred lit hung laid spun stuck felt
    dug""".split()
)
"""Irregular verbs that are nouns or adjectives more often: "a paid interface"."""


def _third(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeo":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("o", "h")) else f"{verb}s"


FINITE = (
    frozenset(
        """is are was were be been has have had do does did can could may might must shall should
        will would set sets put puts cut cuts let lets hit hits cost costs burst read reads need
        help differ depend carry contain include require use allow enable consist conduct belong
        exist share represent produce provide remain store move act work live form cover apply
        reach cause call serve""".split()
    )
    | (IRREGULAR.keys() - _OFTEN_NONE)
    | {form for verb in {*IRREGULAR.values()} - _OFTEN_NONE for form in (verb, _third(verb))}
) - {"leaves"}
"""Finite verbs that do not end in -ed, and common plain plurals."""


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    split = (pair.strip().partition(":") for pair in text.split("|"))
    return tuple((one, other) for one, _, other in split)


OPPOSITES = _pairs(
    """increases:decreases|increase:decrease|increased:decreased|increasing:decreasing|
    raises:lowers|rises:falls|rise:fall|strengthens:weakens|
    speeds up:slows down|higher:lower|larger:smaller|bigger:smaller|greater:smaller|
    longer:shorter|faster:slower|stronger:weaker|heavier:lighter|warmer:colder|wider:narrower|
    deeper:shallower|older:newer|more:less|fewer:more|above:below|
    internal:external|positive:negative|gains:loses|absorbs:releases|
    inside:outside|upwards:downwards|forwards:backwards|clockwise:anticlockwise|
    parallel to:perpendicular to|thicker:thinner|denser:less dense|
    hotter:colder|accelerates:slows|accelerated:slowed|
    attracts:repels|attract:repel|heats:cools|inhibits:stimulates|inhibit:stimulate|
    permits:forbids|permitted:prohibited|prohibits:permits|prohibited:permitted|
    forbade:permitted|doubled:halved|
    doubles:halves|shortens:lengthens|weakened:strengthened|widens:narrows|
    conscious:unconscious|voluntary:involuntary|reversible:irreversible|permanent:temporary|
    temporary:permanent|soluble:insoluble|excitatory:inhibitory"""
)
"""Words that may stand for one another in a sentence, and make it say the contrary.

Not here: what goes both ways ("Air enters through the nose", a country exports and imports), and
what turns a sentence absurd: begin and end, first and last, before and after, most and least; nor
words of another meaning beside: NAD is "reduced", an army "raised", a word "contracts".
"""

OPPOSITE_QUALITIES = _pairs(
    """high:low|large:small|big:small|long:short|wide:narrow|broad:narrow|thick:thin|
    deep:shallow|fast:slow|quick:slow|strong:weak|heavy:light|hot:cold|warm:cold|warm:cool|
    dry:wet|rich:poor|cheap:expensive|early:late|active:passive|direct:indirect|
    public:private|solid:liquid|liquid:solid|horizontal:vertical|parallel:perpendicular|
    visible:invisible|static:dynamic|continuous:discrete|constant:variable|acidic:alkaline|
    elastic:inelastic|stable:unstable|legal:illegal|equal:unequal"""
)
"""Qualities with an opposite: what is said "to be" one of them is not the other."""

OPPOSITE_SIDES = _pairs("inner:outer|upper:lower|left:right|front:back")
"""Sides of a thing: where something lies in one of them, it does not lie in the other."""
