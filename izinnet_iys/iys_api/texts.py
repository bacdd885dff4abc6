"""İYS's own sentences, by code. İYS varies them between methods; nobody may key on them."""

from typing import Final

from .terms import RECIPIENT_TYPES, STATUSES, TYPES

_SOURCES_IN_IYS_ORDER = (
    "HS_FIZIKSEL_ORTAM, HS_ISLAK_IMZA, HS_WEB, HS_CAGRI_MERKEZI, HS_SOSYAL_MEDYA, "
    "HS_EPOSTA, HS_MESAJ, HS_MOBIL, HS_EORTAM, HS_ETKINLIK, HS_2015, HS_ATM, HS_KARAR"
)

TEXTS: Final = {
    "H014": "Gönderilen istek json formatına uygun değil!",
    "H085": "İzin ekleme isteği geçerli olmalıdır.",
    "H091": "İzin ekleme sayısı en fazla {limit}  olmalıdır.",
    "H092": "Çoklu izin ekleme isteği geçerli olmalıdır.",
    "H097": "İzin sorgulama isteği geçerli olmalıdır.",
    "H098": "Günlük izin hareketi sorgulama isteği geçerli olmalıdır.",
    "H110": "Durum (status) bulunamadı.",
    "H111": "İzin tipi (type) bulunamadı.",
    "H112": "İzin tarihi (consentDate) bulunamadı.",
    "H113": "İzin kaynağı (source) bulunamadı.",
    "H114": "Alıcı (recipient) bulunamadı.",
    "H115": "Durum (status) için uygun değerler: " + ", ".join(STATUSES),
    "H116": (
        "Alıcı tipi (recipientType) için uygun değerler: " + ", ".join(RECIPIENT_TYPES)
    ),
    "H117": "İzin tipi (type) için uygun değerler: " + ", ".join(TYPES),
    "H118": "{member} alanı izin isteğinde bulunamaz.",
    "H119": "İzin kaynağı (source) için uygun değerler: " + _SOURCES_IN_IYS_ORDER,
    "H120": "Alıcı (recipient) kabul edilemedi. Geçerli bir eposta adresi giriniz.",
    "H121": (
        "Alıcı (recipient) için E164 uluslararası([+][country code][area code][local "
        "phone number]) formatına uygun bir telefon numarası girilmelidir. "
        "(örn. +905992000000)"
    ),
    "H122": "Alıcı (recipient) telefon veya e-posta formatında olmalıdır.",
    "H126": (
        "İzin erişimi olan bayilerin (retailer) liste uzunluğu en fazla {limit} "
        "olmalıdır."
    ),
    "H127": "Alıcı listesi (recipients) uzunluğu en fazla {limit} olmalıdır.",
    "H155": (
        "İzin kaynağı “1 Mayıs 2015 öncesi” olan izinler için, izin tarihi sadece "
        "2015-05-01 00:00:00 olabilir."
    ),
    "H156": (
        "İzin tarihi (consentDate) için 2015-05-01 00:00:00 tarihinden önceki tarihler "
        "girilmemelidir."
    ),
    "H157": "İzin tarihi (consentDate) geçerli bir tarih olmalıdır.",
    "H158": "İzin tarihi yyyy-mm-dd hh:mm:ss formatında olmalıdır.",
    "H160": "Alıcı için telefon numaraları 15 karakterden uzun olmamalıdır.",
    "H162": "İzin tarihi (consentDate) ileri bir tarih olamaz.",
    "H163": "İzin erişimi olan bayilerin (retailer) listesi boş olmamalıdır.",
    "H164": "Alıcı listesi (recipients) kabul edilemedi. Liste boş olmamalıdır.",
    "H166": (
        "Alıcı (recipient) kabul edilemedi. Telefon numaraları 15 karakterden uzun "
        "olamaz."
    ),
    "H168": "Alıcı listesi (recipients) bulunamadı.",
    "H169": "Bayiler (retailerAccess) bulunamadı.",
    "H170": "Alıcı tipi (recipientType) bulunamadı.",
    "H174": "Sistemde RET durumunda olan izin için tekrar RET kaydı yapılamaz.",
    "H175": (
        "İlk izin kayıt işlemlerinde RET durum (status) bilgisi içeren izinler "
        "kaydedilmez."
    ),
    "H178": (
        "Sistemdeki iznin tarihinden önceki tarihli izinlerle güncelleme yapılamaz."
    ),
    "H180": (
        "İstek gövdesinde yer alan bayi İYS numarasıyla (retailerCode) herhangi bir "
        "bayi bulunamadı."
    ),
    "H182": "{member} değeri geçerli olmalıdır.",
    "H183": "{member} değeri geçerli olmalıdır.",
    "H186": "Sayfalama (pagination) değeri en fazla {limit} olabilir.",
    "H187": "Limit değerleri sıfır olmamalıdır.",
    "H193": "Liste içinde aynı değer birden fazla kez bulunamaz.",
    "H194": (
        "İzin listede daha önce tanımlandı. Liste içinde izinler alıcı tipi "
        "(recipientType), tip (type) ve alıcı (recipient) değerleri için "
        "tekrarlanamaz."
    ),
    "H198": "requestId 36 karakterden daha uzun olamaz.",
    "H199": "requestId sadece harflerden meydana gelemez.",
    "H400": "requestId sadece rakamlardan meydana gelemez.",
    "H266": "{member} değeri istekte bulunmalıdır!",
    "H267": "{member} değeri boş string olmamalıdır!",
    "H408": "İzin kaynağı HS_KARAR olan izinlerin durumu (status) sadece RET olabilir.",
    "H462": "TACIR izinleri güncellenirken izin tarihi (consentDate) verilmelidir.",
    "H463": "TACIR izinleri güncellenirken izin kaynağı (source) verilmelidir.",
    "H464": "İzin tipi (type) {type} için, alıcı (recipient) {form} formatında olmalıdır.",
    "H467": "Üç iş günü öncesinde alınan izinler kaydedilemez.",
    "H478": "Alıcı listesi (recipients) liste olmalıdır.",
    "H486": (
        "İlk izin kaydı için izin kaynağı (source) kabul edilemedi. "
        "İzin verilen değerler: " + _SOURCES_IN_IYS_ORDER.replace(", HS_KARAR", "")
    ),
    "H501": "Tarih formatı yyyy-aa-gg şeklinde olmalıdır.",
    "H502": "reportDate alanı en fazla 7 gün önce olabilir.",
    "H506": "İzin kaynağı (source) bulunamadı.",
    "H507": "limit değeri en fazla {limit} olabilir.",
    "H512": "{spelling} kabul edilemedi. İstek gövdesinde bulunabilecek değerler: true",
    "H525": (
        "Kullanılan izin sayısı maksimum sayıya ulaştığı için yeni izin "
        "eklenememektedir."
    ),
}


def text_of(code: str, **values: object) -> str:
    """İYS's sentence for a code, with its blanks filled; raises KeyError for no text."""
    return TEXTS[code].format(**values)
