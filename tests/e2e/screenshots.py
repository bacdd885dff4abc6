"""Takes the screenshots of docs/screenshots: each screen in Turkish, on a desk and a phone.

Run it with ``./run python -m tests.e2e.screenshots [NAME …]``. It works on the demo
database, so the pictures show what a newcomer sees.
"""

import base64
import io
import secrets
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image

from tests.stack import Stack

from .browser import Browser
from .odoo_page import Odoo

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
DATABASE = "izinnet_screenshots"
LANGUAGE = "tr_TR"
SIZES = {"desk": (1280, 900), "phone": (390, 844)}
#: Colours of a picture: screens are flat, a palette makes the files small.
COLOURS = 200


def board(odoo):
    """The board."""
    odoo.open("izinnet_iys.iys_board_action")


def contact(odoo):
    """A contact with a history of consents."""
    ids = odoo.call(
        "iys.consent",
        "search_read",
        [("partner_id", "!=", False), ("is_effective", "=", True)],
        ["partner_id"],
        limit=200,
    )
    counts = {}
    for row in ids:
        counts[row["partner_id"][0]] = counts.get(row["partner_id"][0], 0) + 1
    odoo.open("izinnet_iys.res_partner_action_consent", max(counts, key=counts.get))
    odoo.browser.click(".o_notebook .nav-link[name=iys_consents]")
    if odoo.browser.evaluate("innerWidth") < 768:
        odoo.browser.evaluate(
            """(() => {
                const tabs = document.querySelector(".o_notebook_headers");
                tabs.style.scrollMarginTop = "80px"; // the control panel lies above
                tabs.scrollIntoView();
            })()"""
        )
    odoo.settle()


def contacts(odoo):
    """Contacts with what stands for each channel."""
    odoo.open("izinnet_iys.res_partner_action_consent")


def consents(odoo):
    """The list of consents; by address, which mixes the states."""
    odoo.open("izinnet_iys.iys_consent_action")
    if odoo.browser.evaluate("innerWidth") > 767:
        odoo.browser.click("th[data-name=recipient]")
        odoo.settle()


def consent(odoo):
    """One consent that İYS refused."""
    record = odoo.first("iys.consent", [("state", "=", "failed")])
    odoo.open("izinnet_iys.iys_consent_action", record)


def capture(odoo):
    """The capture screen in the middle of the work."""
    partner = odoo.first(
        "res.partner", [("phone", "!=", False), ("email", "!=", False)], "id desc"
    )
    odoo.open("izinnet_iys.res_partner_action_consent", partner)
    odoo.browser.click(".o_notebook .nav-link[name=iys_consents]")
    odoo.browser.click("button[name=action_iys_collect]")
    odoo.browser.wait_for(".modal .o_iys_capture")
    odoo.browser.click("[name=choice_mesaj] .o_selection_badge[value*=ONAY]")
    odoo.browser.click("[name=choice_arama] .o_selection_badge[value*=RET]")
    odoo.settle()


#: A small old list with the faults old lists have; times are put in by `upload`.
OLD_LIST = """Ad Soyad;Telefon;İzin türü;Durum;İzin tarihi;Kaynak
Derya Örnek;0532 600 10 01;mesaj;onay;{now};HS_ETKINLIK
Onur Örnek;532 600 10 02;arama;onay;{now};HS_ETKINLIK
Seda Örnek;+90 532 600 10 03;mesaj;ret;{now};HS_FIZIKSEL_ORTAM
Kaan Örnek;0532 600 10;mesaj;onay;{now};HS_ETKINLIK
Ece Örnek;0532 600 10 05;mesaj;onay;14.03.2019 10:00;HS_ETKINLIK
Mert Örnek;0532 600 10 06;faks;onay;{now};HS_ETKINLIK
Nil Örnek;0532 600 10 07;mesaj;belki;{now};HS_ETKINLIK
"""


def upload(odoo):
    """Upload a small list and have it checked; returns the import's id."""
    brand_id = odoo.first("iys.brand", [])
    now = datetime.now() - timedelta(hours=1)
    text = OLD_LIST.format(now=now.strftime("%d.%m.%Y %H:%M"))
    record = odoo.call(
        "iys.import",
        "create",
        {
            "brand_id": brand_id,
            "file": base64.b64encode(text.encode()).decode(),
            "file_name": "eski-liste.csv",
            "proof_note": "Fuar katılım formları, 2026-11 klasörü",
        },
    )
    _wait_for_state(odoo, record, "ready")
    odoo.call("iys.import", "action_check", [record])
    _wait_for_state(odoo, record, "checked")
    return record


def _wait_for_state(odoo, record, state):
    for _ in range(120):
        row = odoo.call("iys.import", "read", [record], ["state"])[0]
        if row["state"] in (state, "failed"):
            return
        time.sleep(0.5)
    raise RuntimeError(f"the import did not become {state}")


def imports(odoo):
    """One import that was checked, with its counts."""
    known = odoo.call("iys.import", "search", [("state", "=", "checked")], limit=1)
    odoo.open("izinnet_iys.iys_import_action", known[0] if known else upload(odoo))


def new_form(odoo):
    """The guided start of a consent form, with what it will make."""
    start = odoo.call("iys.form.start", "create", answers(odoo))
    odoo.open("izinnet_iys.iys_form_start_action", start)


def answers(odoo):
    """Answer the three questions so that the demo brand has every text."""
    return {
        "brand_id": odoo.first("iys.brand", [("last_good_pull", "!=", False)]),
        "name": "Bahar fuarı",
        "place": "event",
        "ask_eposta": False,
        "ask_mesaj": True,
    }


def form(odoo):
    """A published form: check and preview."""
    known = odoo.call("iys.form", "search", [("state", "=", "published")], limit=1)
    odoo.open("izinnet_iys.iys_form_action", known[0] if known else publish(odoo))
    odoo.browser.click(".o_notebook .nav-link[name=look]")
    odoo.settle()


def publish(odoo):
    """Make and publish a form of texts the demo brand has; returns its id."""
    start = odoo.call("iys.form.start", "create", answers(odoo))
    record = odoo.call("iys.form.start", "action_make", [start])["res_id"]
    odoo.call("iys.form", "action_publish", [record])
    return record


def brand(odoo):
    """One brand."""
    record = odoo.first("iys.brand", [("last_good_pull", "!=", False)])
    odoo.open("izinnet_iys.iys_brand_action", record)


def account(odoo):
    """One İYS account."""
    odoo.open("izinnet_iys.iys_account_action", odoo.first("iys.account", []))


def backup(odoo):
    """A plan whose backup was made and proven by the server that is looked at."""
    known = odoo.call("iys.backup", "search", [("state", "=", "proven")], limit=1)
    if not known:
        known = [_make_backup(odoo)]
    (row,) = odoo.call("iys.backup", "read", known, ["plan_id"])
    odoo.open("izinnet_iys.iys_backup_plan_action", row["plan_id"][0])


def _make_backup(odoo):
    home = Path(tempfile.mkdtemp(prefix="izinnet-screens-"))
    folder, key = home / "backups", home / "backup.key"
    folder.mkdir(mode=0o700)
    key.write_bytes(secrets.token_hex(48).encode())
    key.chmod(0o600)
    plan = odoo.call(
        "iys.backup.plan",
        "create",
        {"name": "Her gece", "folder": str(folder), "key_file": str(key)},
    )
    odoo.call("iys.backup.plan", "action_back_up_now", [plan])
    for _ in range(240):
        rows = odoo.call("iys.backup", "search_read", [], ["state"], limit=1)
        if rows and rows[0]["state"] in ("proven", "unproven", "failed"):
            return rows[0]["id"]
        time.sleep(0.5)
    raise RuntimeError("the backup did not end")


def alarms(odoo):
    """What is wrong in the demo: consents that İYS refused."""
    cron = odoo.first("ir.cron", [("code", "=", "model._cron_alarms()")])
    odoo.call("ir.cron", "method_direct_trigger", [cron])
    odoo.open("izinnet_iys.iys_alarm_action")


def dead_letters(odoo):
    """What failed for good."""
    odoo.open("izinnet_iys.iys_dead_letter_action")


SCREENS = {
    "board": board,
    "contact": contact,
    "contacts": contacts,
    "consents": consents,
    "consent": consent,
    "capture": capture,
    "import": imports,
    "new_form": new_form,
    "form": form,
    "brand": brand,
    "account": account,
    "backup": backup,
    "alarms": alarms,
    "dead_letters": dead_letters,
}


def take(odoo, names, folder=FOLDER):
    """Take the named screens in each size into a folder; returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    for size, (width, height) in SIZES.items():
        odoo.browser.resize(width, height)
        for name in names:
            SCREENS[name](odoo)
            path = folder / f"{name}-{size}.png"
            odoo.browser.screenshot(path)
            _shrink(path)
            taken.append(path)
            print(path.name, path.stat().st_size // 1024, "KiB", flush=True)
    return taken


def _shrink(path):
    """Write the picture again with a palette: a third of the size, looks the same."""
    picture = Image.open(io.BytesIO(path.read_bytes())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def prepare(stack, database):
    """Make the demo database with Turkish, for the user who looks."""
    stack.create_database(database, demo=True)
    stack.odoo(["i18n", "loadlang", "-d", database, "-l", LANGUAGE])


def session(stack, database, names):
    """Serve a database, log in as the administrator in Turkish, take the screens."""
    with stack.serve(database, workers=0) as server, Browser() as browser:
        odoo = Odoo(browser, server.url, database)
        odoo.log_in("admin", "admin")
        me = odoo.first("res.users", [("login", "=", "admin")])
        odoo.call(
            "res.users", "write", [me], {"lang": LANGUAGE, "tz": "Europe/Istanbul"}
        )
        return take(odoo, names)


def main(names):
    """Take all screens, or the named ones; returns an exit code."""
    with Stack.up() as stack:
        prepare(stack, DATABASE)
        session(stack, DATABASE, names or list(SCREENS))
        stack.drop_database(DATABASE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
