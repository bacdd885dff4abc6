"""The lawfulness check of forms: each rule has a form that breaks it and one that does not."""

import dataclasses

import pytest

from iys_api.lawful import RULES, Box, Form, check_form

EMAIL = Box("E-posta ile haberdar olmak istiyorum.", "commercial_approval", "EPOSTA")
SMS = Box("Mesajla haberdar olmak istiyorum.", "commercial_approval", "MESAJ", "MESAJ")
PROFILE = Box(
    "Alışveriş alışkanlıklarımın incelenmesine izin veriyorum.", "explicit_consent"
)
GOOD = Form("link", (EMAIL, SMS, PROFILE), "Haberleşelim. Dilediğinizi seçin.")


def with_box(box=EMAIL, **over):
    """The good form with one box changed and nothing else."""
    changed = dataclasses.replace(box, **over)
    boxes = tuple(changed if one is box else one for one in GOOD.boxes)
    return dataclasses.replace(GOOD, boxes=boxes)


def with_form(**over):
    """The good form with something changed."""
    return dataclasses.replace(GOOD, **over)


#: One form for each fault: what a well-meaning author does.
FAULTY = {
    "no_address": with_form(addresses=frozenset({"email"})),
    "by_message": with_form(place="message"),
    "silence": with_box(label="Aksini belirtmedikçe kabul etmiş sayılırım."),
    "required": with_form(words="Devam edebilmek için izin veriniz."),
    "reward": with_form(words="Onay verenlere %10 indirim hakkı tanımlanır."),
    "clause_place": with_box(kind="contract_clause", type=""),
    "clause_unpublished": with_box(kind="contract_clause", type="", is_published=False),
    "no_box": with_form(boxes=()),
    "no_channel": with_box(type=""),
    "other_channel": with_box(text_type="ARAMA"),
    "channel_twice": with_form(boxes=(EMAIL, dataclasses.replace(EMAIL, label="x"))),
    "all_at_once": with_box(label="SMS ve e-posta almak istiyorum."),
    "no_code": with_form(confirms=True, can_confirm=frozenset({"EPOSTA"})),
    "code_for_consent": with_form(
        words="Kodu söyleyerek tüm izinleri vermiş olursunuz."
    ),
    "no_identity": with_form(has_identity=False),
    "mixed": with_box(PROFILE, type="EPOSTA"),
    "accepted_notice": with_box(label="Aydınlatma metnini okudum, kabul ediyorum."),
    "wrong_kind": with_box(kind="notice"),
    "unpublished": with_box(is_published=False),
    "other_brand": with_box(is_ours=False),
    "no_notice": with_form(has_notice=False),
    "notice_unpublished": with_form(notice_published=False),
}


def codes(form):
    """The codes of a form's faults."""
    return {fault.code for fault in check_form(form)}


def test_a_lawful_form_has_no_fault():
    assert check_form(GOOD) == []


def test_every_rule_has_a_form_that_breaks_it():
    assert set(FAULTY) == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_each_fault_is_found_with_its_rule(code):
    found = {fault.code: fault.rule for fault in check_form(FAULTY[code])}
    assert found.get(code) == RULES[code]


def test_the_rules_of_the_issue_are_all_there():
    """L-20 … L-25, L-52 and L-53 each refuse something."""
    wanted = {f"L-{n}" for n in (20, 21, 22, 23, 24, 25, 52, 53)}
    assert wanted <= set(RULES.values())


@pytest.mark.parametrize(
    "label",
    [
        "Kampanyalardan e-posta ile haberdar olmak istiyorum.",
        "İndirim ve kampanyalar için bana SMS gönderilmesini istiyorum.",
        "Bana telefonla ulaşılmasına onay veriyorum.",
        "I want to hear about offers by e-mail.",
        "Kodlama kurslarından e-posta ile haberdar olmak istiyorum.",
    ],
)
def test_ordinary_words_are_no_fault(label):
    assert check_form(with_box(label=label)) == []


@pytest.mark.parametrize(
    "words",
    ["Onay vermeden devam edemezsiniz", "İŞARETLEMEZSENİZ onay vermiş sayılırsınız"],
)
def test_capitals_and_turkish_letters_hide_nothing(words):
    assert codes(with_form(words=words)) & {"silence", "required"}


def test_a_clause_on_paper_is_no_fault():
    """L-23: its own check is the text's."""
    clause = Box("Ticari elektronik ileti", "contract_clause")
    assert check_form(Form("paper", (clause,))) == []


def test_faults_come_in_the_order_of_the_law():
    form = dataclasses.replace(FAULTY["no_notice"], place="message", has_identity=False)
    assert [fault.rule for fault in check_form(form)] == ["L-20", "L-41", "L-53"]
