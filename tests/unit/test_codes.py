"""Every code of the contract has a meaning and a cure in two languages."""

import pytest

from iys_api.answers import STATE_CODES
from iys_api.codes import explain, is_known, is_retryable, table, waits_an_hour
from iys_api.texts import TEXTS


def span(first, last, width=3):
    """Codes of a range as the contract writes it."""
    return [f"H{number:0{width}d}" for number in range(first, last + 1)]


#: The list of contract section 16.
CONTRACT = (
    "H001 H014 H015 H016 H017 H018 H031 H058 H060 H061 H062 H067 H082 H241 H083 H084 "
    "H085 H086 H089 H090 H091 H092 H093 H095 H097 H098 H100 H101 H102 H103 H105 H106 "
    "H107 H110 H111 H112 H113 H114 H115 H116 H117 H118 H119 H120 H121 H122 H123 H124 "
    "H125 H126 H127 H129 H155 H156 H157 H158 H160 H162 H163 H164 H166 H168 H169 H170 "
    "H171 H172 H173 H174 H175 H176 H178 H179 H180 H181 H182 H183 H184 H185 H186 H187 "
    "H190 H191 H192 H193 H194 H195 H196 H197 H198 H199 H400 H201 H243 H244 H288 H245 "
    "H250 H252 H251 H253 H266 H267 H268 H351 H353 H355 H363 H401 H402 H405 H403 H404 "
    "H408 H412 H470 H476 H437 H465 H462 H463 H464 H467 H478 H486 H501 H502 H503 H506 "
    "H507 H512 H520 H521 H522 H524 H525 H530 H531 H568 H586"
).split()
CONTRACT += span(214, 222) + span(224, 231) + span(450, 460)
#: Worth a retry with the same body (contract section 4).
RETRY = "H015 H101 H102 H103 H123 H124 H179 H192 H412 H470 H083 H476".split()
HOUR = ["H084", "H086", "H089"]


@pytest.mark.parametrize("code", CONTRACT)
def test_a_code_of_the_contract_is_explained(code):
    """Section 16."""
    assert is_known(code)


@pytest.mark.parametrize("code", ["H1000", "H1042", "H1113"])
def test_the_via_family_is_explained_by_one_row(code):
    """Section 16, last row."""
    assert explain(code).family == "via"


@pytest.mark.parametrize("row", table().values(), ids=lambda row: row["code"])
def test_a_row_is_complete(row):
    """Nobody sees an empty sentence."""
    assert all(value.strip() for value in row.values())
    assert row["retry"] in ("yes", "no", "after_hour")


@pytest.mark.parametrize("row", table().values(), ids=lambda row: row["code"])
def test_a_cure_and_a_meaning_are_sentences_in_both_languages(row):
    """And the Turkish one is not the English one."""
    for name in ("meaning", "cure"):
        english, turkish = row[f"{name}_en"], row[f"{name}_tr"]
        assert english.endswith(".") and turkish.endswith(".")
        assert english != turkish


@pytest.mark.parametrize("code", CONTRACT)
def test_exactly_the_codes_of_iys_list_are_retried(code):
    """R-9: permanent refusals are never sent again; 5xx always may be."""
    server_fault = explain(code).http.startswith("5")
    assert is_retryable(code) == (code in RETRY + HOUR or server_fault)


@pytest.mark.parametrize("code", CONTRACT)
def test_only_the_hourly_limits_wait_an_hour(code):
    """Section 4."""
    assert waits_an_hour(code) == (code in HOUR)


@pytest.mark.parametrize("code", ["H999", "H10", "?", "", None, "x"])
def test_an_unknown_code_is_not_understood_and_never_retried(code):
    """R-8: never success."""
    told = explain(code)
    assert told.title == "Not understood" and told.retry == "no"
    assert not is_known(code) and not is_retryable(code)


@pytest.mark.parametrize("lang, title", [("tr_TR", "Anlaşılamadı"), ("tr", None)])
def test_turkish_is_spoken_to_turkish_users(lang, title):
    """Odoo's language codes."""
    assert explain("H999", lang).title == (title or "Anlaşılamadı")


@pytest.mark.parametrize("lang", ["en_US", "de_DE", "", "C"])
def test_english_is_spoken_to_all_others(lang):
    """The source language."""
    assert explain("H999", lang).title == "Not understood"


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_code_our_own_registry_gives_is_explained(code):
    """Fake and table go together."""
    assert is_known(code)


@pytest.mark.parametrize("code", sorted(STATE_CODES))
def test_a_state_rule_is_permanent(code):
    """Sections 6.5 and 17."""
    assert explain(code).family == "state" and not is_retryable(code)


@pytest.mark.parametrize("code", ["Z001", "Z002", "Z003", "invalid_request"])
def test_codes_of_our_own_and_of_the_login_are_explained(code):
    """They reach the same screens."""
    assert is_known(code)


def test_no_cure_ever_proposes_another_date():
    """L-12: changing the date to get a consent through is forgery."""
    late = explain("H467")
    assert "never changed" in late.cure
