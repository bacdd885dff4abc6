"""An officer's day in Chromium: request, search, export, mask, approval, certificate.

``OFFICER_PICTURES=FOLDER`` keeps a picture of each screen at both widths.
"""

import os
import time
from datetime import datetime
from pathlib import Path

import pytest

from tests.faults import odoo_here

from .browser import Browser
from .odoo_page import Odoo

DATABASE = "izinnet_e2e_officer"
LANGUAGE = "tr_TR"
PHONE, MAIL = "+905321119876", "ayse.deneme@ornek.example.com"
SIZES = {"desk": (1280, 900), "phone": (390, 844)}
PICTURES = os.environ.get("OFFICER_PICTURES")
SECONDS = 90


@pytest.fixture(scope="module")
def ground(stack):
    """A database with somebody who refused, two officers and a rule."""
    stack.create_database(DATABASE)
    stack.odoo(["i18n", "loadlang", "-d", DATABASE, "-l", LANGUAGE])
    registry = odoo_here.open_registry(DATABASE, stack.environment())
    with odoo_here.environment(registry) as env:
        seed(env)
    odoo_here.close_connections()
    yield DATABASE
    odoo_here.close_connections()
    stack.drop_database(DATABASE)


def seed(env):
    """Lay the ground in one transaction."""
    from odoo.addons.izinnet_iys.iys_api.acts import Act

    env.ref("base.main_company").name = "Alfa Deneme A.Ş."
    account = env["iys.account"].create(
        {"name": "Alfa", "iys_code": "600001", "route": "demo"}
    )
    brand = env["iys.brand"].create(
        {"name": "Alfa", "account_id": account.id, "brand_code": "700001"}
    )
    env["res.partner"].create({"name": "Ayşe Deneme", "phone": PHONE, "email": MAIL})
    moment = datetime(2026, 3, 1, 9)
    env["iys.consent"]._record_acts(
        [
            Act(brand.id, PHONE, "MESAJ", "RET", "IYS_WEB", moment, state="received",
                person_name="Ayşe Deneme", transaction_id="t1",
                iys_creation_date=moment)
        ]
    )  # fmt: skip
    env["iys.destruction.rule"].create({"name": "Altı aydır ret", "months": 6})
    for login, name in (("officer", "Oya Sorumlu"), ("second", "Selim Sorumlu")):
        env["res.users"].create(
            {
                "name": name, "login": login, "password": login,
                "lang": LANGUAGE, "tz": "Europe/Istanbul",
                "email": f"{login}@alfa.example.com",
                "group_ids": [
                    (4, env.ref("izinnet_iys.group_manager").id),
                    (4, env.ref("base.group_partner_manager").id),
                ],
            }
        )  # fmt: skip


def picture(odoo, name):
    """Keep a picture of the screen at both widths, when pictures are wanted."""
    if not PICTURES:
        return
    for size, measures in SIZES.items():
        odoo.browser.resize(*measures)
        odoo.settle()
        odoo.browser.screenshot(Path(PICTURES) / f"{name}-{size}.png")
    odoo.browser.resize(*SIZES["desk"])
    odoo.settle()


def press(odoo, name):
    """Press a button of the form and its confirmation, if it asks for one."""
    odoo.browser.click(f".o_form_view button[name={name}]")
    odoo.browser.evaluate("new Promise((done) => setTimeout(done, 700))")
    odoo.browser.evaluate(
        "(() => { const ok = document.querySelector('.modal .btn-primary');"
        " if (ok) ok.click(); })()"
    )
    odoo.browser.evaluate("new Promise((done) => setTimeout(done, 700))")
    odoo.settle()


def wait_for(odoo, run, state):
    """Wait until the job has brought a destruction so far."""
    for _ in range(2 * SECONDS):
        row = odoo.call("iys.destruction", "read", [run], ["state", "message"])[0]
        if row["state"] == state:
            return
        assert row["state"] != "failed", row["message"]
        time.sleep(0.5)
    raise AssertionError(f"the destruction did not become {state}: {row}")


def log_in(browser, server, login):
    """Sign somebody in in the browser."""
    odoo = Odoo(browser, server.url, DATABASE)
    odoo.log_in(login, login)
    return odoo


def test_from_request_to_certificate(stack, ground):
    """Issue 6: request → search → export → mask → certificate, by two people."""
    with (
        stack.serve(ground, workers=0, cron_threads=1) as server,
        Browser() as browser,
    ):
        browser.resize(*SIZES["desk"])
        odoo = log_in(browser, server, "officer")
        request = odoo.call(
            "iys.subject.request",
            "create",
            {
                "kind": "deletion",
                "person_name": "Ayşe Deneme",
                "phone": "0532 111 98 76",
                "email": MAIL,
                "identity": "document",
                "identity_note": "Kimlik kartı görüldü, 29.11.2026",
                "request": "<p>Verilerimin silinmesini istiyorum.</p>",
            },
        )
        odoo.open("izinnet_iys.iys_subject_request_action", request)
        picture(odoo, "request")
        press(odoo, "action_search")
        odoo.browser.click(".o_notebook .nav-link[name=found]")
        odoo.settle()
        picture(odoo, "request-found")
        press(odoo, "action_export")
        press(odoo, "action_mask")
        row = odoo.call(
            "iys.subject.request",
            "read",
            [request],
            ["destruction_id", "export_sha256", "found_ids"],
        )[0]
        assert len(row["export_sha256"]) == 64 and row["found_ids"]
        run = row["destruction_id"][0]
        wait_for(odoo, run, "ready")

        odoo = log_in(browser, server, "second")
        odoo.open("izinnet_iys.iys_destruction_action", run)
        picture(odoo, "destruction-ready")
        press(odoo, "action_approve")
        wait_for(odoo, run, "done")
        odoo.open("izinnet_iys.iys_destruction_action", run)
        picture(odoo, "destruction-done")
        odoo.browser.wait_for(".o_form_view button[name=action_certificate]")
        done = odoo.call(
            "iys.destruction", "read", [run], ["certificate_sha256", "approved_by_id"]
        )[0]
        assert len(done["certificate_sha256"]) == 64
        assert done["approved_by_id"][1] == "Selim Sorumlu"
        for action in ("iys_destruction_rule", "iys_hold", "iys_erasure", "iys_retention",
                       "iys_consent_action_refused", "iys_ask_again"):  # fmt: skip
            name = action if "action" in action else f"{action}_action"
            odoo.open(f"izinnet_iys.{name}")
            picture(odoo, action)
        answer_and_close(log_in(browser, server, "officer"), request)
    assert stack.sql("SELECT count(*) FROM iys_consent WHERE recipient IS NOT NULL",
                     ground) == ["0"]  # fmt: skip


def answer_and_close(odoo, request):
    """Propose, send and close; of a masked person no name is left."""
    odoo.open("izinnet_iys.iys_subject_request_action", request)
    odoo.browser.click(".o_notebook .nav-link[name=answer]")
    press(odoo, "action_propose_answer")
    picture(odoo, "request-answer")
    press(odoo, "action_answer")
    press(odoo, "action_close")
    row = odoo.call("iys.subject.request", "read", [request], ["state", "person_name"])
    assert row == [{"id": request, "state": "closed", "person_name": False}]
