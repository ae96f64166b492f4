"""Population, intervention, comparator and outcome of a question, each as a stretch of the question's own words.

Read from the forms in which such questions are asked; what no form gives stays empty. Source of the four: Richardson
and others, The well-built clinical question, ACP Journal Club 1995.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Pico:
    """Stretches of a question; empty where it does not state them."""

    population: str = ""
    intervention: str = ""
    comparator: str = ""
    outcome: str = ""


def _rx(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


_PEOPLE = (
    r"(?:patients?|people|persons?|adults?|adolescents?|children|infants?|neonates?|newborns?|toddlers?|women"
    r"|men|girls"
    r"|boys|individuals?|volunteers?|survivors|athletes|veterans|workers|nurses|smokers|elderly|outpatients"
    r"|inpatients"
    r"|the\ (?:elderly|young|old)|over-?\d+s|diabetics|pregnancy|childhood|old\ age|those)"
)
_AUX = r"(?:do|does|did|can|could|will|would|should|may|might|has|have|had|is|are|was|were)"
_CHANGE = (
    r"(?:reduce|improve|increase|decrease|lower|raise|relieve|alleviate|prevent|affect|change|alter|influence|shorten"
    r"|prolong|lengthen|delay|enhance|lessen|diminish|promote|accelerate|speed(?:\ up)?|boost|cut|cause|induce|worsen"
    r"|lead\ to|result\ in|protect\ against|(?:make|have)\ (?:an?y?|no)\ (?:\w+\ )?(?:difference|effect"
    r"|impact)\ (?:to|in|on)"
    r"|(?:provide|give|produce|yield)\ (?:better|more|less|faster|greater|longer))"
)
_CHANGES = (
    r"(?:reduces|improves|increases|decreases|lowers|raises|relieves|alleviates|prevents|affects|changes|alters"
    r"|influences|shortens|prolongs|delays|enhances|worsens|causes)"
)
_THAN = (
    r"(?:(?:when\ |as\ )?compared\ (?:with|to)|in\ comparison\ (?:with|to)|versus|vs\.?|relative\ to"
    r"|rather\ than|instead\ of"
    r"|as\ opposed\ to|over\ and\ above|than)"
)
_ON = r"(?:with\ (?:respect|regard)\ to|in\ terms\ of|regarding|concerning|as\ regards|when\ it\ comes\ to|as\ to)"
_TAKING = (
    r"(?:(?:the\ )?(?:patients|those|people|participants|groups?|subjects|women|men|children|adults)\ (?:who\ )?"
    r"(?:receiving|given|treated\ with|taking|on|in|who\ (?:receive|received|take|took|had|have|got))\ )"
)
_BETTER = (
    r"(?:(?:more|less)\ \w+|better|worse|superior|inferior|safer|cheaper|non-?inferior|as\ (?:\w+)|preferable"
    r"|equivalent|comparable)"
)
_WHETHER = r"(?:is|are|was|were|am)"

# A stretch as short or, with ALL, as long as the rest of a form allows.
_I, _C, _O, _P = (rf"(?P<{name}>.+?)" for name in "icop")
_I_ALL, _C_ALL, _O_ALL, _P_ALL = (rf"(?P<{name}>.+)" for name in "icop")
_VERSUS = rf"(?:,?\ {_THAN}\ {_C_ALL})?"
_FOR = rf"(?:\ (?:for|in)\ {_P_ALL})?"

_FORMS: tuple[re.Pattern[str], ...] = (
    # With respect to O, what is the difference between patients receiving I and those receiving C?
    _rx(
        rf"^{_ON}\ {_O_ALL},\ (?:what|how\ (?:large|big)|is\ there"
        rf"|was\ there)\b.{{0,40}}?\bdifferences?\ between\ {_TAKING}{_I_ALL}\ and\ {_TAKING}{_C_ALL}$"
    ),
    _rx(rf"^{_ON}\ {_O_ALL},\ (?:what|how|is|was)\b.{{0,40}}?\bdifferences?\ between\ {_I_ALL}\ and\ {_C_ALL}$"),
    # With respect to O, how does I compare with C?
    _rx(rf"^{_ON}\ {_O_ALL},\ how\ {_AUX}\ {_I}\ compare\ (?:with|to)\ {_C_ALL}$"),
    _rx(rf"^{_ON}\ {_O_ALL},\ {_WHETHER}\ {_I}\ {_BETTER}\ {_THAN}\ {_C_ALL}$"),
    # Is there a difference in O between I and C?
    _rx(
        rf"^(?:{_WHETHER}\ there|what\ {_WHETHER})\ (?:an?y?\ |the\ |some\ )?(?:\w+\ )?differences?\ in\ {_O_ALL}"
        rf"\ between\ {_TAKING}?{_I_ALL}\ and\ {_TAKING}?{_C_ALL}$"
    ),
    _rx(rf"^(?:does|do|did)\ {_O}\ differ\ between\ {_TAKING}?{_I_ALL}\ and\ {_TAKING}?{_C_ALL}$"),
    # How does I compare with C for O?
    _rx(
        rf"^how\ {_AUX}\ {_I}\ compare\ (?:with|to|against)\ {_C}\ (?:{_ON}|for\ (?:reducing|improving"
        rf"|preventing|lowering|the)?)\ ?{_O_ALL}$"
    ),
    _rx(rf"^how\ {_AUX}\ {_I}\ compare\ (?:with|to|against)\ {_C_ALL}$"),
    # What is the effect of I compared with C on O?
    _rx(
        rf"^(?:what\ {_WHETHER}\ )?(?:the\ )?(?:\w+\ )?(?:effects?|impact"
        rf"|influence)\ of\ {_I},?\ {_THAN}\ {_C},?\ on\ {_O_ALL}$"
    ),
    _rx(rf"^(?:what\ {_WHETHER}\ )?(?:the\ )?(?:\w+\ )?(?:effects?|impact|influence)\ of\ {_I}\ on\ {_O}{_VERSUS}$"),
    _rx(rf"^how\ much\ {_AUX}\ {_I}\ {_CHANGE}\ {_O}{_VERSUS}$"),
    _rx(rf"^how\ (?:well|effectively)\ {_AUX}\ {_I}\ (?:{_CHANGE}|control|treat)\ {_O}{_VERSUS}$"),
    # Compared with C, does I change O?
    _rx(rf"^{_THAN}\ {_C_ALL},\ (?:how\ )?{_AUX}\ {_I}\ {_CHANGE}\ {_O_ALL}$"),
    _rx(rf"^{_THAN}\ {_C_ALL},\ what\ {_WHETHER}\ the\ (?:\w+\ )?(?:effects?|impact)\ of\ {_I}\ on\ {_O_ALL}$"),
    # Does I, compared with C, change O?  Does I versus C change O?
    _rx(rf"^{_AUX}\ {_I},?\ {_THAN}\ {_C},?\ {_CHANGE}\ {_O_ALL}$"),
    # Does I change O compared with C?
    _rx(rf"^(?:why\ |how\ )?{_AUX}\ {_I}\ {_CHANGE}\ {_O}(?:,?\ (?:more|better|less)?\ ?{_THAN}\ {_C_ALL})?$"),
    # Does I work better than C for O?
    _rx(
        rf"^(?:how\ )?{_AUX}\ {_I}\ (?:works?|performs?|do)\ (?:better|worse"
        rf"|as\ well)\ {_THAN.replace('than', 'than|as')}\ {_C}(?:\ (?:for|in|at|{_ON})\ {_O_ALL})?$"
    ),
    # Did the trial find I better than C?
    _rx(
        rf"^{_AUX}\ .{{1,60}}?\ (?:find|show|report|conclude)\ (?:that\ )?{_I}\ (?:(?:is|was|were|to\ be)\ )?{_BETTER}"
        rf"\ {_THAN}\ {_C_ALL}$"
    ),
    # Is I better than C for O?
    _rx(
        rf"^{_WHETHER}\ {_I}\ (?:any\ |significantly\ )?{_BETTER}\ (?:than|to|as|with)\ {_C}(?:\ (?:for|at"
        rf"|{_ON}|in\ (?:reducing|improving|preventing|lowering))\ {_O_ALL})?$"
    ),
    # I versus C: effect on O?  I versus C for O
    _rx(
        rf"^(?:is\ |does\ |compare\ )?(?P<i>[^:?]+?)\ (?:versus|vs\.?|against|compared\ (?:with"
        rf"|to))\ (?P<c>[^:?]+?)\s?(?::|,|\ -|\ on|\ for)\ (?:what\ {_WHETHER}\ )?(?:the\ )?(?:(?:effects?"
        rf"|impact|difference)\ (?:on|in)\ |effect:\ )?{_O_ALL}$"
    ),
    _rx(r"^(?:compare\ )?(?P<i>[^:?]+?)\ (?:versus|vs\.?)\ (?P<c>[^:?]+)$"),
    _rx(rf"^compare\ {_I}\ (?:with|to|and)\ {_C}(?:\ (?:for|{_ON})\ {_O_ALL})?$"),
    # Which is better for P, I or C?  I or C for P, which is better?
    _rx(rf"^(?:which|what)\ {_WHETHER}\ {_BETTER}\ (?:for|in)\ {_P},\ {_I}\ or\ {_C_ALL}$"),
    _rx(rf"^(?:which|what)\ {_WHETHER}\ {_BETTER}(?:,|:)\ {_I}\ or\ {_C}{_FOR}$"),
    _rx(rf"^{_I}\ or\ {_C}{_FOR},\ (?:which|what)\ {_WHETHER}\ {_BETTER}$"),
    # Should I offer I over C?
    _rx(
        rf"^(?:should|can|may|could|must)\ (?:I|we|you|clinicians|doctors|patients"
        rf"|people)\ (?:still\ |ever\ )?(?:offer|use|give|recommend|try|prescribe|choose|do|perform|start"
        rf"|consider|take|receive|have|get|stop)\ {_I}(?:,?\ {_THAN}\ {_C})?(?:\ (?:for|in"
        rf"|to\ treat)\ {_P_ALL})?$"
    ),
    _rx(
        rf"^(?:should|must|can|may|ought)\ {_P}\ (?:to\ )?(?:not\ )?(?:take|receive|have|get|use|avoid|stop"
        rf"|undergo|be\ (?:given|offered|prescribed|treated\ with))\ {_I}{_VERSUS}$"
    ),
    _rx(
        rf"^should\ (?:I|we|you|clinicians|doctors)\ (?P<i>(?:screen|test|treat|refer|operate"
        rf"|monitor)\b.*?)(?:\ (?:in)\ {_P_ALL})?$"
    ),
    _rx(
        rf"^{_AUX}\ (?:the\ )?(?:\S+\ ){{0,3}}?(?:guidelines?|panel|NICE|WHO|FDA)\ (?:recommend|advise|suggest"
        rf"|support)\ {_I}{_FOR}$"
    ),
    _rx(
        rf"^(?:why|when|how)\ {_AUX}\ .{{1,60}}?\ (?:recommend|advise|suggest|support|approve"
        rf"|endorse)(?:\ against)?\ {_I}{_FOR}$"
    ),
    # Is I effective for P?
    _rx(
        rf"^(?:how\ (?:effective|safe|good|common)\ )?{_WHETHER}\ {_I}\ (?:\w+ly\ )?(?:effective|safe|indicated"
        rf"|recommended|useful|helpful|beneficial|appropriate|better|worthwhile|approved|contraindicated"
        rf"|needed)(?:\ (?:for|in|at|against|after|during|before|with)\ {_P_ALL})?$"
    ),
    _rx(rf"^how\ (?:effective|safe|good|useful)\ {_WHETHER}\ {_I}(?:\ (?:for|in|at|against)\ {_P_ALL})?$"),
    # Does I help P?
    _rx(
        rf"^(?:how\ (?:well\ |much\ )?)?{_AUX}\ {_I}\ (?:helps?|treat|cure|benefit)(?:\ (?:with|in"
        rf"|for))?\ {_P_ALL}$"
    ),
    _rx(rf"^(?:how\ (?:well\ )?)?{_AUX}\ {_I}\ (?:works?|help)(?:\ (?:for|in|against)\ {_P_ALL})?$"),
    # What are the harms of I in P?
    _rx(
        rf"^(?:what\ {_WHETHER}\ )?(?:the\ )?(?:\w+\ )?(?P<o>harms?|risks?|side[\s-]effects?|adverse\ (?:events"
        rf"|effects)|complications?|benefits?|safety|efficacy|effectiveness)\ (?:of|from|with|after)\ {_I}{_FOR}$"
    ),
    _rx(
        rf"^what\ {_WHETHER}\ the\ (?:dose|dosage|duration|cost|role|mechanism|indications?)\ (?:of"
        rf"|for)\ {_I}{_FOR}$"
    ),
    _rx(rf"^(?P<i>[\w\s-]+?)\ {_CHANGES}\ {_O}{_VERSUS}$"),
)
_FRONT = _rx(
    rf"""^(?:in|among|for|amongst)\ {_P},
    \ (?=(?:what|which|who|when|where|why|how|{_AUX}|compare|with\ respect)\b|[^,]+\ (?:versus|vs)\b)"""
)
_BACK = _rx(
    rf"""\ (?:in|among|amongst|for)\ (?P<p>(?:[\w-]+\ ){{0,4}}?{_PEOPLE}
    (?:\ (?:with|who|aged|over|under|undergoing|after|at|having|on)\ [^,:]+)?)$"""
)
# "Does dexamethasone reduce mortality in bacterial meningitis": the disease at the end says in whom.
_DISEASE = _rx(
    r"""\ (?:in|from)\ (?P<p>(?!(?:the|a|an|terms|response|case|favou?r|addition|general|both|each|one|two|three
        |four|five|six)\b
    |\d)[^,:]+)$"""
)
_TRIM = re.compile(r"^(?:the\s+(?:use\s+of\s+)?|using\s+|an?\s+)|[\s,.?!:;]+$", re.IGNORECASE)


def pico_of(text: str) -> Pico:
    """What a question states of the four; population first, as it may stand at either end."""
    body = text.strip().rstrip(" ?.!")
    population = ""
    front = _FRONT.match(body)
    if front:
        population, body = front["p"], body[front.end() :]
    else:
        back = _BACK.search(body)
        if back and len(body[: back.start()].split()) > 2:
            population, body = back["p"], body[: back.start()]
    for form in _FORMS:
        match = form.match(body)
        if match:
            found = {name: value or "" for name, value in match.groupdict().items()}
            read = Pico(found.get("p", ""), found.get("i", ""), found.get("c", ""), found.get("o", ""))
            disease = _DISEASE.search(read.outcome)
            if disease and not (population or read.population or read.comparator):
                read = replace(read, population=disease["p"], outcome=read.outcome[: disease.start()])
            return _bare(replace(read, population=population or read.population))
    return Pico(population=_TRIM.sub("", population))


def _bare(read: Pico) -> Pico:
    # "harms of injections did the FDA warn about": the clause behind is no part of the treatment.
    treatment = re.split(r"\s(?:do|does|did)\s(?=the\b|[A-Z])", read.intervention, maxsplit=1)[0]
    return Pico(*(_TRIM.sub("", p.strip()) for p in (read.population, treatment, read.comparator, read.outcome)))
