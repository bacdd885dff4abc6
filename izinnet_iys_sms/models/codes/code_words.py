"""What an SMS with codes says: purpose, consequence, where the notice is (L-25).

Fixed texts in Turkish and English; nothing a visitor typed is in them (T-10), no link
(L-47). With Turkish letters folded each is a single part, for some operators take no more
in their way for codes (sms.md §3.2).
"""

import re

_PLACE = re.compile(r"\{(\w+)\}")
#: Of a brand's name so much fits.
BRAND_LENGTH = 18
ONE = {
    "tr": {
        "confirm_mesaj": "{brand} ticari SMS onay kodu: {code}. {way} SMS ile reklama onay"
        " verirsiniz; yoksa onay olmaz. Aydınlatma metni sayfada.",
        "confirm_arama": "{brand} ticari arama onay kodu: {code}. {way} reklam için aranmaya"
        " onay verirsiniz; yoksa onay olmaz. Aydınlatma metni sayfada.",
        "verify": "{brand} numara doğrulama kodu: {code}. Yalnız numaranızı doğrular; ticari"
        " ileti onayı değildir. Aydınlatma metni sayfada.",
        "preferences": "{brand} tercih sayfası kodu: {code}. Sayfayı açmak hiçbir onayı"
        " değiştirmez. Kodu kimseye vermeyin.",
    },
    "en": {
        "confirm_mesaj": "{brand} code for commercial SMS: {code}. {way} you agree to SMS"
        " about offers; if not, no consent. Privacy notice on the page.",
        "confirm_arama": "{brand} code for commercial calls: {code}. {way} you agree to calls"
        " about offers; if not, no consent. Privacy notice on the page.",
        "verify": "{brand} code to check your number: {code}. It only checks the number and"
        " is no consent. Privacy notice on the page.",
        "preferences": "{brand} code for your preferences: {code}. Opening the page changes"
        " no consent. Give the code to nobody.",
    },
}
#: Two consents, two codes, one SMS: each code serves its own purpose alone.
BOTH = {
    "tr": "{brand} SMS onay kodu {confirm_mesaj}, arama onay kodu {confirm_arama}. {way} o"
    " kanalda reklama onay verirsiniz; yoksa onay olmaz. Aydınlatma sayfada.",
    "en": "{brand} code for SMS {confirm_mesaj}, for calls {confirm_arama}. {way} you agree"
    " to offers on it; if not, no consent. Privacy notice on the page.",
}
WAY = {
    "tr": {"form": "Girerseniz", "request": "Girer/söylerseniz"},
    "en": {"form": "If entered,", "request": "If entered or told,"},
}
RECEIPT = {
    "tr": "{brand}: {channels} için ticari ileti onayınız {date} tarihinde alındı. Reddetmek"
    " ücretsizdir: {refusal}. MERSİS {mersis}",
    "en": "{brand}: your consent to commercial {channels} was taken on {date}. Refusing is"
    " free: {refusal}. MERSIS {mersis}",
}


def code_text(language, brand, codes, kind="form"):
    """Return the text for {purpose: digits}; ``kind`` as `iys.sms.code` has it."""
    way = WAY[language].get(kind) or WAY[language]["form"]
    facts = {"brand": _short(brand), "way": way}
    if len(codes) == 1:
        [(purpose, digits)] = codes.items()
        return _filled(ONE[language][purpose], {**facts, "code": digits})
    return _filled(BOTH[language], {**facts, **codes})


def receipt_text(language, brand, **facts):
    """Return the same-day receipt (L-19): channels, date, refusal, mersis are facts."""
    return _filled(RECEIPT[language], {"brand": _short(brand), **facts})


def _short(brand):
    name = " ".join((brand or "").split())
    return (
        name if len(name) <= BRAND_LENGTH else f"{name[: BRAND_LENGTH - 1].rstrip()}."
    )


def _filled(text, facts):
    """Put facts in, in one go: a brand's name is no template."""
    return _PLACE.sub(lambda found: str(facts.get(found[1], found[0])), text)
