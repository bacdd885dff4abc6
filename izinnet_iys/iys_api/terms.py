"""İYS's own words: the closed lists of contract 3.2.0 (section 6.1), spelt as on the wire."""

from typing import Final, Literal

Type = Literal["ARAMA", "MESAJ", "EPOSTA"]
Status = Literal["ONAY", "RET"]
RecipientType = Literal["BIREYSEL", "TACIR"]
Side = Literal["HS", "IYS"]

TYPES: Final = ("ARAMA", "MESAJ", "EPOSTA")
STATUSES: Final = ("ONAY", "RET")
RECIPIENT_TYPES: Final = ("BIREYSEL", "TACIR")

#: Sources a company may send (L-4). Anything that begins with IYS_ only ever comes from İYS.
COMPANY_SOURCES: Final = (
    "HS_FIZIKSEL_ORTAM",
    "HS_ISLAK_IMZA",
    "HS_ETKINLIK",
    "HS_ATM",
    "HS_EORTAM",
    "HS_WEB",
    "HS_MOBIL",
    "HS_MESAJ",
    "HS_EPOSTA",
    "HS_CAGRI_MERKEZI",
    "HS_SOSYAL_MEDYA",
    "HS_2015",
    "HS_KARAR",
)
#: Known recipient-side sources; the list keeps growing, unknown ones are kept as text.
RECIPIENT_SOURCES: Final = (
    "IYS_WEB",
    "IYS_WEB_YENI",
    "IYS_MOBIL",
    "IYS_KISAMESAJ",
    "IYS_CM",
    "IYS_EPOSTA",
    "IYS_AHS_HAT_KAPATMA",
    "IYS_FRAME_SMS",
    "IYS_FRAME_EPOSTA",
    "IYS_3338",
    "IYS_KISA_LINK",
)


def is_recipient_side(source: str | None) -> bool:
    """Tell whether a source is the recipient's own act at İYS (section 6.1)."""
    return bool(source) and source.startswith("IYS_")
