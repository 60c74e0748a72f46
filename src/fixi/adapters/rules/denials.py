"""Words that are said only to be denied."""

from fixi.adapters.rules.lexicon import Hit, Token
from fixi.adapters.rules.text import word_set

_DENIALS = word_set(
    """
    no not isnt wasnt arent never without dont doesnt didnt nothing non cannot havent hasnt לא אין ואין שאין
    prevent avoid against ever против ضد لمنع למנוע נגד
    בלי ללא אף שלא ולא не нет без مش ليس لا مو ما بدون
    """
)
# "That is fire!": slang, in which it praises.
_PRAISE = word_set(
    """
    amazing awesome great totally straight pure מדהים מדהימה אחלה אליפות אלוף אלופים תותח תותחים מעולה פשוט מטורף
    מטורפת איזה איזו
    """
)
_ASIDES = word_set(
    """
    a an any the there is sign signs of this really שום יש ה כאן פה זה זו את ממש אין של никакого никакой نوع
    اي
    """
)


def denied(tokens: list[Token], hit: Hit) -> bool:
    """True when the words right before say no, with at most three asides between ("there is no sign of a fire")."""
    for back in range(1, 5):
        at = hit.first - back
        if at < 0:
            return False
        if tokens[at].key in _DENIALS or (back == 1 and tokens[at].key in _PRAISE):
            return True
        if tokens[at].key not in _ASIDES:
            return False
    return False
