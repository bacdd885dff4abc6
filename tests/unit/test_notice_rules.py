"""What the law demands of a text before it may be published (L-21, L-23, L-24, L-51 … L-54)."""

import pytest

from iys_api.notice_rules import ELEMENTS, RULES, Element, Text, check_text, fill

VALUES = {
    "brand": "Alfa",
    "trade_name": "Alfa Deneme A.Ş.",
    "mersis": "0000000000000101",
    "contact": "bilgi@example.com",
}
WORDS = {
    "controller": "Veri sorumlusu {{trade_name}}.",
    "purpose": "İleti göndermek için.",
    "recipient": "İYS'ye aktarılır.",
    "method": "Formlardan alınır.",
    "rights": "KVKK m. 11 uyarınca başvurabilirsiniz.",
}
CLAUSE = """
<h3>Ticari elektronik ileti</h3>
<p>Arama: ☐ Kabul ediyorum ☐ Reddediyorum</p>
<p>SMS: ☐ Kabul ediyorum ☐ Reddediyorum</p>
<p>E-posta: ☐ Kabul ediyorum ☐ Reddediyorum</p>
<h3>İmza</h3><p>Tarih:</p>
"""


def notice(left_out=None, body=None, ground="consent", **words):
    """A complete notice but for what is said."""
    elements = tuple(
        Element(kind, text, ground if kind == "purpose" else "")
        for kind, text in {**WORDS, **words}.items()
        if kind != left_out
    )
    said = "".join(f"<p>{element.text}</p>" for element in elements)
    return Text("notice", body or said, elements=elements, values=VALUES)


def approval(body, type_="MESAJ", **more):
    """An approval of text messages with these words."""
    return Text("commercial_approval", body, type=type_, values=VALUES, **more)


def explicit(body):
    """An explicit consent with these words."""
    return Text("explicit_consent", body, values=VALUES)


def clause(body):
    """A clause of a contract with these words."""
    return Text("contract_clause", body, values=VALUES)


def codes(text):
    """The codes of the faults, in order."""
    return [fault.code for fault in check_text(text)]


def test_a_complete_notice_has_no_fault():
    assert codes(notice()) == []


@pytest.mark.parametrize(("kind", "code"), ELEMENTS.items())
def test_a_missing_element_is_named_l_53(kind, code):
    assert codes(notice(left_out=kind)) == [code]


def test_an_element_without_words_is_missing_l_53():
    assert "no_rights" in codes(notice(rights="  "))


def test_the_controller_is_named_l_53():
    assert codes(notice(controller="Biz.")) == ["unnamed_controller"]


def test_each_purpose_has_a_legal_ground_l_52():
    assert codes(notice(ground="")) == ["purpose_without_ground"]


@pytest.mark.parametrize(
    "words",
    [
        "Okudum, kabul ediyorum.",
        "OKUDUM, KABUL EDİYORUM",
        "Metni okudum ve onaylıyorum.",
        "Okudum, anladım, kabul ediyorum.",
        "Açık rıza veriyorum.",
        "Aydınlatma metnini kabul ettim.",
        "Kabul ve beyan ederim.",
        "Onay veriyorum.",
        "I have read and accept this notice.",
        "o\u200bkudum, kabul ediyorum",
    ],
)
def test_a_notice_is_not_accepted_l_52(words):
    assert codes(notice(method=words)) == ["accepted_notice"]


def test_read_and_understood_may_be_asked_l_52():
    assert codes(notice(method="Okudum, anladım.")) == []


def test_a_notice_may_name_explicit_consent_as_its_ground():
    assert codes(notice(method="Hukuki sebep açık rızanızdır.")) == []


@pytest.mark.parametrize(
    "words", ["[şirketinizi yazın]", "{{firma}}", "{{ brand.name }}", "XXX A.Ş.", "{{"]
)
def test_words_of_a_template_hold_the_text_back_l_52(words):
    assert codes(notice(method=words)) == ["leftover"]


def test_a_value_the_brand_lacks_is_named():
    text = Text("explicit_consent", "<p>{{mersis}}</p>", values={})
    (fault,) = check_text(text)
    assert (fault.code, fault.about) == ("empty_value", "mersis")


def test_an_empty_text_is_empty():
    assert codes(approval("<p><br></p>")) == ["empty"]


def test_an_approval_of_its_channel_has_no_fault():
    words = "<p>SMS almayı onaylıyorum. Onayımı e-posta ile geri alabilirim.</p>"
    assert codes(approval(words)) == []


def test_an_approval_has_a_channel_l_24():
    assert codes(approval("<p>Onaylıyorum.</p>", type_="")) == ["no_channel"]


def test_an_approval_speaks_of_no_other_channel_l_24():
    (fault,) = check_text(approval("<p>SMS ve e-posta almayı onaylıyorum.</p>"))
    assert (fault.code, fault.about) == ("other_channel", "EPOSTA")


def test_an_approval_holds_no_explicit_consent_l_51():
    words = "<p>SMS almayı onaylıyor, açık rıza veriyorum.</p>"
    assert codes(approval(words)) == ["mixed_consents"]


def test_an_explicit_consent_holds_no_approval_l_51():
    words = "<p>Ticari elektronik ileti almaya açık rıza veriyorum.</p>"
    assert codes(explicit(words)) == ["mixed_consents"]


def test_a_consent_does_not_have_the_notice_accepted_l_52():
    words = "<p>Aydınlatma metnini okudum, SMS almayı onaylıyorum.</p>"
    assert codes(approval(words)) == ["accepted_notice"]


def test_a_consent_may_point_to_the_notice():
    words = "<p>Ayrıntılar aydınlatma metnindedir. SMS almayı onaylıyorum.</p>"
    assert codes(approval(words)) == []


def test_elements_of_a_notice_do_not_stand_in_a_consent_l_52():
    text = approval("<p>SMS onayı</p>", elements=(Element("rights", "m. 11"),))
    assert codes(text) == ["notice_in_consent"]


def test_a_consent_for_any_purpose_is_void_l_54():
    assert codes(explicit("<p>Her türlü amaçla rıza veriyorum.</p>")) == [
        "general_consent"
    ]


@pytest.mark.parametrize(
    "box",
    [
        "☑ SMS",
        "[x] SMS",
        '<input type="checkbox" checked> SMS',
        '<ul class="o_checklist"><li class="o_checked">SMS</li></ul>',
    ],
)
def test_no_box_is_ticked_beforehand_l_21(box):
    assert codes(approval(f"<div>{box}</div>")) == ["ticked_box"]


def test_a_good_clause_has_no_fault():
    assert codes(clause(CLAUSE)) == []


@pytest.mark.parametrize(
    "heading",
    ["<p><b>Ticari elektronik ileti</b></p>", "<h2>TİCARİ ELEKTRONİK İLETİ</h2>"],
)
def test_a_clause_has_a_heading_of_its_own_l_23(heading):
    body = CLAUSE.replace("<h3>Ticari elektronik ileti</h3>", heading)
    assert codes(clause(body)) == []


def test_a_clause_without_its_heading_is_refused_l_23():
    body = CLAUSE.replace(
        "<h3>Ticari elektronik ileti</h3>", "<p>Ticari elektronik ileti</p>"
    )
    assert codes(clause(body)) == ["clause_heading"]


def test_nothing_but_the_signature_follows_the_clause_l_23():
    assert codes(clause(CLAUSE.replace("İmza", "Ödeme"))) == ["clause_position"]


@pytest.mark.parametrize(
    "small",
    [
        '<span style="font-size: 11pt">SMS</span>',
        '<span style="font-size:14px">SMS</span>',
        '<span style="font-size:.9em">SMS</span>',
        "<small>SMS</small>",
        '<span class="o_small_ten-fs">SMS</span>',
        '<font size="1">SMS</font>',
    ],
)
def test_a_clause_is_set_in_twelve_points_l_23(small):
    assert codes(clause(CLAUSE.replace("SMS", small))) == ["clause_size"]


@pytest.mark.parametrize("size", ["12pt", "16px", "1em", "100%", "medium"])
def test_twelve_points_are_enough_l_23(size):
    big = f'<span style="font-size: {size}">SMS</span>'
    assert codes(clause(CLAUSE.replace("SMS", big))) == []


@pytest.mark.parametrize(
    ("gone", "code"),
    [("☐ Reddediyorum", "clause_refuse"), ("☐ Kabul ediyorum", "clause_accept")],
)
def test_each_channel_is_accepted_and_refused_by_its_own_box_l_23(gone, code):
    (fault,) = check_text(clause(CLAUSE.replace(gone, "", 1)))
    assert (fault.code, fault.about) == (code, "ARAMA")


def test_a_clause_without_boxes_is_refused_l_23():
    assert codes(clause(CLAUSE.replace("☐", ""))) == ["clause_no_box"]


def test_one_box_does_not_decide_about_two_channels_l_24():
    body = CLAUSE.replace("<p>SMS:", "<p>SMS ve e-posta:")
    assert codes(clause(body)) == ["clause_shared"]


def test_boxes_on_lines_of_their_own_belong_to_the_channel_above():
    body = CLAUSE.replace(" ☐ R", "<br>☐ R")
    assert codes(clause(body)) == []


def test_every_fault_has_a_rule():
    assert all(rule.startswith("L-") for rule in RULES.values())


@pytest.mark.parametrize(
    "value",
    ["<b>x</b>", "{{contact}}", "{{ 7*7 }}", "<script>alert(1)</script>", "\\1 \\g<0>"],
)
def test_a_brand_s_words_are_plain_words_r_53(value):
    filled = fill("<p>{{brand}}</p>", {**VALUES, "brand": value})
    assert "<b>" not in filled and "<script" not in filled
    assert "bilgi@example.com" not in filled and "49" not in filled


def test_a_placeholder_outside_the_list_is_left_alone_r_53():
    assert fill("{{env}} {{brand.name}}", VALUES) == "{{env}} {{brand.name}}"
