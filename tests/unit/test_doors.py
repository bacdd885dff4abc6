"""Every place in Odoo's code that can send was looked at, and has a test of ours."""

import csv
import functools
import re
from pathlib import Path

from tests.stack import places

from .doors import Door, addon_folders, doors_in, find_doors, odoo_root

LIST = places.REPO / "tests/fixtures/doors.csv"
#: Places of our own that make messages; all others only ask the gate.
OURS = {
    # Odoo's own sending of an SMS mailing, cut into lots: its composer asks
    Door(
        "izinnet_iys_sms/models/mailing_mailing.py",
        "MailingMailing._iys_send_lots",
        "sms.composer.create()",
    ),
    # confirmations, receipts and links to the preference page: asked for by the person,
    # one purpose each, no offer in them (L-19, L-27, L-38)
    Door("izinnet_iys/models/form/mail_mail.py", "queue_mails", "mail.mail.create()"),
    # to the house's own people: alarms, the day report, the head of the seal
    Door(
        "izinnet_iys/models/alarm/iys_alarm.py", "IysAlarm._tell", "mail.mail.create()"
    ),
    Door(
        "izinnet_iys/models/operations/iys_day_report.py",
        "IysDayReport._mail",
        "mail.mail.create()",
    ),
    Door(
        "izinnet_iys/models/seal/iys_seal_copy.py",
        "IysSealAnchor._mail",
        "mail.mail.create()",
    ),
    # the answer to a person's own request (L-56)
    Door(
        "izinnet_iys/models/privacy/iys_subject_answer.py",
        "IysSubjectRequest._send_answer",
        "mail.mail.create()",
    ),
    # a code asked for by the person, and what tells that a refusal or an approval was
    # taken: one purpose each, by the queue, which asks the gate (L-19, L-25, L-38)
    Door(
        "izinnet_iys_sms/models/codes/iys_sms_code_send.py",
        "IysSmsCode._queue",
        "sms.sms.create()",
    ),
    Door(
        "izinnet_iys_sms/models/inbound/iys_sms_inbound_answer.py",
        "IysSmsInbound._confirm_refusal",
        "sms.sms.create()",
    ),
}


def reviewed():
    """Return the rows of the list, by door."""
    with open(LIST, newline="") as file:
        return {
            Door(r["file"], r["function"], r["what"]): r for r in csv.DictReader(file)
        }


@functools.cache
def there():
    """Return the doors of the Odoo that tests run with."""
    return set().union(*map(find_doors, addon_folders(odoo_root())))


def test_every_door_is_reviewed():
    """A new line here: find out how it is gated, test it, then add it to the list."""
    assert there() - reviewed().keys() == set()


def test_no_line_of_the_list_is_out_of_date():
    assert reviewed().keys() - there() == set()


def test_every_door_names_its_gate_and_a_test_that_exists():
    sources = [
        path
        for folder in (*places.addons(), "tests")
        for path in Path(places.REPO, folder).rglob("test_*.py")
    ]
    tests = set().union(
        *(re.findall(r"def (test_\w+)", p.read_text()) for p in sources)
    )
    rows = reviewed().values()
    assert [row for row in rows if not row["gate"] or row["test"] not in tests] == []


def test_our_own_code_opens_no_door_that_is_not_listed_here():
    """Ours may ask, hold back and pass on; what makes messages was looked at."""
    ours = set()
    for addon in places.addons():
        for path in Path(places.REPO, addon).rglob("*.py"):
            file = path.relative_to(places.REPO)
            if "tests" not in file.parts:
                ours |= doors_in(path.read_text(), str(file))
    handing = {door for door in ours if door.what.endswith("()")}
    assert handing == OURS


def test_a_model_in_a_variable_is_seen_through():
    source = (
        "class A:\n"
        "    def notify(self):\n"
        "        Mail = self.env['mail.mail'].sudo().with_context({})\n"
        "        for values in rows:\n"
        "            mail = Mail.create(values)\n"
    )
    assert doors_in(source, "a.py") == {Door("a.py", "A.notify", "mail.mail.create()")}


def test_an_override_of_send_is_seen():
    source = (
        "class M:\n    _inherit = 'sms.sms'\n    def _send(self):\n        pass\n"
        "class W:\n    def _send(self):\n        pass\n"
    )
    assert doors_in(source, "m.py") == {Door("m.py", "M._send", "def _send")}
