"""What anybody may have written, made fit for a terminal."""

import unicodedata

INVISIBLE = {"Cc", "Cs", "Zl", "Zp"}  # controls, halves of surrogate pairs, separators of lines


def plain(text: str, indent: str = "") -> str:
    """The same words, where nothing moves the cursor or colours what comes after; further lines are set in.

    Marks of direction stay, since right-to-left words need them: none reaches beyond its own line.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    return f"\n{indent}".join("".join(map(_sign, line)) for line in lines)


def _sign(sign: str) -> str:
    if sign == "\t":
        return " "
    return ascii(sign)[1:-1] if unicodedata.category(sign) in INVISIBLE else sign
