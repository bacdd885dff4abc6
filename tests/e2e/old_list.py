"""An old Excel list as companies have it: 10,000 rows, a dozen kinds of faults.

Each row is known beforehand: what the import has to make of it, and why.
"""

import io
from collections import Counter
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
#: The person who refused at İYS before the list came.
REFUSED_BEFORE = 60_000
#: code of the import → what is changed in a good row
FAULTS = {
    "no_recipient": {"Telefon": None},
    "bad_phone": {"Telefon": "0532 111"},
    "bad_email": {
        "Telefon": None, "E-posta": "kisi@@example", "İzin türü": "E-posta",
    },
    "type_mismatch": {"Telefon": "kisi@example.com"},
    "bad_type": {"İzin türü": "güvercin"},
    "bad_status": {"Durum": "belki"},
    "bad_date": {"İzin tarihi": "31.02.2026 10:00"},
    "date_future": {"İzin tarihi": "01.01.2098 10:00"},
    "date_early": {"İzin tarihi": "12.03.2014 10:00"},
    "bad_source": {"Kaynak": "kulaktan kulağa"},
    "iys_source": {"Kaynak": "IYS_WEB"},
    "proof_missing": {"Belge no": None},
}  # fmt: skip


class Part(NamedTuple):
    """Rows of one kind: how many, from which person on, and what differs.

    ``outcome`` is the class the import has for them (L-31), ``code`` its reason for
    leaving them out; ``in_check`` the class in the dry run, where it is another one.
    """

    outcome: str
    count: int
    first: int
    changes: dict = {}
    code: str = ""
    in_check: str = ""

    @property
    def people(self):
        """The numbers of the people in these rows."""
        return range(self.first, self.first + self.count)


def parts():
    """What the list is made of, in the order of its rows."""
    old = {"İzin tarihi": LONG_AGO}
    refused = {"Durum": "RET", "Belge no": None}
    sorts = [
        Part("too_old", 300, 10_000, old, "too_old", "ask"),
        Part("in_iys", 500, 20_000, old, in_check="ask"),
        # half of them are approved at İYS, the others are unknown there
        Part("ret", 1000, 30_000, refused),
        # people who refuse further up in the same list
        Part("blocked", 50, 30_000, {}, "refused", "queued"),
        Part("blocked", 1, REFUSED_BEFORE, {}, "refused"),
        # rows that are in the list twice
        Part("known", 50, 40_000, in_check="queued"),
    ]
    for number, (code, changes) in enumerate(FAULTS.items()):
        # no two kinds are equally many: mixed up, they would be noticed
        first = 50_000 + 100 * number
        sorts.append(Part("faulty", 15 + number, first, changes, code))
    rest = ROWS - sum(part.count for part in sorts)
    return [Part("queued", rest, 40_000), *sorts]


def expected(in_check=False):
    """Rows by the import's own classes, when recorded or after the dry run."""
    counts = Counter()
    for part in parts():
        counts[(in_check and part.in_check) or part.outcome] += part.count
    return dict(counts)


def left_out():
    """What must be left out: {row number in the sheet: (name of the person, code)}."""
    found, row = {}, 1
    for part in parts():
        for number in part.people:
            row += 1
            if part.code:
                found[row] = (name(number), part.code)
    return found


def at_iys():
    """What İYS holds of these people beforehand, spelt as on the wire."""
    known, refusing = (parts()[place].people for place in (2, 3))
    held = [*known, *refusing[: len(refusing) // 2]]
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


def to_be_registered():
    """What İYS has to hold of the list in the end: {phone: status}.

    A refusal of somebody İYS has never heard of is not needed there (L-5).
    """
    approving, refusing = (parts()[place].people for place in (0, 3))
    statuses = {phone(number): "ONAY" for number in approving}
    half = refusing[: len(refusing) // 2]
    return statuses | {phone(number): "RET" for number in half}


def phone(number):
    """The phone of a person, E.164."""
    return f"+90533{number:07d}"


def name(number):
    """The name of a person."""
    return f"Deneme Kişi {number}"


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
        for number in part.people:
            row = _good_row(number, now) | part.changes
            yield [row[header] for header in HEADERS]


def _good_row(number, now):
    """An approval of today or yesterday; spelt in several ways, as people do."""
    digits = phone(number)[3:]
    moment = (now - timedelta(minutes=10 + number % 600)).replace(microsecond=0)
    return {
        "Ad Soyad": name(number),
        "Telefon": (f"0{digits}", f"+90 {digits[:3]} {digits[3:]}", digits)[number % 3],
        "E-posta": None,
        "İzin türü": ("SMS", "Mesaj", "MESAJ")[number % 3],
        "Durum": ("ONAY", "evet", "İzinli")[number % 3],
        "İzin tarihi": moment if number % 2 else f"{moment:%d.%m.%Y %H:%M:%S}",
        "Kaynak": "HS_WEB",
        "Belge no": f"WEB-{number}",
    }
