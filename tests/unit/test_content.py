"""What the text of a commercial message must hold (L-41 … L-43)."""

import pytest

from iys_api.content import (
    FAULTS,
    Identity,
    check_mail,
    check_sms,
    mersis_ok,
    nature_in,
)

BRAND = Identity(
    "Deneme Ticaret A.Ş.", "0123456789000015", "0212 555 01 01 / bilgi@example.com"
)
FOOTER = "Deneme Ticaret A.Ş. · Mersis 0123456789000015 · bilgi@example.com"


def codes(faults):
    """The codes of faults, in order."""
    return [fault.code for fault in faults]


def mail_codes(body=FOOTER, subject="Duyuru", identity=BRAND, has_refusal_link=True):
    """The codes of the faults of a mail that is good but for what is said."""
    return codes(check_mail(subject, body, identity, has_refusal_link))


def test_a_complete_mail_has_no_fault():
    """L-41, L-43."""
    assert mail_codes() == []


def test_an_empty_mail_lacks_everything_in_the_order_of_the_law():
    """L-41 … L-43."""
    expected = ["no_trade_name", "no_mersis", "no_contact", "no_nature", "no_refusal"]
    assert mail_codes("", "", has_refusal_link=False) == expected


def test_what_the_brand_does_not_say_is_missing_in_every_mail():
    """L-41: an empty identity is found in no text."""
    expected = ["no_trade_name", "no_mersis", "no_contact"]
    assert mail_codes(identity=Identity()) == expected


@pytest.mark.parametrize(
    "body, missing",
    [
        (FOOTER.replace("Deneme Ticaret", "Başka"), "no_trade_name"),
        (FOOTER.replace("0123456789000015", "0123456789000016"), "no_mersis"),
        (FOOTER.replace("0123456789000015", "01234567890000151"), "no_mersis"),
        (FOOTER.replace("0123456789000015", "90123456789000015"), "no_mersis"),
        (FOOTER.replace("bilgi@example.com", "bilgi@example.org"), "no_contact"),
        (FOOTER.replace("bilgi@example.com", "0212 555 01 02"), "no_contact"),
    ],
)
def test_each_part_of_the_identity_is_looked_for(body, missing):
    """L-41: somebody else's name, number or contact is none."""
    assert mail_codes(body) == [missing]


@pytest.mark.parametrize(
    "name", ["DENEME TİCARET A.Ş.", "deneme\n  ticaret a.ş.", "Deneme Tıcaret A.S."]
)
def test_a_trade_name_counts_in_any_case_and_line(name):
    """L-41: people write names as they like."""
    assert mail_codes(FOOTER.replace("Deneme Ticaret A.Ş.", name)) == []


@pytest.mark.parametrize(
    "number",
    [
        "0123 4567 8900 0015",
        "0123-4567-8900-0015",
        "0123\u00a04567\u00a08900\u00a00015",
        "0212 555 00 00 0123456789000015 23.11.2026",
    ],
)
def test_a_mersis_number_counts_in_any_grouping(number):
    """L-41: other numbers beside it do not matter."""
    assert mail_codes(FOOTER.replace("0123456789000015", number)) == []


@pytest.mark.parametrize(
    "contact",
    [
        "0212 555 01 01 / bilgi@example.com",
        "BİLGİ@EXAMPLE.COM",
        "+90 (212) 555 01 01",
        "+902125550101",
        "0090 212 555 01 01",
        "00902125550101",
        "212-555-0101",
        "Tel.: 0212 555 01 01, 0212 555 01 02",
    ],
)
def test_one_way_to_reach_the_company_is_enough(contact):
    """L-41: a phone counts in any spelling."""
    assert mail_codes(FOOTER.replace("bilgi@example.com", contact)) == []


def test_a_short_number_is_a_contact():
    """L-41: 444 numbers have seven digits."""
    identity = Identity(BRAND.trade_name, BRAND.mersis, "444 0 123")
    assert mail_codes(FOOTER + " 4440123", identity=identity) == []
    assert mail_codes(FOOTER + " 1234440123", identity=identity) == ["no_contact"]


def test_an_address_is_a_contact_when_it_is_there_whole():
    """L-41: a town alone reaches nobody."""
    identity = Identity(BRAND.trade_name, BRAND.mersis, "Deneme Cad. No: 1, Şişli")
    assert mail_codes(FOOTER + " DENEME CAD. NO: 1, ŞİŞLİ", identity=identity) == []
    assert mail_codes(FOOTER + " Şişli", identity=identity) == ["no_contact"]


@pytest.mark.parametrize("number", ["12345678901", "0123456789"])
def test_a_tradesman_is_known_by_an_identity_or_tax_number(number):
    """L-41."""
    identity = Identity(BRAND.trade_name, number, BRAND.contact)
    assert mail_codes(FOOTER.replace(BRAND.mersis, number), identity=identity) == []


@pytest.mark.parametrize(
    "number",
    ["", "123456789012345", "012345678901", "01234567890", "123456789", "X", "0123x"],
)
def test_a_number_that_is_none_identifies_nobody(number):
    """L-41: even when the text repeats it."""
    identity = Identity(BRAND.trade_name, number, BRAND.contact)
    assert mail_codes(f"{FOOTER} {number}", identity=identity) == ["no_mersis"]


@pytest.mark.parametrize(
    "text, is_good",
    [
        ("0123456789000015", True),
        (" 0123 4567 8900 0015 ", True),
        ("0123-4567-8900-0015", True),
        ("０１２３４５６７８９００００１５", True),
        ("012345678900001", False),
        ("01234567890000155", False),
        ("0123456789A00015", False),
        ("TR0123456789000015", False),
        ("0123456789", False),
        ("", False),
    ],
)
def test_a_mersis_number_has_sixteen_digits(text, is_good):
    """L-41."""
    assert mersis_ok(text) is is_good


@pytest.mark.parametrize(
    "text",
    [
        "KAMPANYA: yeni ürünler",
        "[Tanıtım] Kış ürünleri",
        "🎉 İndirim başladı",
        "ındırım günleri",
        "Büyük fırsat",
        "REKLAM - Deneme",
        "Bilgilendirme",
        "Deneme Ticaret A.Ş. duyurusu",
        "Bayram kutlaması",
        "Newsletter of November",
        "Summer sale",
    ],
)
def test_a_nature_word_at_the_start_is_found(text):
    """L-42."""
    assert nature_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Merhaba",
        "Yeni ürünlerimiz geldi",
        "Bilgisayarınızı yenileyin",
        "Bu yaz için seçtiklerimiz kampanya",
        "Bekampanya",
    ],
)
def test_no_nature_word_at_the_start(text):
    """L-42: at the start, not somewhere."""
    assert not nature_in(text)


def test_the_fourth_word_still_belongs_to_the_start():
    """L-42: "Deneme Ticaret A.Ş. …" is four words with the label."""
    assert nature_in("bir iki üç kampanya")
    assert not nature_in("bir iki üç dört kampanya")


@pytest.mark.parametrize(
    "body, expected",
    [
        ("İndirim başladı", ["no_validity", "no_conditions"]),
        ("İndirim 30 Kasım'a kadar, 1 kasım", ["no_conditions"]),
        ("İndirim 30.11.2026", ["no_conditions"]),
        ("İndirim, koşullar mağazada", ["no_validity"]),
        ("İndirim, bkz. https://example.com", ["no_validity"]),
        ("İndirim 30.11.2026 tarihine kadar, şartlar: example.com", []),
        ("Discount valid until Friday, see terms", []),
        ("Yeni mağazamız açıldı", []),
    ],
)
def test_a_promotion_says_how_long_and_on_which_terms(body, expected):
    """L-42: warnings, the message may still leave."""
    faults = check_mail("Duyuru", f"{body}\n{FOOTER}", BRAND, True)
    assert codes(faults) == expected
    assert not any(fault.is_blocking for fault in faults)


def test_the_subject_is_part_of_the_promotion():
    """L-42."""
    assert mail_codes(subject="İndirim") == ["no_validity", "no_conditions"]


def test_the_name_of_the_company_alone_is_no_promotion():
    """L-42: "Fırsat Elektronik" need not say how long it is valid."""
    identity = Identity("Fırsat A.Ş.", BRAND.mersis, "bilgi@kupon.example.com")
    body = "Fırsat A.Ş. 0123456789000015 bilgi@kupon.example.com"
    assert mail_codes(body, identity=identity) == []


SMS = "KAMPANYA mağazamızda. 30.11.2026'ya kadar, koşullar: example.com"


def test_a_short_message_needs_its_number_and_a_way_to_refuse():
    """L-41: in an SMS at least the MERSİS number; L-43."""
    assert codes(check_sms(SMS, BRAND, False)) == ["no_mersis", "no_refusal"]
    assert codes(check_sms(f"{SMS} Mersis {BRAND.mersis}", BRAND, True)) == []


def test_a_short_message_says_at_its_start_what_it_is():
    """L-42."""
    text = f"Merhaba, mağazamız açıldı. {BRAND.mersis}"
    assert codes(check_sms(text, BRAND, True)) == ["no_nature"]


@pytest.mark.parametrize("code, is_blocking", FAULTS.items())
def test_what_the_law_demands_blocks_and_what_it_advises_warns(code, is_blocking):
    """L-41 and L-43 block, L-42 warns."""
    demanded = {"no_trade_name", "no_mersis", "no_contact", "no_refusal"}
    assert is_blocking is (code in demanded)


def test_a_fault_carries_whether_it_blocks():
    """The models need not know the law."""
    faults = check_mail("", "İndirim", Identity(), False)
    assert {fault.code: fault.is_blocking for fault in faults} == FAULTS
