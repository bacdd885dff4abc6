"""Words people write in lists of consents, in Turkish and English, and what they mean."""

import unicodedata
from functools import lru_cache

_TURKISH = str.maketrans("İIıŞşĞğÜüÖöÇçÂâÎîÛû", "iiissgguuooccaaiiuu")


@lru_cache(maxsize=8192)
def fold(text: object) -> str:
    """Reduce a word to a-z and 0-9, so that spelling, case and accents do not matter."""
    plain = str(text).translate(_TURKISH).lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in plain if c.isascii() and c.isalnum())


TYPES = {
    "ARAMA": "arama ara telefonlaarama sesliarama call phonecall voice ses",
    "MESAJ": "mesaj sms kisamesaj message textmessage smsmesaj",
    "EPOSTA": "eposta epostai email mail epst elektronikposta emailposta",
}
STATUSES = {
    "ONAY": "onay onayli onayladi onaylandi onayvar evet e izinli izinvar izin var kabul"
    " true yes y 1 x approved approve granted optin ok olumlu aktif",
    "RET": "ret red reddetti reddedildi retetti hayir h n izinsiz izinyok yok false no 0"
    " refused refuse rejected denied optout olumsuz pasif iptal",
}
RECIPIENT_TYPES = {
    "BIREYSEL": "bireysel birey sahis gercekkisi tuketici individual person consumer b",
    "TACIR": "tacir esnaf kurumsal tuzelkisi tuzel firma sirket ticari merchant company"
    " business t",
}
SOURCES = {
    "HS_FIZIKSEL_ORTAM": "fizikselortam fiziksel magaza physical store",
    "HS_ISLAK_IMZA": "islakimza islakimzali imzaliform imza kagit signedform signature"
    " paper",
    "HS_ETKINLIK": "etkinlik fuar event fair",
    "HS_ATM": "atm",
    "HS_EORTAM": "eortam elektronikortam electronic electronicmedium online",
    "HS_WEB": "web website websitesi internet internetsitesi site",
    "HS_MOBIL": "mobil mobiluygulama uygulama mobile app mobileapp",
    "HS_MESAJ": "mesaj sms kisamesaj shortmessage",
    "HS_EPOSTA": "eposta email mail",
    "HS_CAGRI_MERKEZI": "cagrimerkezi callcenter callcentre telefon cagri",
    "HS_SOSYAL_MEDYA": "sosyalmedya socialmedia instagram facebook",
    "HS_2015": "2015 2015oncesi 1mayis2015oncesi before2015",
    "HS_KARAR": "karar decision",
}
#: Columns: what a header may be called.
HEADERS = {
    "recipient": "alici recipient adres iletisimadresi iletisimbilgisi address",
    "phone": "telefon tel gsm cep ceptel ceptelefonu ceptelefon cepno gsmno telefonno"
    " telefonnumarasi gsmnumarasi numara phone mobile mobilephone phonenumber cellphone"
    " telefonnumara mobiltelefon msisdn",
    "email": "eposta epostaadresi email mail mailadresi emailadresi emailaddress"
    " elektronikposta epostaadres",
    "type": "izinturu kanal iletisimkanali type channel tur tip iletiturr consenttype"
    " izintipi iletiturler iletituru izinkanali",
    "status": "durum izindurumu izin onay onaydurumu status consent permission"
    " consentstatus onayret durumu izindurum",
    "consent_date": "izintarihi tarih onaytarihi consentdate date izinalmatarihi"
    " kayittarihi onayrettarihi izintarih islemtarihi permissiondate",
    "consent_time": "saat izinsaati time consenttime onaysaati",
    "source": "kaynak izinkaynagi source consentsource kanalkaynak onaykaynagi",
    "recipient_type": "alicitipi alicituru recipienttype musteritipi kisitipi"
    " musterituru",
    "person_name": "adsoyad adisoyadi isim ad adi adsoyadi musteri musteriadi name"
    " fullname unvan musteriadisoyadi kisi isimsoyisim adsoyisim contact customer",
    "first_name": "isimad firstname onad",
    "last_name": "soyad soyadi soyisim lastname surname",
    "brand": "marka brand markakodu brandcode markaadi",
    "retailer_code": "bayi bayikodu retailer retailercode dealer dealercode",
    "proof": "ispat kanit belge belgeno formno ispatno kayitno referans proof reference"
    " evidence document documentno recording kayitreferansi",
}


def _turned(table: dict[str, str]) -> dict[str, str]:
    return {word: key for key, words in table.items() for word in words.split()}


TYPE_OF = _turned(TYPES) | {fold(code): code for code in TYPES}
STATUS_OF = _turned(STATUSES)
RECIPIENT_TYPE_OF = _turned(RECIPIENT_TYPES)
SOURCE_OF = _turned(SOURCES) | {fold(code): code for code in SOURCES}
TARGET_OF = _turned(HEADERS)
#: What makes "SMS izni" a column of choices rather than of addresses.
STATE_WORDS = (
    "izin", "izni", "onay", "durum", "consent", "permission", "status", "optin", "ret",
)  # fmt: skip
