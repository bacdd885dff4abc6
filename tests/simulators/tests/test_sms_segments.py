"""The simulator's own counter against the tables the vendors print."""

import pytest

from tests.simulators.sms import measure

#: characters of one to seven parts, the operator code left out
TABLES = {
    "gsm": (160, 306, 459, 612, 765, 918, 1071),
    "tr": (155, 298, 447, 596, 745, 894, 1043),
    "ucs2": (70, 134, 201, 268, 335, 402, 469),
}
LETTERS = {"gsm": "a", "tr": "ş", "ucs2": "ж"}


@pytest.mark.parametrize("encoding", TABLES)
@pytest.mark.parametrize("parts", range(1, 8))
def test_a_part_ends_where_the_table_says(encoding, parts):
    longest = TABLES[encoding][parts - 1]
    text = LETTERS[encoding] * longest
    assert measure(text, suffix=0) == (encoding, longest, parts)
    assert measure(text + LETTERS[encoding], suffix=0).parts == parts + 1


@pytest.mark.parametrize(
    ("text", "encoding", "characters"),
    [
        ("ÖöÜüÇ", "gsm", 5),
        ("şğıİç", "tr", 5),
        ("^{}\\[]~|€", "gsm", 18),
        ("“a”", "ucs2", 3),
    ],
)
def test_letters_choose_the_encoding(text, encoding, characters):
    assert measure(text)[:2] == (encoding, characters)


@pytest.mark.parametrize(("letter", "one"), [("a", 155), ("ş", 150)])
def test_the_operator_code_takes_five(letter, one):
    assert [measure(letter * n).parts for n in (one, one + 1)] == [1, 2]
