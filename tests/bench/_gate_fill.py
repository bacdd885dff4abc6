"""Inside Odoo: a brand that may send and a ledger of three channels, by COPY."""

# ruff: noqa: F821
import io
from datetime import datetime, timedelta

NOW = datetime.utcnow().replace(microsecond=0)
#: Of a hundred contacts: so many approved, so many refused, so many are merchants.
APPROVED, REFUSED, MERCHANTS = 68, 12, 2
COLUMNS = (
    "uid, brand_id, recipient, recipient_key, recipient_type, type, status, source,"
    " consent_date, transaction_id, iys_creation_date, recorded_at, state, evidence,"
    " is_effective, partner_id, content_hash, proof_key, promise, deadline, registered_at"
)
#: What a form keeps of how it asked: rows are as wide as they are in earnest.
EVIDENCE = (
    '{"page": "https://deneme.example.com/kayit", "ip": "203.0.113.7", "boxes":'
    ' ["EPOSTA", "MESAJ"], "empty_by_default": true, "agent": "Mozilla/5.0 (X11)"}'
)
NULL = "\\N"


def make_brand():
    """A brand the gate lets through."""
    account = env["iys.account"].create(
        {"name": "Bench", "iys_code": "545454", "route": "demo"}
    )
    return env["iys.brand"].create(
        {
            "name": "Marka",
            "account_id": account.id,
            "brand_code": "545454",
            "registration_state": "ready",
            "trade_name": "Deneme A.Ş.",
            "mersis": "0000000000000101",
            "contact": "iletisim@deneme.example.com",
            "last_good_pull": NOW,
            "iys_quiet_start": 0,
            "iys_quiet_end": 0,
        }
    )


def status_of(number, channel):
    """What stands for a contact: spread evenly, otherwise for each channel."""
    place = (number * 7919 + channel * 31) % 100
    if place < APPROVED:
        return "ONAY"
    return "RET" if place < APPROVED + REFUSED else None


def fill_ledger(brand, count):
    """Store an act in force for most contacts and channels."""
    CR.execute("SELECT min(id) FROM res_partner WHERE ref = 'bench'")
    first_id = CR.fetchone()[0]
    for channel, type_ in enumerate(("EPOSTA", "MESAJ", "ARAMA")):
        fill_channel(
            brand, type_, range(count), lambda n, c=channel: status_of(n, c), first_id
        )


def fill_channel(brand, type_, numbers, status, first_id=0):
    """Store acts of one channel, a hundred thousand contacts a COPY.

    ``first_id`` is the id of contact 0, when the acts name their contacts.
    """
    keyed, moment = env["iys.key"]._hasher(), (NOW - timedelta(days=30)).isoformat(" ")
    for start in range(0, len(numbers), 100_000):
        buffer = io.StringIO()
        for n in numbers[start : start + 100_000]:
            if said := status(n):
                mail = f"kisi{n}@deneme.example.com"
                address = mail if type_ == "EPOSTA" else f"+90532{n:07}"
                buffer.write(
                    f"{type_}{n:025x}\t{brand.id}\t{address}\t{keyed(address)}\tBIREYSEL"
                    f"\t{type_}\t{said}\tIYS_WEB\t{moment}\tt{n}\t{moment}\t{moment}"
                    f"\treceived\t{EVIDENCE}\tt"
                    f"\t{first_id + n if first_id else NULL}"
                    f"\t{n:064x}\t{n:043x}\t{moment}\t{moment}\t{moment}\n"
                )
        buffer.seek(0)
        CR.copy_expert(f"COPY iys_consent ({COLUMNS}) FROM STDIN", buffer)
        CR.commit()


def make_merchants():
    """Every fiftieth contact is a merchant."""
    CR.execute(
        "UPDATE res_partner SET iys_recipient_type = 'TACIR',"
        " iys_recipient_type_proof = 'Vergi levhası' WHERE ref = 'bench' AND id %% %s = 0",
        [100 // MERCHANTS],
    )
    CR.commit()
