"""The demo check's visitor: a form is published, answered, confirmed, used and left again.

A visitor is a plain HTTP client without a session; the mail server says what came to him.
"""

import re
from contextlib import contextmanager

import requests

from .axe import grave_faults
from .browser import Browser
from .demo_hands import StepFailed, must, must_equal, wait

VISITOR = "ziyaretci@deneme.example.com"
PASSER_BY = "ugrayan@deneme.example.com"
NAME = "Deniz Deneme"
BLOCKS = {
    "controller": "Veri sorumlusu {{trade_name}}, {{contact}}.",
    "purpose": "Kampanya duyurusu göndermek.",
    "recipient": "İYS ve ileti hizmeti sağlayıcıları.",
    "method": "Bu form üzerinden, elektronik ortamda.",
    "rights": "KVKK m. 11'deki haklarınızı kullanabilirsiniz.",
}


def publish_form(hands):
    """An unlawful form is refused with its rules; mended, it is published."""
    form = _make_form(hands)
    try:
        hands.odoo.call("iys.form", "action_publish", [form])
    except RuntimeError as refused:
        told = str(refused)
    else:
        raise StepFailed("the unlawful form was published")
    must("[L-22]" in told, told)
    hands.odoo.call("iys.form", "write", [form], {"intro": "Dilediğiniz an vazgeçin."})
    hands.odoo.call("iys.form", "action_publish", [form])
    found = hands.odoo.call(
        "iys.form.point", "search_read", [("form_id", "=", form)], ["token"]
    )
    hands.page = f"{hands.server.url}/izin/{found[0]['token']}"
    return "A form, refused while unlawful, then published", {"rule": "L-22"}


def _make_form(hands):
    approval = _publish_text(
        hands,
        name="E-posta onayı",
        kind="commercial_approval",
        type="EPOSTA",
        body="<p>{{trade_name}} e-posta ile kampanya iletileri gönderebilir.</p>",
    )
    purpose = _publish_text(
        hands,
        name="Alışveriş analizi",
        kind="explicit_consent",
        body="<p>Alışverişlerimin öneri hazırlamak için incelenmesine açık rıza"
        " veriyorum.</p>",
    )
    birthday = _publish_text(
        hands,
        name="Doğum günü",
        kind="explicit_consent",
        body="<p>Doğum günümün kutlama hazırlamak için işlenmesine açık rıza"
        " veriyorum.</p>",
    )
    fields = hands.odoo.call("iys.notice.block", "fields_get", ["ground"])
    ground = fields["ground"]["selection"][0][0]
    blocks = [
        (0, 0, {"kind": kind, "content": text, "ground": kind == "purpose" and ground})
        for kind, text in BLOCKS.items()
    ]
    notice = _publish_text(
        hands, name="Aydınlatma metni", kind="notice", block_ids=blocks
    )
    boxes = [
        {"notice_id": approval, "type": "EPOSTA", "label": "E-posta ile haber verin"},
        {"notice_id": purpose, "label": "Bana uygun öneriler hazırlansın"},
        {"notice_id": birthday, "label": "Doğum günümde kutlayın"},
    ]
    values = {
        "name": "Deneme formu",
        "intro": "Devam edebilmek için onay veriniz.",
        "brand_id": hands.brand,
        "notice_id": notice,
        "question_ids": [(0, 0, box) for box in boxes],
    }
    return hands.odoo.call("iys.form", "create", values)


def _publish_text(hands, **values):
    values |= {"brand_id": hands.brand, "language": "tr_TR"}
    text = hands.odoo.call("iys.notice", "create", values)
    hands.odoo.call("iys.notice", "action_publish", [text])
    return text


def answer_form(hands):
    """On a phone a visitor ticks one box of three and confirms by the link in the mail."""
    size = len(requests.get(hands.page, timeout=60).content)
    with _phone() as phone:
        phone.open(f"{hands.page}?lang=tr")
        ticked = (
            "[...document.querySelectorAll('.box input')].map((box) => box.checked)"
        )
        must_equal(phone.evaluate(ticked), [False] * 3, "boxes ticked beforehand")
        phone.fill("#iys_name", NAME)
        phone.fill("#iys_email", VISITOR)
        phone.click(".box input")
        phone.click("button[type=submit]")
        phone.wait("document.body.innerText.includes('Son bir adım')")
        link = _link_in(_letters(hands, 1)[0], "/iys/confirm/")
        must_equal(_acts(hands), [], "acts before the confirmation")
        hands.question = hands.server.url + link
        phone.open(hands.question)
        must_equal(_acts(hands), [], "acts after only looking at the link")
        phone.click("button[type=submit]")
        phone.wait("!document.querySelector('button')")
    acts = _acts(hands)
    must_equal([act.split("|")[:3] for act in acts], [["EPOSTA", "ONAY", "HS_WEB"]], "")
    return "On a phone a visitor ticked one box of three and confirmed by the link", {
        "page": f"{size} bytes", "sql": acts,
    }  # fmt: skip


@contextmanager
def _phone():
    with Browser() as browser:
        browser.resize(390, 844)
        yield browser


def register_visitor(hands):
    """The approval is registered at İYS and told to the person the same day (L-19)."""
    told = hands.press_until(
        "the visitor's approval at İYS",
        ("action_push_now", "action_results_now"),
        lambda: hands.see_iys("records", recipient=VISITOR),
        lambda rows: [row["status"] for row in rows] == ["ONAY"],
    )
    letters = _letters(hands, 2)
    link = _link_in(letters[1], "/iys/refuse/")
    hands.way_out = hands.server.url + link
    return "Registered at İYS; the receipt with its way out came", {
        "İYS": told[0]["status"], "mail server": letters[1]["Subject"],
    }  # fmt: skip


def look(hands):
    """The public pages are usable by everybody, on a phone and at a desk."""
    pages = [
        f"{hands.page}?lang=tr",
        f"{hands.page}?lang=en",
        hands.question,
        hands.way_out,
        _preferences(hands),
        f"{hands.server.url}/iys/preferences",
        f"{hands.page}/kiosk?lang=tr",
        f"{hands.page}/kiosk/leave?lang=tr",
    ]
    with Browser() as browser:
        for width in (390, 1280):
            browser.resize(width, 900)
            faults = [line for page in pages for line in grave_faults(browser, page)]
            must_equal(faults, [], f"accessibility at {width} px")
    return "Public pages hold WCAG's rules at 390 and 1280 px", {"pages": len(pages)}


def use_kiosk(hands):
    """On a tablet one visitor answers, and the next finds an empty form."""
    with Browser() as browser:
        browser.resize(820, 1180)
        browser.open(f"{hands.page}/kiosk?lang=tr")
        browser.evaluate(
            f"document.querySelector('#iys_name').value = '{NAME}';"
            f"document.querySelector('#iys_email').value = '{PASSER_BY}';"
            "document.querySelector('.box input').click();"
            "document.querySelector('form').submit()"
        )
        browser.wait("document.querySelector('a.next')")
        must("Son bir adım" in browser.evaluate("document.body.innerText"), "thanks")
        browser.wait("document.querySelector('#iys_name')", seconds=30)
        must_equal(
            browser.evaluate("document.querySelector('#iys_email').value"), "", ""
        )
    query = (
        f"SELECT purpose, state FROM iys_confirmation WHERE recipient = '{PASSER_BY}'"
    )
    asked = wait("the question to the visitor", lambda: hands.sql(query), bool)
    must_equal(len(asked), 1, "questions to the visitor of the kiosk")
    return "A kiosk took an answer and was ready for the next visitor", {"sql": asked}


def leave(hands):
    """The preference page of the receipt's link takes back; İYS knows it soon."""
    with _phone() as phone:
        phone.open(_preferences(hands))
        must_equal(len(_acts(hands)), 1, "acts after only looking")
        phone.click(f"button[value='leave:{hands.brand}:EPOSTA']")
        phone.wait("document.querySelector('.note')")
    must_equal(_acts(hands)[1:], ["EPOSTA|RET|HS_WEB"], "acts after the press")
    told = hands.press_until(
        "the visitor's refusal at İYS",
        ("action_results_now", "action_push_now"),
        lambda: hands.see_iys("records", recipient=VISITOR),
        lambda rows: [row["status"] for row in rows] == ["RET"],
    )
    return "Refused on the preference page, İYS knows", {"İYS": told[0]["status"]}


def _preferences(hands):
    return hands.way_out.replace("/iys/refuse/", "/iys/preferences/")


def _acts(hands):
    return hands.sql(
        "SELECT type, status, source FROM iys_consent"
        f" WHERE recipient = '{VISITOR}' ORDER BY id"
    )


def _letters(hands, count):
    """Wait for so many letters to the visitor; returns them as messages."""

    def seen():
        letters = hands.mail.delivered()
        return [le.message for le in letters if VISITOR in le.recipients]

    return wait(f"{count} letters to the visitor", seen, lambda ls: len(ls) >= count)


def _link_in(message, path):
    text = message.get_body(("html",)).get_content()
    match = re.search(rf'href="[^"]*({path}[\w-]+)"', text)
    must(match, f"no {path} in the letter {message['Subject']}")
    return match[1]


FORM_STEPS = (publish_form, answer_form, register_visitor, look, use_kiosk, leave)
