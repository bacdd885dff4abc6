"""The simulator's own sentences, and where a method words one code in its own way.

The sentences of the registry's rules are those of ``iys_api.texts``.
"""

from dataclasses import replace

from iys_api.messages import ApiError
from iys_api.texts import TEXTS as RULE_TEXTS

TEXTS = {
    "H001": "Hizmet sağlayıcı:{code} bulunamadı.",
    "H016": "{member} alanı bayi isteğinde bulunamaz.",
    "H017": "{member} alanı en fazla 255 karakter olmalıdır.",
    "H018": "Marka:{code} bulunamadı.",
    "H031": "Kullanıcı:{username} bulunamadı.",
    "H058": "Bayi:{code} bulunamadı.",
    "H061": "Bayi:{code} silme operasyonu gerçekleştirilemedi.",
    "H067": "Yeni üretilebilecek 8 haneli bayi kodu kalmamıştır.",
    "H083": "Saniyede kabul edilen istek limitine ulaşıldı. "
    "Lütfen daha sonra tekrar deneyiniz.",
    "H084": "Saatlik jeton limitine ulaşıldı. Lütfen daha sonra tekrar deneyiniz.",
    "H086": "Saatlik izin durumu sorgulama limitine ulaşıldı. "
    "Lütfen daha sonra tekrar deneyiniz.",
    "H089": "Saatlik izin geçmişi sorgulama limitine ulaşıldı. "
    "Lütfen daha sonra tekrar deneyiniz.",
    "H090": "Bayi ekleme isteği geçerli olmalıdır.",
    "H093": "Kullanıcı adı (username) bulunamadı.",
    "H124": "Saniyede kabul edilen istek limitine ulaşıldı. "
    "Lütfen daha sonra tekrar deneyiniz.",
    "H171": "Bayi izin erişimi vermek için geçerli bir istek gönderilmelidir.",
    "H172": "Bayi izin erişimi silmek için geçerli bir istek gönderilmelidir.",
    "H173": "Bayi izin erişimi sorgulamak için geçerli bir istek gönderilmelidir.",
    "H184": "all değeri geçerli olmalıdır.",
    "H185": "short değeri geçerli olmalıdır.",
    "H191": "Bağlantı zaman aşımına uğradı.",
    "H201": "Bayi durumu (status) için uygun değerler: active, passive, suspended",
    "H214": "Bayi ticaret unvanı boş bırakılamaz!",
    "H215": "Bayi yetkilisi adı boş bırakılamaz!",
    "H216": "Bayi yetkilisi tckn alanı boş bırakılamaz!",
    "H217": "Bayi il alanı boş bırakılamaz!",
    "H218": "Bayi il alanının code alanı boş bırakılamaz!",
    "H219": "Bayi il alanının name alanı boş bırakılamaz!",
    "H220": "Bayi ilçe alanı boş bırakılamaz!",
    "H221": "Bayi ilçe alanının code alanı boş bırakılamaz!",
    "H222": "Bayi ilçe alanının name alanı boş bırakılamaz!",
    "H224": "Bayi telefon numarası geçersiz.",
    "H225": "Kimlik numarası değeri geçersiz.",
    "H226": "Kimlik numarası değeri 11 karakter olmalıdır.",
    "H227": "Bayi mersis değeri geçersiz.",
    "H228": "Mersis değeri 16 karakter olmalıdır.",
    "H229": "{member} alfanümerik olmalıdır.",
    "H230": "mersis numarası tekil olmalıdır.",
    "H231": "kimlik numarası tekil olmalıdır.",
    "H241": "enum getirme işlemi başarısız.",
    "H243": "Lütfen geçerli bir Vergi Kimlik Numarası giriniz.",
    "H244": "Tin değeri 10 veya 11 karakter olmalıdır.",
    "H250": "Kullanıcı adı veya şifre eksik!",
    "H251": "Kullanıcı kimlik bilgileri geçersiz!",
    "H252": "Kimlik doğrulaması yapılamadı. Kimlik bilgileri eksik!",
    "H253": "Verilen iysCode altında aynı {member} numarası ile kaydedilen pasif bir "
    "bayi hâlihazırda mevcuttur.",
    "H288": "Tin değeri boş olmamalıdır",
    "H351": "Eksik veya geçersiz jeton!",
    "H353": "{member}, kullanıcı izinleriyle eşleştirilemiyor",
    "H363": "Bu servisi kullanabilmek için yetkiniz bulunmamaktadır.",
    "H401": "Bayi eklenecek izin kaydı bulunamadı.",
    "H437": "IYS numarası:{code} ile abonelik bulunamadı.",
    "H520": "Abonelik durumu {status} iken sadece {caller} abonelik sorgulama "
    "servisine istek atılabilir.",
    "H521": "Abonelik durumu CLOSED iken api kullanılamamaktadır.",
    "H522": "Sadece entegrator api user hesabıyla işlem yapılabilir",
    "H524": "{code} için ait abonelik kaydı bulunamadı.",
    "H530": "Bağlantı kurulamadı.",
    "H531": "Bağlantı linki (url) https ile başlamalıdır.",
    "H568": "Bağlantı sadece ONAY durumundaki izinler için oluşturulabilir.",
    "H586": "Aboneliğiniz API kullanımını içermemektedir.",
}

_TYPO = ("eşleştirilemiyor", "eşleştiriliemiyor")
_QUOTED = ("(örn. +905992000000)", "(örn. `+905992000000`)")
_ACCESS_EMPTY = (
    "İzin erişimi olan bayilerin (retailer) listesi boş olmamalıdır.",
    "Bayiler (retailer) kabul edilemedi. Lütfen boş liste eklemeyiniz.",
)
_TRAILING = ("bulunamadı.", "bulunamadı. ")
#: (operation, code) → (what İYS says elsewhere, what it says here)
VARIANTS = {
    ("brands", "H353"): _TYPO,
    ("add", "H353"): _TYPO,
    ("add", "H180"): (
        RULE_TEXTS["H180"],
        "retailerCode kullanıcı üzerinde bulunamadı.",
    ),
    ("history", "H014"): (
        "json formatına uygun değil!",
        "JSON formatına uygun olmalıdır.",
    ),
    ("history", "H121"): _QUOTED,
    ("links", "H121"): _QUOTED,
    ("status", "H121"): ("formatına uygun", "formata uygun"),
    ("access_add", "H163"): _ACCESS_EMPTY,
    ("access_replace", "H163"): _ACCESS_EMPTY,
    ("access_remove", "H163"): _ACCESS_EMPTY,
    ("access_replace", "H117"): (
        "için uygun değerler",
        "kabul edilemedi. İzin verilen değerler",
    ),
    ("access_replace", "H170"): _TRAILING,
    ("access_remove", "H170"): _TRAILING,
    ("access_clear", "H170"): _TRAILING,
    ("day_counts", "H116"): (
        "için uygun değerler: BIREYSEL, TACIR",
        "kabul edilemedi. İzin verilen değerler: BIREYSEL, TACIR ",
    ),
    ("access_remove", "H058"): ("bulunamadı.", "bulunamadı.!"),
    ("retailer_delete", "H018"): ("Marka:", "Marka::"),
    ("retailer_delete", "H058"): ("Bayi:", "Bayi::"),
    ("push_remove", "H530"): ("kurulamadı", "kaldırılamadı"),
}


def error(code: str, /, *location: str | int, value=None, **blanks: object) -> ApiError:
    """An error of İYS with its sentence; ``blanks`` fill its placeholders."""
    wording = TEXTS.get(code) or RULE_TEXTS[code]
    return ApiError(code, wording.format(**blanks), location, value)


def in_words_of(operation: str, found: ApiError) -> ApiError:
    """The same error, worded as this method words it."""
    elsewhere, here = VARIANTS.get((operation, found.code), ("", ""))
    if not elsewhere:
        return found
    return replace(found, message=found.message.replace(elsewhere, here))
