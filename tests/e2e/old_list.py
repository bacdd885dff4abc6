"""An old Excel list as companies have it: 10,000 rows, ten kinds of faults."""

import io
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

import xlsxwriter

ROWS = 10_000
HEADERS = (
    "Ad Soyad", "Telefon", "E-posta", "İzin türü", "Durum", "İzin tarihi", "Kaynak",
    "Belge no",
)  # fmt: skip
TURKEY = timezone(timedelta(hours=3))
#: İYS has these approvals from years ago.
LONG_AGO = datetime(2024, 5, 6, 14, 30, 0)
#: ten kinds of faults: what is changed in a good row → İYS never hears of it
FAULTS = {
    "no phone number": {"Telefon": None},
    "a phone number too short": {"Telefon": "0532 111"},
    "a broken e-mail address": {
        "Telefon": None, "E-posta": "kisi@@example", "İzin türü": "E-posta",
    },
    "an e-mail address for a text message": {
        "Telefon": "kisi@example.com",
    },
    "an unknown channel": {"İzin türü": "güvercin"},
    "neither yes nor no": {"Durum": "belki"},
    "a date that does not exist": {"İzin tarihi": "31.02.2026 10:00"},
    "a date in the future": {"İzin tarihi": "01.01.2098 10:00"},
    "a source of İYS's own": {"Kaynak": "IYS_WEB"},
    "no proof": {"Belge no": None},
}  # fmt: skip
FAULTY_EACH = 20


class Part(NamedTuple):
    """Rows of one kind: how many, from which person on, and what differs."""

    name: str
    count: int
    first: int
    changes: dict = {}


def parts():
    """What the list is made of, by the class that the import has for it (L-31)."""
    old = {"İzin tarihi": LONG_AGO}
    refused = {"Durum": "RET", "Belge no": None}
    sorts = [
        Part("too_old", 300, 10_000, old),
        Part("in_iys", 500, 20_000, old),
        # half of them are approved at İYS, the others are unknown there
        Part("ret", 1000, 30_000, refused),
        # persons who refuse further up in the same list
        Part("blocked", 50, 30_000),
        # rows that are in the list twice
        Part("known", 50, 40_000),
    ]
    for number, (name, changes) in enumerate(FAULTS.items()):
        sorts.append(Part(name, FAULTY_EACH, 50_000 + 100 * number, changes))
    rest = ROWS - sum(part.count for part in sorts)
    return [Part("queued", rest, 40_000), *sorts]


def expected():
    """Rows by the import's own classes."""
    counts = {part.name: part.count for part in parts() if part.name not in FAULTS}
    return counts | {"faulty": FAULTY_EACH * len(FAULTS)}


def phone(number):
    """The phone of a person, E.164."""
    return f"+90533{number:07d}"


def at_iys():
    """What İYS holds of these persons beforehand, spelt as on the wire."""
    held = [*range(20_000, 20_500), *range(30_000, 30_500)]
    return [
        {
            "recipient": phone(number),
            "recipientType": "BIREYSEL",
            "type": "MESAJ",
            "status": "ONAY",
            "source": "HS_WEB",
            "consentDate": f"{LONG_AGO:%Y-%m-%d %H:%M:%S}",
            "creationDate": f"{LONG_AGO:%Y-%m-%d %H:%M:%S}",
        }
        for number in held
    ]


def workbook(now=None):
    """Return the list as the bytes of an .xlsx file; ``now`` is aware."""
    now = (now or datetime.now(TURKEY)).astimezone(TURKEY).replace(tzinfo=None)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("İzinler")
        dates = book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"})
        sheet.write_row(0, 0, HEADERS)
        for place, row in enumerate(_rows(now), 1):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(place, column, value, dates)
                elif value is not None:
                    sheet.write(place, column, value)
    return buffer.getvalue()


def _rows(now):
    for part in parts():
        for number in range(part.first, part.first + part.count):
            row = _good_row(number, now) | part.changes
            yield [row[name] for name in HEADERS]


def _good_row(number, now):
    """An approval of today or yesterday; spelt in several ways, as people do."""
    digits = phone(number)[3:]
    moment = (now - timedelta(minutes=10 + number % 600)).replace(microsecond=0)
    return {
        "Ad Soyad": f"Deneme Kişi {number}",
        "Telefon": (f"0{digits}", f"+90 {digits[:3]} {digits[3:]}", digits)[number % 3],
        "E-posta": None,
        "İzin türü": ("SMS", "Mesaj", "MESAJ")[number % 3],
        "Durum": ("ONAY", "evet", "İzinli")[number % 3],
        "İzin tarihi": moment if number % 2 else f"{moment:%d.%m.%Y %H:%M:%S}",
        "Kaynak": "HS_WEB",
        "Belge no": f"WEB-{number}",
    }
