"""Words by which something is found again."""

from fixi.domain.tokens import LONGEST_WORD, WORDS_AT_MOST, looks_like_phone, tails, words


def test_words_are_compared_without_case_points_and_accents() -> None:
    assert words("Água no CHÃO!", "agua") == ("agua", "no", "chao")
    assert words("נְזִילָה, מִתַּחַת") == words("נזילה מתחת")
    assert words("Straße") == words("STRASSE")
    assert words("", None, " .,- ") == ()


def test_words_are_few_and_short_however_much_somebody_writes() -> None:
    assert len(words(" ".join(f"w{number}" for number in range(20_000)))) == WORDS_AT_MOST
    assert words("a" * 20_000) == ("a" * LONGEST_WORD,)


def test_a_phone_is_found_by_its_end_from_three_digits_on() -> None:
    assert tails("972541234567")[:3] == ("567", "4567", "34567")
    assert tails("972541234567")[-1] == "972541234567"
    assert tails("12") == ()


def test_what_is_typed_as_a_phone_is_read_as_one_and_nothing_else_is() -> None:
    assert looks_like_phone("054-123 4567") == "541234567"
    assert looks_like_phone("+972 54 1234567") == "972541234567"
    assert looks_like_phone("012") == "012"
    assert [looks_like_phone(text) for text in ("12", "Herzl 123", "", "-")] == ["", "", "", ""]
