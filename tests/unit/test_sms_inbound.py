"""What a person's text means: a refusal in every spelling, never an approval (R-30)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_gateways.inbound import FILLERS, REFUSALS, Reading, read, words

REFUSED = (
    "RET", "ret", "Ret", "rEt", " ret ", "ret.", "RET!", "'RET'", "\"ret\"", "«RET»",
    "RET\n", "R E T", "R.E.T", "r-e-t", "rét", "RET 🙏", "RET\u200b", "ＲＥＴ",
    "RED", "red", "Red.", "RET B038", "B186 RET", "RET 4607", "ret sms",
    "RET lütfen", "lütfen ret", "ret edin", "Ret ediyorum", "REDDEDİYORUM RET",
    "reddet", "REDDEDIYORUM ret", "reddediyorum", "İPTAL", "IPTAL", "iptal", "İptal",
    "ıptal", "iptal et", "İPTAL EDİN LÜTFEN", "iptal ediniz", "DUR", "dur", "durdur",
    "STOP", "Stop.", "ÇIK", "çık", "cik", "ÇIKAR", "çıkarın", "listeden çıkarın",
    "çıkış", "İSTEMİYORUM", "istemiyorum", "mesaj istemiyorum", "reklam istemiyorum",
    "artık mesaj atmayın", "bir daha göndermeyin", "bana sms atma", "GÖNDERME",
    "reklam göndermeyiniz", "bu listeden beni çıkar", "aboneliği iptal edin",
)  # fmt: skip
UNCLEAR = (
    "", " ", "?", "🙏", "retro", "return", "secret", "RETRO", "kredi", "tamam", "evet",
    "ONAY", "EVET ONAY", "kabul", "ret etmiyorum", "iptal istemiyorum",
    "ret geri al", "iptali geri al", "siparişimi iptal edin", "durum nedir",
    "RET mi demeliyim", "red bull", "stopaj", "nerede durdu bu kargo",
    "1234 numaralı siparişim kargoya verildi mi?", "teşekkürler", "lütfen",
    "RET 4607 B038", "ret fiyatlar", "onay ret", "ret onay",
)  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_a_refusal_is_one_in_every_spelling(text):
    """R-30."""
    assert read(text) is Reading.REFUSAL


@pytest.mark.parametrize("text", UNCLEAR)
def test_anything_else_is_for_a_person(text):
    """R-30."""
    assert read(text) is Reading.UNCLEAR


def test_there_are_sixty_refusals():
    assert len(set(REFUSED)) >= 60


@pytest.mark.parametrize("text", ["RET MAVI", "mavi ret", "Ret Mavi."])
def test_a_brands_own_word_may_stand_beside_it(text):
    assert (read(text, ["MAVİ"]), read(text)) == (Reading.REFUSAL, Reading.UNCLEAR)


@given(st.text(max_size=60))
def test_no_text_is_too_odd_to_be_read(text):
    assert read(text) in Reading


@given(st.sampled_from(sorted(REFUSALS)), st.lists(st.sampled_from(sorted(FILLERS))))
def test_words_that_change_nothing_change_nothing(word, fillers):
    assert read(" ".join([word, *fillers])) is Reading.REFUSAL


@given(st.text(max_size=30))
def test_case_and_marks_change_nothing(text):
    assert words(text.upper()) == words(text.upper() + " !")


@given(st.lists(st.sampled_from(sorted(FILLERS)), max_size=5))
def test_without_a_refusal_there_is_none(fillers):
    assert read(" ".join(fillers)) is Reading.UNCLEAR
