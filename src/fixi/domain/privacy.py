"""What a professional may read before his yes: the issue, less everything that says who the client is or where."""

import re

from fixi.domain.forms import Form

PHONE = re.compile(r"\+?\(?\d[\d\s().\-]{5,20}\d")
MAIL = re.compile(r"\S{1,64}@\S{1,64}")
LINK = re.compile(r"(?:https?://|www\.)\S{1,300}", re.IGNORECASE)
GAPS = re.compile(r"\s{2,}")
LONGEST = 300


def scrubbed(words: str, form: Form) -> str:
    """The words on one line without phones, addresses of mail and web, the client's name, street and house number."""
    line = " ".join(words.split())[: 2 * LONGEST]
    for pattern in (LINK, MAIL, PHONE):
        line = pattern.sub(" ", line)
    for secret in filter(None, (form.street, form.name)):
        line = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", " ", line, flags=re.IGNORECASE)
        for word in secret.split():
            if len(word) >= 2 or word.isdigit():
                line = re.sub(rf"(?<!\w)[בלמהוש]?{re.escape(word)}(?!\w)", " ", line, flags=re.IGNORECASE)
    return GAPS.sub(" ", line).strip(" ,.;:-")[:LONGEST]
