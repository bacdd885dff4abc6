"""Lists for the import bench: 80 % mobiles in six spellings, 20 % e-mails, all distinct."""

from datetime import datetime, timedelta

import xlsxwriter

HEADERS = ("Recipient", "Name", "Channel", "Status", "Date", "Source", "Type", "Brand")
SPELLINGS = ("0{p}", "+90{p}", "{p}", "0 ({a}) {b} {c} {d}", "90{p}", "0090{p}")


def address(number):
    """Return (as written, as İYS keeps it, channel) of the n-th person."""
    if number % 5 == 0:
        mail = f"kisi{number}@example.com"
        return mail, mail, "EPOSTA"
    phone = f"53{number:08}"
    a, b, c, d = phone[:3], phone[3:6], phone[6:8], phone[8:]
    written = SPELLINGS[number % 6].format(p=phone, a=a, b=b, c=c, d=d)
    return written, f"+90{phone}", "MESAJ"


def write_consents(path, rows, brand):
    """Write ``rows`` consents of the last twenty hours (Türkiye time)."""
    now = datetime.utcnow() + timedelta(hours=3)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADERS)
        for number in range(rows):
            written, _kept, channel = address(number)
            moment = now - timedelta(seconds=3600 + number % 64_800)
            status = "RET" if number % 10 == 0 else "ONAY"
            values = (
                written, f"Kişi {number}", channel, status, str(moment)[:19], "HS_WEB",
                "BIREYSEL", brand,
            )  # fmt: skip
            for column, value in enumerate(values):
                sheet.write_string(number + 1, column, value)


def write_contacts(path, rows):
    """Write the same people as contacts."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("Name", "Phone", "Email"))
        for number in range(rows):
            _written, kept, channel = address(number)
            mail = kept if channel == "EPOSTA" else ""
            phone = "" if mail else kept
            for column, value in enumerate((f"Kişi {number}", phone, mail)):
                sheet.write_string(number + 1, column, value)
