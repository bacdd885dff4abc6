"""Jobs of the driver for uploaded lists: upload one, press its buttons, work on it."""

import base64
import csv
import io
from datetime import timedelta

from . import house

#: Rows of each kind in ten thousand persons (their last digit); see `kind_of`.
HEADERS = ("Telefon", "İzin türü", "Durum", "İzin tarihi", "Kaynak", "Ad Soyad")


def kind_of(number):
    """What the row of the n-th person is: fresh, refusal, held, old or faulty."""
    return {0: "refusal", 1: "held", 2: "old", 3: "faulty"}.get(number % 10, "fresh")


def upload(env, count):
    """Upload a list of ``count`` persons with rows of five kinds."""
    env.cr.execute("DELETE FROM iys_import")
    moment = house.recently(60) + timedelta(hours=3)
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";")
    rows.writerow(HEADERS)
    rows.writerows(_row(number, moment) for number in range(count))
    env["iys.import"].create(
        {
            "brand_id": env["iys.brand"].search([], order="brand_code", limit=1).id,
            "file": base64.b64encode(text.getvalue().encode()),
            "file_name": "liste.csv",
            "proof_note": "list of the test",
        }
    )


def _row(number, moment):
    kind = kind_of(number)
    if kind in ("held", "old"):
        moment -= timedelta(days=60)
    phone = "123" if kind == "faulty" else house.phone(number)
    status = "Ret" if kind == "refusal" else "Onay"
    stamp = moment.strftime("%d.%m.%Y %H:%M:%S")
    return (phone, "SMS", status, stamp, "HS_WEB", f"Kişi {number}")


def press(env):
    """Press the button that is due, if any."""
    job = env["iys.import"].search([], limit=1)
    if job.state == "ready":
        job.action_check()
    elif job.state == "checked":
        job.action_start()


def work(env):
    """Run the scheduled action once."""
    env["iys.import"]._cron_import()


JOBS = {"upload": upload, "press": press, "work": work}
