"""How a text that came back answers the one question that was open. What is not certain a person reads.

Whether it is an opt-out is asked before (`rules.notices.reply`): "cancel" alone is one by law, so no visit is
cancelled by it. Only short texts are read: a sentence may take back what its first word says.
"""

import re

from otium.terms.family import Meant, Said

LONGEST = 6  # words; more is a letter, not an answer
_YES = {"y", "yes", "yea", "yeah", "yep", "yup", "ok", "okay", "k", "sure", "confirm", "confirmed", "confirming", "c",
        "si", "claro", "vale", "confirmo", "confirmado", "confirmada"}  # fmt: skip
_NO = {"n", "no", "nope"}
_POLITE = {"pls", "please", "plz", "thanks", "thank", "you", "ty", "thx", "gracias", "por", "favor"}
_COMING = {"great", "perfect", "perfecto", "good", "we", "ill", "well", "i", "will", "be", "there", "see", "ahi",
           "estaremos", "estare"}  # fmt: skip
_NOT_COMING = re.compile(
    r"^(sorry |lo siento |no )?(i |we )?(can not|cannot|cant|wont|will not|are not able to|am not able to)"
    r"( be able to)? (come|make it|be there|attend)( sorry| tomorrow| today)?$"
    r"|^(sorry |no )?(not coming|we are not coming|im not coming)$"
    r"|^(lo siento )?no (puedo|podemos|podre|podremos)( ir| venir| asistir)?( lo siento| gracias)?$"
    r"|^(please )?(cancel|cancela|cancelar|cancele) (my |our |the |this |mi |la |nuestra )"
    r"(visit|appointment|appt|cita|visita)( please| por favor)?$"
)
_OTHER_TIME = re.compile(
    r"^(please )?(can we |could we |can i |need to |we need to |i need to )?(reschedule|change the time)( please)?$"
    r"|^(another|other|different) time( please)?$"
    r"|^(otra hora|otro dia|otro horario|cambiar la cita|cambiar)( por favor)?$"
)
_PLAIN = str.maketrans("áéíóúüñ", "aeiouun", "'’")


def read(words: str) -> Said:
    """What it says.

    >>> [read(w).meant.value for w in ("Yes pls!", "no", "can't make it", "Yes but can we come at 4?")]
    ['yes', 'no', 'no', 'unreadable']
    >>> read("2").number
    2
    """
    plain = re.findall(r"[a-z]+|[0-9]+", words.lower().translate(_PLAIN))
    text = " ".join(plain)
    if not plain or len(plain) > LONGEST + 2:
        return Said(Meant.UNREADABLE)
    if len(plain) == 1 and re.fullmatch(r"[1-9]", text):
        return Said(Meant.UNREADABLE, int(text))
    if _NOT_COMING.fullmatch(text):
        return Said(Meant.NO)
    if _OTHER_TIME.fullmatch(text):
        return Said(Meant.OTHER_TIME)
    for meant, alone, more in ((Meant.YES, _YES, _POLITE | _COMING), (Meant.NO, _NO, _POLITE)):
        if plain[0] in alone and all(word in alone | more for word in plain[1:]):
            return Said(meant)
    return Said(Meant.UNREADABLE)
