"""Words that make a message a promotion (L-38, L-40): a warning, never a verdict.

An informational message may not encourage anybody to buy. The search finds what people
in Türkiye write when they advertise, in Turkish and English; a person decides.
All patterns are written in folded letters (``folding.fold``).
"""

import re
from collections.abc import Collection
from typing import Final

from .folding import fold, plain

#: Stems with any suffix behind them: kampanya, kampanyamız, kampanyalı …
STEMS: Final = (
    "kampanya promosyon indirim tenzilat firsat bedava ucuz avantaj hediye cekilis kupon"
    " tanitim reklam(?!asyon) lansman outlet parapuan kesfe[dt] anket katalog surpriz"
    " discount coupon voucher cashback giveaway bargain promo(?:tion|code|s)? newsletter"
    " advert(?!ent) campaign survey"
)
#: Whole phrases; a suffix may follow.
PHRASES: Final = (
    r"ucretsiz (?:kargo|teslimat|deneme|urun|uyelik|gonderim)",
    r"(?:size|sana|uyelere|sizlere) ozel (?:teklif|fiyat|urun|secim)",
    r"(?:ozel|sok|super|efsane|dev|inanilmaz|cazip|uygun) (?:fiyat|teklif)",
    r"(?:efsane|muhtesem|kara) (?:cuma|kasim|gunler)",
    r"sezon sonu|yeni (?:sezon|koleksiyon|urunler)",
    r"stoklarla sinirli|sinirli (?:sayida|sure|stok)",
    r"(?:puan|para puan|odul) kazan|kazanma sansi|nakit iade|para puan",
    r"hemen (?:al(?!d)|satin al|siparis ver|incele|basvur|uye ol)|alisverise basla",
    r"[0-9]+ al(?:ana)? [0-9]+ (?:ode|bedava)",
    r"paket(?:ini|inizi)? yukselt",
    r"(?:flash|big|summer|winter|season|mega|clearance) sale|on sale|sale (?:ends|starts)",
    r"(?:special|exclusive|limited|best|new) (?:offer|deal)s?|limited[ -]time|offer ends",
    r"free (?:shipping|trial|gift|delivery)|buy one,? get one|gift card",
    r"(?:shop|buy|order|upgrade) now|don't miss|black friday|cyber monday",
    r"save (?:up to|[0-9]+ ?%|%|[$€₺])|[0-9]+ ?% off|best (?:price|deal)s?",
)
#: Greetings raise recognition, so they are commercial too (L-40).
GREETINGS: Final = (
    r"(?:kutlu|mubarek) olsun|iyi ki dogdun|mutlu yillar|iyi (?:bayram|seneler)",
    r"hayirli (?:ramazan|bayram|cuma)|nice (?:mutlu )?(?:yas|yil)",
    r"happy (?:birthday|new year|holidays|easter)|merry christmas|season's greetings",
)
#: A share with a benefit beside it; a bare "%20 KDV" is none.
PERCENT: Final = (
    r"(?:% ?[0-9]+|yuzde [0-9]+|[0-9]+ ?%)(?:'?[a-z]{1,3})? "
    r"(?:varan|indirim|tenzilat|ucuz|daha (?:az|ucuz|uygun)|avantaj|nakit|bonus)"
)
_SEARCH: Final = re.compile(
    rf"(?<![a-z])(?:{'|'.join([*STEMS.split(), *PHRASES, *GREETINGS, PERCENT])})[a-z]*"
)

#: What looks like one of them and is none.
_FRIENDS: Final = re.compile(
    r"firsat(?:lar[a-z]*)? esitli[a-z]+|esit firsat[a-z]*|ilk firsat(?:ta|inizda|imizda)"
    r"|firsat (?:bul(?:du|ama|ur)|veril|tani|ol(?:ur|du|ma))[a-z]*"
    r"|(?:vergi|kdv|matrah|prim|sgk|stopaj|asgari gecim) indirim[a-z]*"
    r"|hediye (?:paket|not|mesaj)[a-z]*|tanitim (?:karti|numara|belge)[a-z]*"
    r"|(?:dez|dis)avantaj[a-z]*|geri cekilis[a-z]*"
)

#: Codes people type at the till: YAZ2026. Capitals, so it is searched in the plain text.
_COUPON: Final = re.compile(
    r"(?P<before>\w{0,20})\W{0,3}\b(?P<name>[Kk](?:od|OD)\w*|[Cc](?:ode|ODE))\W{1,3}"
    r"(?P<code>[A-ZÇĞİÖŞÜ]{3,}[0-9]{1,4})\b"
    r"|\b(?P<first>[A-ZÇĞİÖŞÜ]{3,}[0-9]{1,4})\W{1,3}(?:[Kk](?:od|OD)\w*|[Cc](?:ode|ODE))"
)
_OTHER_CODES: Final = re.compile(
    r"dogrulama|onay|sifre|guvenlik|takip|siparis|urun|referans|posta|musteri|hata|giris"
    r"|aktivasyon|sms|stok|fatura|islem|rezervasyon|kargo|gonderi|servis|abone|randevu"
    r"|verification|security|tracking|order|product|postal|zip|error|activation|access"
    r"|login|reference|booking|customer|invoice|confirmation"
)


def promotion_words(text: str, own_names: Collection[str] = ()) -> list[str]:
    """List what sounds like a promotion, as written, in order, each once; [] for none.

    ``own_names`` (trade name, brand, product names) are left out: a company may be called
    "Fırsat Elektronik". Codes such as YAZ2026 beside the word "kod" are found too.
    """
    text = plain(text)
    folded = _without_friends(fold(text), own_names)
    places = [match.span() for match in _SEARCH.finditer(folded)]
    places += _coupons(text)
    found: dict[str, str] = {}
    for start, end in sorted(places):
        found.setdefault(fold(text[start:end]), text[start:end])
    return list(found.values())


def _without_friends(folded: str, own_names: Collection[str]) -> str:
    """Blank what must not be found, so that all places stay where they are."""
    for name in own_names:
        if name := fold(plain(name or "")).strip():
            folded = folded.replace(name, " " * len(name))
    return _FRIENDS.sub(lambda match: " " * len(match[0]), folded)


def _coupons(text: str) -> list[tuple[int, int]]:
    places = []
    for match in _COUPON.finditer(text):
        if match["first"]:
            places.append(match.span("first"))
        elif not _OTHER_CODES.match(fold(match["before"])):
            places.append(match.span("code"))
    return places
