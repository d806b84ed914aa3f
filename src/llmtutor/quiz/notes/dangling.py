"""What notes leave out because the line before has it: who, of what, and than what.

Asked of sentences out of running text only; people who write questions mean what they write.
"""

from __future__ import annotations

import re

_MORE = (
    "softer|harder|smaller|larger|bigger|greater|longer|shorter|faster|slower|stronger|weaker"
    "|heavier|lighter|cheaper|dearer|warmer|colder|cooler|hotter|wider|narrower|deeper|shallower"
    "|older|newer|younger|easier|rarer|commoner|higher|lower|denser|thicker|thinner|richer|poorer"
    "|simpler|safer|cleaner|closer|nearer|further|farther|finer|rougher|smoother|tighter|looser"
    "|steeper|gentler|flatter|taller|milder|harsher|purer|wetter|drier|tougher|fuller|sharper"
    "|smarter|sweeter|stiffer|straighter|paler|calmer|scarcer|stricter"
    "|brighter|darker|better|worse|quicker|louder|quieter|busier|broader"
    r"|(?:more|less|fewer) (?!than\b)[a-z]+"
)
_IS = (
    "is|was|are|were|became|got|grew|has|have|had|tends? to be|can be|may be|seems?|looks?|sounds?"
)
_BRINGS = (
    "leads? to|led to|gives?|gave|causes?|caused|produces?|produced|makes?|made|shows?|showed"
    "|needs?|allows?|allowed|means|gets?|receives?|uses?|used|with|brings?|brought|meant"
    "|contains?|contained|holds?|held|emits?|absorbs?"
)
_UNFINISHED = re.compile(
    rf"\b(?:{_BRINGS}) (?:an? |much )?(?:{_MORE})\b(?!.*\b(?:than|when|if|as)\b)|"
    rf"\b(?:{_IS})(?: an?| much| even| far)? (?:{_MORE})\b(?!.*\b(?:than|when|if|as)\b)"
    r"|\b(?!or\b|and\b|the\b)[a-z]+ (?:more|less) (?:for|on|of|in|at)\b"
    r"(?!.*\b(?:than|when|if|as)\b)"
    rf"|\b(?:{_MORE})\.$|\bthan it (?:looks|seems)\b"
    r"|\b(?:goes|went|go) further\b(?!.*\bthan\b)"
)
"""Whoever meets such a sentence alone asks: than what?"""
_NO_OTHER = re.compile(
    r"(?:,|\b[a-z]+,? (?:and|but|or)) (?:much |far |even )?(?!(?:more|less) (?:or|and)\b)"
    rf"(?:{_MORE})(?=[,.;])"
    r"|\d[\d.,]* (?:(?!or\b|and\b)[a-z%°]+ ){1,3}(?:more|less|fewer)(?=[.,;])"
    r"|\b(?!(?:or|and|no|once|any|the|not|never|what)\b)[a-z]+ (?:more|less|fewer)(?=[.,;])"
    r"|^(?:More|Fewer) [a-z]+ (?:get|gets|got|are|is|can|will|have|has)\b(?!.*\b(?:when|if|as)\b)"
    r"|\bhelps?\.$"
)
"""Thicker, 3 litres more, more loads: in a sentence with no "than" there is nothing beside it."""
_VERB_FIRST = re.compile(
    r"^(?:Happens|Occurs|Does|Could|Can|Has|Have|Had|Is|Are|Was|Were|Moves|Comes|Goes|Gives|Makes"
    r"|Takes|Uses|Needs|Means|Leads|Causes|Allows|Contains|Consists|Depends|Works|Got|Gets"
    r"|Avoids|Handles|Prevents|Protects|Removes|Reduces|Produces|Provides|Requires|Keeps|Holds"
    r"|Brings|Includes|Lives|Receives|Became|Becomes|Went|Came|Took|Gave|Wrote|Won|Lost|Died|Born|Named|Called|Used|Kept)\b"
    r"|^\d{1,2}(?:st|nd|rd|th)?,? [A-Za-z]"
    r"|^(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]* \d"
    r"|^\S*-(?:but|not)-"
    r"|^[A-Z][a-z]+ing (?:normally|usually|takes|needs|works|starts|ends|happens)\b"
    r"|^The (?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)\b(?! [A-Z])"
)
"""Notes that open with what somebody did, or what happens, and leave out who, or what."""
_OF_WHAT = re.compile(
    r"^(?:(?:[A-Z][a-z]+ )?[Ee]xamples?|Names?|Reasons?|Results?|Advice|Options|Types|Steps"
    r"|Features|Causes|Effects|Remed(?:y|ies)|Solutions?|Signs|Symptoms|Consequences?|Uses|Exceptions?"
    r"|Explanations|Arguments|Criticisms|Objections|Findings|Conclusions|Methods"
    r"|Advantages|Disadvantages|Limits?|RDA|AI|Dose|Max|Min|Unit|Peak|Total|Rule|Problem|Idea)"
    r" (?:is|are|was|were|include|includes|come|comes|came|has|have)\b"
    r"|^(?:The )?(?i:Cells|Errors|Walls|Fibres|Fibers|Layers|Values|Members|Fragments|Patients"
    r"|Users|Sides?|Ends|Edges|Versions|Participants)"
    r" (?:is|are|was|were|have|had|can|must|may|[a-z]+ed)\b"
)
"""Bare nouns that stand for a part of what was named before."""
_TIES = re.compile(
    r"\b(?:much|soon|shortly|even|a little) (?:later|earlier)\b|\b[a-z]+s it\.$"
    r"|^(?:[A-Z][a-z]*|\d+)(?: (?:few|couple of|dozen|hundred))? (?:year|month|week|day|hour"
    r"|decade|centur)(?:s|y|ies)? (?:later|earlier|after(?:wards)?)\b"
    r"|^An? (?:equivalent|analogous|alternative|parallel|improved|early|earlier|later|newer)"
    r"(?:,? (?:and )?[a-z]+)? (?:approach|method|system|version|attempt|solution|technique|idea|way"
    r"|form|design|model|device|process)\b"
    r"|\b(?:with|of|for|on|from|about) it\.$|\bProf\b|\b[Ll]ecturer\b"
    r"|→|\b(?:do|does|did|doing) so\b|\bthe two that\b|\b(?:was|were) added (?!to\b|by\b)[a-z]"
    r"|\bwho (?:had |has |have )?[a-z]+ (?:him|her|them)\b"
    r"|^(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r" (?:the )?[A-Z]"
    r"|^(?:Roughly |About |Around |Some |Nearly |Almost |Over |Only )?\d[\d,.]*(?: [\w-]+){2,5}\.$"
    r"|\bsomething (?:more|less|better|worse|else|like)\b"
    r"|\binstead(?: (?!of\b)[a-z]+|\.$)|, (?:by|in) contrast,|, on the other hand,|, though,"
    r"|\bin turn\b"
    r"|\b(?:one|ones|does|did|may|do)\.$"
    r"|\b[a-z]+ed one (?:in|at|by|for|with|from|to)\b|\bin (?:reply|response|return|answer)[.,;]"
    r"|^(?:Current|Recent|Modern|Later|Earlier|Early|New|Newer|Present-day) (?:versions?|forms?"
    r"|models?|editions?|estimates?|studies|work|approaches|theories|designs?) "
    r"|^In the model\b|\b(?:tested|proposed|extended|critici[sz]ed|developed|rejected|applied)"
    r" the (?:model|theory|idea|concept|method|scheme|law|hypothesis)(?=[.,;]| in \d)"
    r"|\b(?:replied|responded|objected|reacted|retaliated)\b(?!.*\bto\b)"
    r"|\bmakes? it an? |\bwhere it (?:starts|started|begins|began|ends)\b"
    r"|\b(?:go|goes|went|come|comes|came) back(?: in \d{4})?\.$"
    r"|^In [a-z]+,? the (?:trigger|cause|reason|result|answer|signal|source|effect) (?:is|was)\b"
    r"|\bgets? (?:about |up to |around |over )?\d[\d.,]* ?[a-z]{1,2}\.$"
    r"|\bat (?:about |around )?(?:[2-9]\d{3}|\d{5,})\.$"
    r"|^(?:[A-Z]\w+['’]s|His|Her|Their|The) (?:[a-z]+ )?(?:example|argument|reason|answer|idea)"
    r" (?:is|was)\b"
    r"|\b(?:does|do|did) the (?:opposite|reverse|same)\b|\bat the time\b(?! of)"
    r"|\bthat same\b|\bthe same (?:year|month|day|week)\b|(?<!at )\bthe same time\b"
    r"|\bthat (?:year|month|summer|winter)\b"
    r"|\bthat[,.;]"
    r"|\bthough\b[:.]|\b(?:Imo|IMO|imho|IMHO|lol|btw)\b|^Everything else\b|^Everybody else\b"
    r"|\bvs\.? \w+:|^\"(?![^\"]{1,40}\" (?:is|are|was|were|means|refers|has|had)\b)"
    r"|\b(?!(?:in|of|by|from|to|since|until|till|around|about|circa|early|late|mid|years?|and|or"
    r"|after|before|than|over|under|between|nearly|almost|some|roughly|approximately|at|with|on"
    r"|for|the|is|was|are|were|has|have|had)\b)[a-z]{2,} (?:1[1-9]\d\d|20[0-2]\d)(?=[.,;]| \()"
)
"""Words that set a sentence against the one before it, or stand for what that named."""

_NOUNLESS = re.compile(
    r"^(?:The )?(?:[Bb]est|[Mm]ost|[Ll]east)[- ]?"
    r"(?:known|famous|important|common|notable|recent|popular|useful)? (?:is|was)\b"
    r"|^(?:The )?(?:[Ll]arg|[Bb]igg|[Ss]mall|[Oo]ld|[Hh]igh|[Ff]ast|[Ee]arli|[Ll]at|[Ss]trong"
    r"|[Ss]impl|[Cc]ommon|[Dd]eep|[Ll]ong|[Gg]reat)est (?:is|was)\b"
    r"|\b(?:is|was|are|were) (?:the|an?)(?: (?:[a-z]+ )?(?:example|instance|exception)"
    r"| [a-z]+ one)s?(?=[.,;]|$| that\b| which\b)"
    r"|^(?!.* and ).*\bboth[.,;]|\beither (?!of\b|way\b|side\b|end\b|sex\b)[a-z]+\b(?!.*\bor\b)"
    r"|\bof the total [a-z]+(?=[.,;])|\bof what (?:remains|is left)\b"
    r"|^(?:Effective|Average|Mean|Normal|Typical|Usual|Total|Maximum|Minimum|Overall|Optimal)"
    r" [A-Za-z]+ (?:is|was|are|were)\b"
    r"|^An? (?:[a-z-]+ ){1,4}(?:forms|appears|results|arises)\b"
    r"(?! (?:when|where|if|in|from|at|as|by|on|between|during|after|because))"
    r"|^An? (?:complete|full|whole|further) [a-z]+ (?:is|was|has|takes|took|lasts|needs|costs)\b"
)
"""The best known what, an example of what, both of whom, the total mass of what."""
_STAGE = re.compile(
    r"^(?:In|At|Of|After|Before|With|Under|During|For|By|From) the (?:first|second|third|fourth"
    r"|last|next|former|latter|other|others)(?:,| one\b)"
    r"|\b(?:is|are|was|were|shows?|showed|represents?|reach(?:es|ed)|enters?|entered|marks?|marked)"
    r" (?:the|an?)"
    r" (?:early|earlier|earliest|late|later|latest|next|first|second|third|last|final|intermediate"
    r"|previous) (?:stage|phase|step|level|form|part|case)s?(?=[.,;]|$| and\b| but\b)"
    r"|^(?:The|An?) [a-z]+ one (?!of\b|that\b|which\b|in\b|with\b)[a-z]+"
    r"|\b(?:is|was|are|were|remains?|became) (?:by far |still )?the (?:[a-z]{3,}est|most [a-z]+)\.$"
    r"|\b(?:lies?|lay|is|are) to the (?:left|right|north|south|east|west)\.$"
    r"|\b(?:is|was|are|were) the [a-z-]+ (?:element|part|component|factor|aspect|side|half|version"
    r"|variant|counterpart|equivalent|member|unit)s?\.$"
    r"|^(?!.*\b(?:number|score|count|index|points?|factor)\b).*\b(?:widen|open|move|grow|shift|sink"
    r"|rise|drop|expand|deepen|shrink|fall|climb)s? by (?:about |around |nearly |up to )?\d[\d.]*"
    r"(?:\.$|, | and\b)|\bevery \d+\.$"
    r"|\bas (?:much|little) as \d[\d.,]*(?:[.;]$|, )"
    r"|\bthere (?:is|are|was|were) (?:exactly |only |just )?(?:an?|one|two|three|four|five|\d+)"
    r" (?:places?|ways?|choices?|reasons?|exceptions?|problems?|cases?|steps?|answers?|options?"
    r"|catch|limits?|possibilit(?:y|ies)|differences?|solutions?|advantages?|drawbacks?)\.$"
)
"""The next stage, the second, one place, as much as 10: of what, for what, of which unit."""
_HEARSAY = re.compile(
    r"^(?:(?:Many|Most|Some|The|Our|My|Even|Every|A few) )?(?:[a-z-]+ )?(?i:students?|beginners?"
    r"|textbooks?|lecturer(?:'s|’s)?|teachers?|professors?|prof|newcomers?|learners?|candidates?"
    r"|people|laymen) (?:(?:often|still|usually|always|sometimes|commonly|frequently|tend to"
    r"|like to|own) )*(?:says?|thinks?|writes?|believes?|assumes?|confuses?|forgets?|mix(?:es)?"
    r"|imagines?|supposes?|expects?|opinion|view|joke[sd]?|admitted|claims?|misread|mistake)\b"
    r"|^(?:The|Our) (?:lecturer|teacher|professor|prof)\b[^,.]* (?:said|thought|wrote|believed"
    r"|opinion|view)\b"
    r"|^(?:An?|The|One) (?:most )?(?:common|frequent|usual|typical|classic|popular)"
    r" (?:mistake|error|misconception|misunderstanding|confusion|myth)\b"
    r"|^(?:It is|It's) (?:often|sometimes|commonly|usually) (?:said|thought|written|believed)\b"
)
"""What people say or think is no matter of the course, and often wrong."""
_VERBLESS = re.compile(
    r"^(?:[A-Z][a-z]+ )?[A-Za-z]+[^s\W] like an? "
    r"|^(?:The|An?)(?: [a-z-]+){1,4}, (?:meaning|namely|such as|including) [^,]*$"
    r"|^[^,]+, or [^,]+, or [^,]+$"
)
"""Notes without a verb ("Short run like a market"), and cases of which nothing is said."""
_SHORTHAND = re.compile(
    r"^(?:Cell|Firm|Price|Body|Patient|User|Demand|Output|Cost|Profit|Membrane|Wall|Side|Pressure)"
    r" (?:is|has|takes|gets|lies|falls|rises|goes|gives|makes|needs|swells|shrinks|loses|gains"
    r"|stays|becomes|bursts|faces|sets|sells|pays|earns|equals|can|must|will)\b"
    r"|^[^,]* (?:is|are|has) [^,]*, (?:acts|takes|has|gives|makes|lasts|needs|uses|causes|moves"
    r"|works|occurs|contains|leads|runs|binds|lies|grows|depends|begins|becomes|allows|carries)\b"
    r"(?!.*,)"
    r"|\b(?!(?:in|on|of|by|from|to|since|until|late|early|mid|and|about|around)\b)[a-z]{2,}"
    r" (?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec) \d{4}"
    r"|\bthe (?:number|amount)(?=[.,;]| (?:equal|higher|lower)\b)|\bthe concentrations\b(?! of\b)"
    r"|\b(?:reach(?:es|ed)?|has|have) (?:about |up to |nearly |(?:less|more) than )?"
    r"\d[\d.,–-]* ?(?:g/kg|g/l|%)(?=[.,;])"
    r"|\b(?:Ger|Fr|Brit|Rus|Ott|govt|mvmt|wks?|yrs?|thru|esp|b/c|afterw|incl|prob|usu|tho|btwn|ppl)\b|\bw/(?![vw])"
    r"|\best\. \d"
    r"|^[^:]{2,40}: (?:must|should|can|may|is|are|was|were|has|have|does|after|before)\b"
    r"|^In the [a-z-]+ (?:condition|group|trial|experiment|version|scenario),"
)
"""Notes that save the article, the "and" or the "in", or leave out of what."""
_ITS = re.compile(
    r"\b(?:discovered|proposed|described|invented|coined|founded|designed"
    r"|(?:regarded|known|seen|remembered|honou?red) as|considered) its\b"
    r"|^(?:The )?[\w-]+(?: [\w-]+){0,2} (?:is|are|was|were|means) (?:its|their|his|her)\b(?! own\b)"
)
"""Somebody is not what was his: "is known as its founder", "discovered its largest moons"."""
_HIM = re.compile(
    r"^(?:[A-Z][\w.'-]+ )+(?:[a-z]{2,}ed|beat|met|sent|drove|made|fought|shot|led|took|told)"
    r" (?:him|her(?= (?:in|at|on|by|for|to|from|as)\b)|them)\b"
)
"""The one object of a deed is not who did it: "Wellington defeated him at Waterloo"."""
_JOINS = (
    r"(?i:that|which|who|whom|whose|what|where|when|why|how|if|whether|as|because|since|while|than"
    r"|and|or|but|so|until|unless|after|before|though|although|both|all|one|thing)"
)
_PARTICIPLE = (
    r"(?:[a-z]{3,}ed|taken|lost|torn|broken|driven|given|beaten|sunk|won|built|made|overthrown|shot"
    r"|set up|found|written)(?: (?:up|down|out|off|back|apart))?"
)
_BARE = re.compile(
    # "Much of Le Cap was destroyed": when, by whom?
    r"^(?!(?:In|After|During|When|By|At|On|Under|Since|Once|Until|Before|From)\b)"
    rf"(?!.*\b(?:{_JOINS}|by)\b)[^\d_]*\b(?:was|were) (?:[a-z]+ly |not |never )?{_PARTICIPLE}\.$"
    rf"|^(?:[A-Z][a-z]+ [^,]*\d )?the [a-z]+ (?:was|were) {_PARTICIPLE}\.$"
    # "watched around 200,000 in one patch": of what?
    r"|\b(?!(?:is|was|are|were|at|to|from|than|be|by|of)\b)[a-z]+"
    r" (?:about|around|some|nearly|roughly|almost|over|more than) (?!1\d{3}\b|20\d\d\b)\d[\d.,]*"
    r"(?: [mb]illion| thousand)? (?:in|at|on|from|for|to|by|with|during|after|before)\b(?! \d)"
    r"|\b(?:comes?|came|works?|worked|turns?|turned) out (?:at|to|as|around|about) (?:about )?\d"
    r"|(?:^There (?:is|are)|,) (?:about |around )?\d[\d.,]* [a-z]+"
    r" (?:per|in each|for each) [a-z]+\.$"
    r"|^Number \d"
    r"|\b(?:is|was) an? (?:different|separate|further|weaker|stronger),? (?:[a-z]+ )?[a-z]+\.$"
    r"|\b(?:in|at|on|towards?|near|into) the (?:centre|center|middle|top|bottom|sides?|edges?|area"
    r"|region|mixture|sample)\.$"
    r"|\b(?:answered|countered|retorted|objected|replied)(?: in \d{4})? that\b"
    r"|\badded (?:an?|the) (?:second|third|fourth|fifth|further|new|extra) "
    # how many somebody asked is nothing that was found
    r"|^(?:[A-Z][\w.'-]+,? (?:and |& |et al\.? )?)+(?:surveyed|interviewed|compared|studied|tested"
    r"|followed|sampled|examined|analy[sz]ed|polled) (?:about |some |over )?\d[\d,]* [^,]*\.$"
    r"|^(?:(?:About|Some|Around|Over|Nearly|Roughly|More than|At least) )?\d[\d.,]*(?: [mb]illion)?"
    rf" [a-z]+ (?:were|was|had been) (?:{_PARTICIPLE}|paid (?:out|back)?|sent(?: away)?)"
    r"(?: (?:between|in|from|by|during|on)\b.*\d)?\.$"
    r"|^(?:[A-Z][a-z]+ )?\d[\d.]* ?(?:%|per ?cent) of the (?:energy|heat|time|cases|total|work"
    r"|sample|participants|subjects|patients|mass|money|votes|light)"
    r" (?!of\b|in\b|that\b)"
    r"|\b(?:is|was) (?:the|a) (?:centre|center|heart|core|scene|focus|key|basis|root|crux) of the"
    r" (?:conflict|matter|problem|debate|movement|story|dispute|crisis|war|theory|argument)\b"
    r"|^Different [a-z]+ .*\bdifferent [a-z]|^An? [a-z]+ who [^.]*[\"“]"
    r"|\b(?:was|is) an? (?:early|great|good|fine|strong|clear|powerful) (?:advertisement|sign|proof"
    r"|step|symbol|argument|test)\b"
)
"""What was done, with no word of when or by whom; a figure of nothing; in the middle of what."""
_ANNOUNCES = re.compile(
    r"\b(?:rests?|split|splits|divided|broken|falls?|grouped|classified|sorted|comes?|consists?|made"
    r"|depends?|goe?s?|summed|described|takes?|has|have|involves?|includes?|proceeds?|happens?|works?"
    r"|distinguishe[sd]|lists?|names?|identif(?:y|ies|ied)|gave|gives?|named|listed)"
    r"(?: up)?(?: into| in| of| on| through| from| by)?"
    r"(?: (?:two|three|four|five|six|seven|eight|nine|ten|several|various|different|many))?"
    r"(?: [a-z-]+)? (?:processes|phases|steps|stages|parts|types|kinds|forms|factors|ways|reasons"
    r"|groups|levels|categories|components|elements|principles|features|functions|classes|sources"
    r"|causes|rules|conditions|aspects|things|points|phrases|questions|mechanisms|methods|pillars"
    r"|properties|assumptions|problems|approaches|dimensions|varieties|ideas|periods|claims|routes"
    r"|arguments|roles|strategies|options|criteria|schools|patterns)\.$"
)
"""A sentence that only counts what the next lines list."""
_BACKGROUND = re.compile(
    r"^(?:(?!\b(?:after|before|when|since|who|which|that|because|by|until|if|where|as)\b)[^,])*?"
    r"\bhad (?:already |been |long |just |never |not )?"
    r"(?:[a-z]{3,}ed|taken|fallen|risen|given|seen|broken|grown|driven|become|made|left|lost|won)\b"
)
"""What had been so when something else happened, which another sentence tells."""
_GARBLED = re.compile(
    rf"^(?:(?!\b{_JOINS}\b)[^,:;—–()\"“”'’-])*?\b(?:is|are|was|were)\b"
    rf"(?:(?!\b{_JOINS}\b)[^,:;—–()\"“”])*\b(?:is|are|was|were)\b"
    r"|\b(?:NOT(?! gates?\b)|FALSE|ALWAYS|NEVER|ONLY|BOTH|VERY|SAME|MUST|BUT|EVERY|ALSO|EVEN|MORE"
    r"|LESS|[A-Z]{3,}LY|HIGHER|LOWER|LARGER|SMALLER|GREATER|LIGHTER|HEAVIER"
    r"|FASTER|SLOWER)\b(?! (?:and|or|AND|OR)\b)(?<!(?:and|AND) NOT)"
)
"""Two verbs and nothing that joins them; words in capitals, a note to oneself."""
_LEAVE_OUT = (
    _UNFINISHED,
    _VERB_FIRST,
    _OF_WHAT,
    _TIES,
    _NOUNLESS,
    _STAGE,
    _VERBLESS,
    _SHORTHAND,
    _BARE,
    _ANNOUNCES,
    _BACKGROUND,
    _GARBLED,
)
_THAN = re.compile(r"\bthan\b|\bcompared\b")
_ASIDE = re.compile(
    r"(?<=[a-z]), (?:later|also|once|formerly|known|called|named|then|an?|the|son|daughter)"
    r" [^,]*,(?= [a-z])"
)


def dangling(text: str) -> str:
    """What a sentence leaves for the one before it to say; empty where nothing is missing."""
    for pattern in _LEAVE_OUT:
        if match := pattern.search(text):
            return f"'{match[0]}' leaves something out"
    match = None if _THAN.search(text) else _NO_OTHER.search(text)
    if match:
        return f"'{match[0]}' leaves out than what"
    if match := _HEARSAY.search(text):
        return f"'{match[0]}' tells what somebody thinks"
    if match := _ITS.search(text) or _HIM.search(_ASIDE.sub("", text)):
        return f"'{match[0]}' has nothing else to stand for"
    return ""
