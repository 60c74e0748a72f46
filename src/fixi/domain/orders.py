"""What an operator orders from his own phone: that nothing goes out any more, and that it goes on again.

Only the number makes it an order: the same words of anybody else are just words. An order is the whole of a message.
"""

from dataclasses import dataclass

from fixi.domain.events import Heard
from fixi.domain.fixed_words import tidy
from fixi.domain.values import Language


@dataclass(frozen=True, slots=True)
class Order:
    """Whether anything may go out from now on, and the language in which that was said."""

    sending: bool
    language: Language


_STOP = {
    Language.HE: "עצור שליחה,עצרי שליחה,עצרו שליחה,לעצור שליחה,עצור את השליחה,עצרי את השליחה,עצרו את השליחה,"
    "לעצור את השליחה,עצירת שליחה,עצירת השליחה,הפסק שליחה,הפסיקו שליחה,להפסיק שליחה,הפסקת שליחה",
    Language.EN: "stop sending,stop all sending,stop the sending,kill switch",
    Language.AR: "أوقف الإرسال,أوقفي الإرسال,أوقفوا الإرسال,وقف الإرسال,إيقاف الإرسال",
    Language.RU: "остановить отправку,останови отправку,остановите отправку,остановка отправки,стоп отправка",
}
_RESUME = {
    Language.HE: "חדש שליחה,חדשי שליחה,חדשו שליחה,לחדש שליחה,חדש את השליחה,חדשי את השליחה,חדשו את השליחה,"
    "לחדש את השליחה,חידוש שליחה,חידוש השליחה",
    Language.EN: "resume sending,resume all sending,resume the sending,start sending,continue sending",
    Language.AR: "استأنف الإرسال,استأنفي الإرسال,استأنفوا الإرسال,استئناف الإرسال,تابع الإرسال",
    Language.RU: "возобновить отправку,возобнови отправку,возобновите отправку,продолжить отправку",
}
_ORDERS = {
    tidy(phrase): Order(sending, language)
    for sending, table in ((False, _STOP), (True, _RESUME))
    for language, phrases in table.items()
    for phrase in phrases.split(",")
}


def ordered(text: str) -> Order | None:
    """The order that these words are, whoever says them."""
    return _ORDERS.get(tidy(text))


def order(heard: Heard, operators: frozenset[str]) -> Order | None:
    """The order that this message is; None when it is none, or not an operator's own."""
    person = heard.chat.phone
    if person is None or person not in operators or heard.own or heard.kind != "text":
        return None
    if heard.media or heard.pin is not None or heard.button is not None:
        return None
    return ordered(heard.text)
