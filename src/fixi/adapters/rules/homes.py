"""Floor and apartment, in words and digits of four languages."""

import re

_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "קרקע ground земля الارضي ارضي",
            "ראשונה first первый первом الاول اول",
            "שנייה שניה second второй втором الثاني ثاني",
            "שלישית third третий третьем الثالث ثالث",
            "רביעית fourth четвертый четвертом четвёртый четвёртом الرابع رابع",
            "חמישית fifth пятый пятом الخامس خامس",
            "שישית sixth шестой шестом السادس",
            "שביעית seventh седьмой седьмом السابع",
            "שמינית eighth восьмой восьмом الثامن",
            "תשיעית ninth девятый девятом التاسع",
            "עשירית tenth десятый десятом العاشر",
        )
    )
    for word in words.split()
}
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_FLOORS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![א-ת])[בו]?(?:קומה|קומת|ק')\s?(?:מספר\s|מס'\s)?(-?\d{{1,2}}|{_ORDINAL})(?![\w])",
        rf"(?<!\w)(?:floor|fl\.?|этаж|طابق|الطابق)\s?(?:no\.?\s)?(-?\d{{1,2}}|{_ORDINAL})(?!\w)",
        rf"(?<!\w)(\d{{1,2}}|{_ORDINAL})(?:st|nd|rd|th|-?й|-?м)?\s(?:floor|этаж|этаже)(?!\w)",
    )
)
_APARTMENTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![א-ת])[בו]?(?:דירה|דירת|ד')\s?(?:מספר\s|מס'\s)?(\d{1,4}[א-ת]?)(?!\w)",
        r"(?<!\w)(?:apt|apartment|flat|unit|dira|кв|квартира|شقة|شقه)\b\.?\s?(?:no\.?\s?|#)?(\d{1,4}[a-z]?)(?!\w)",
    )
)
_UNITS = re.compile(r"\s(?:חדרים|חד'|rooms?|комнат|מטר|מ\"ר|м2|غرف)(?!\w)")


def floor_of(low: str) -> str | None:
    """The floor as a number; the ground floor is 0."""
    said = _first(low, _FLOORS)
    return str(_ORDINALS.get(said, said)) if said else None


def apartment_of(low: str) -> str | None:
    """The apartment, unless the number counts its rooms."""
    return _first(low, _APARTMENTS)


def _first(low: str, patterns: tuple[re.Pattern[str], ...]) -> str | None:
    for pattern in patterns:
        for match in pattern.finditer(low):
            if not _UNITS.match(low, match.end()):
                return match[1]
    return None
