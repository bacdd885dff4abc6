"""The search for promotion in informational texts (L-38, L-40)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iys_api.folding import fold, plain
from iys_api.promotion import promotion_words

PROMOTIONS = [
    ("Kampanyamız başladı", ["Kampanyamız"]),
    ("KAMPANYA: kışlıklarda son günler", ["KAMPANYA"]),
    ("Kargo kampanyasından yararlanın", ["kampanyasından"]),
    ("kampanyalı ürünlerimiz", ["kampanyalı"]),
    ("İNDİRİM", ["İNDİRİM"]),
    ("INDIRIM", ["INDIRIM"]),
    ("ındırım", ["ındırım"]),
    ("i\u0307ndi\u0307ri\u0307m", ["indirim"]),
    ("in\u200bdi\u00adrim", ["indirim"]),
    ("𝐈𝐧𝐝𝐢𝐫𝐢𝐦", ["Indirim"]),
    ("ＩＮＤＩＲＩＭ", ["INDIRIM"]),
    ("indirimli fiyatlar", ["indirimli"]),
    ("Sepette_indirim_", ["indirim"]),
    ("#indirim ve #kampanya_2026", ["indirim", "kampanya"]),
    ("Fırsatları kaçırmayın", ["Fırsatları"]),
    ("FIRSAT FIRSAT fırsat", ["FIRSAT"]),
    ("firsat burada", ["firsat"]),
    ("Promosyonlu ürün", ["Promosyonlu"]),
    ("Bir alana biri bedava", ["bedava"]),
    ("1 alana 1 bedava", ["1 alana 1 bedava"]),
    ("3 al 2 öde", ["3 al 2 öde"]),
    ("En ucuzu bizde", ["ucuzu"]),
    ("Avantajlı taksitler", ["Avantajlı"]),
    ("Hediye çekiniz hazır", ["Hediye"]),
    ("Çekilişe katılın", ["Çekilişe"]),
    ("Kuponunuz bitiyor", ["Kuponunuz"]),
    ("Reklam içeriklidir", ["Reklam"]),
    ("Yeni katalog yayında, keşfedin", ["katalog", "keşfedin"]),
    ("Memnuniyet anketimize katılın", ["anketimize"]),
    ("Ücretsiz kargo bugün başladı", ["Ücretsiz kargo"]),
    ("Size özel teklifimiz", ["Size özel teklifimiz"]),
    ("Şok fiyatlar", ["Şok fiyatlar"]),
    ("Efsane Cuma geldi", ["Efsane Cuma"]),
    ("Yeni sezon geldi", ["Yeni sezon"]),
    ("Stoklarla sınırlıdır", ["Stoklarla sınırlıdır"]),
    ("Alışverişlerinizde puan kazanın", ["puan kazanın"]),
    ("Hemen satın alın", ["Hemen satın alın"]),
    ("%50'ye varan", ["%50'ye varan"]),
    ("%50’ye varan oranlar", ["%50’ye varan"]),
    ("% 20 indirim", ["% 20 indirim"]),
    ("yüzde 30 daha az ödeyin", ["yüzde 30 daha az"]),
    ("YAZ2026 koduyla alışveriş", ["YAZ2026"]),
    ("Kod: YAZ50", ["YAZ50"]),
    ("Size tanımlanan kodu: BAHAR20", ["BAHAR20"]),
    ("code WINTER25 at checkout", ["WINTER25"]),
    ("Bayramınız kutlu olsun", ["kutlu olsun"]),
    ("İyi ki doğdunuz Ayşe Hanım", ["İyi ki doğdunuz"]),
    ("Kandiliniz mübarek olsun", ["mübarek olsun"]),
    ("İyi bayramlar dileriz", ["İyi bayramlar"]),
    ("Happy birthday!", ["Happy birthday"]),
    ("Our biggest discounts", ["discounts"]),
    ("Don’t miss our flash sale", ["Don’t miss", "flash sale"]),
    ("Save up to 40 euros", ["Save up to"]),
    ("50% off", ["50% off"]),
    ("Free shipping on all orders", ["Free shipping"]),
    ("A limited-time offer", ["limited-time"]),
    ("Shop now", ["Shop now"]),
    ("https://firma.example.com/kampanyalar", ["kampanyalar"]),
]
PLAIN_TEXTS = [
    "",
    "Ödeme hatırlatması: faturanızın son günü 30 Kasım.",
    "Ödemenizi hemen aldığımızı bildiririz.",
    "Faturanızı indirin.",
    "Uygulamadan dekontunuzu indirebilirsiniz.",
    "Siparişiniz kargoya verildi, takip kodu: ABC1234",
    "Doğrulama kodunuz: 482913",
    "Doğrulama kodunuz: ABC123",
    "Onay kodu ABC12",
    "Your security code: ABC123",
    "Barkod: ABC123",
    "Siparişiniz SO1234 hazırlanıyor",
    "KDV %20 dahildir",
    "Tutarın %10'u ödendi",
    "Yüzde 5 gecikme faizi işler",
    "Fırsat eşitliği politikamız",
    "Eşit fırsatlar sunan işveren",
    "İlk fırsatta dönüş yapacağız",
    "Size yazma fırsat bulamadık",
    "Vergi indirimi belgeniz",
    "KDV indirimi listesi",
    "Hediye paketi notunuz eklendi",
    "Reklamasyon kaydınız açıldı",
    "Dezavantajlı gruplar için başvuru",
    "Teklifiniz ektedir",
    "Fiyat listesi güncellendi",
    "Satış sonrası hizmet talebiniz alındı",
    "Your after-sale request was received",
    "The sales order is confirmed",
    "Customs clearance finished",
    "Advertentie",
    "Randevunuz 24 Kasım 10:00",
    "Ücretsiz müşteri hattı 0800 000 00 00",
    "Reddetmek ücretsizdir: RET yazıp 0000'a gönderin",
    "Sözleşmeniz yenilendi, bilgileriniz güncellendi",
    "Deneme A.Ş. Mersis 0123456789000015",
]


@pytest.mark.parametrize("text, words", PROMOTIONS)
def test_a_promotion_is_found_as_it_is_written(text, words):
    """L-38: suffixes, capitals, dots and disguises do not hide it."""
    assert promotion_words(text) == words


@pytest.mark.parametrize("text", PLAIN_TEXTS)
def test_an_informational_text_is_left_alone(text):
    """L-38: a warning on every invoice would soon be read by nobody."""
    assert promotion_words(text) == []


def test_words_come_in_the_order_of_the_text():
    """The author finds them where they stand."""
    text = "Kod: YAZ50 ile %20 indirim, hediye ve kampanya"
    assert promotion_words(text) == ["YAZ50", "%20 indirim", "hediye", "kampanya"]


def test_a_word_behind_a_false_friend_is_shown_as_it_is():
    """What is left out does not move what is found."""
    text = "Fırsat eşitliği, vergi indirimi ve kampanya"
    assert promotion_words(text) == ["kampanya"]


def test_the_name_of_the_company_is_no_promotion():
    """A trade name stands in every message (L-41)."""
    names = ["FIRSAT ELEKTRONİK A.Ş.", ""]
    assert promotion_words("Fırsat Elektronik A.Ş. faturanız", names) == []


def test_a_name_hides_nothing_but_itself():
    """The rest of the text is searched all the same."""
    text = "Fırsat Elektronik: fırsatlar başladı"
    assert promotion_words(text, ["Fırsat Elektronik"]) == ["fırsatlar"]


@given(st.text())
def test_a_folded_text_keeps_its_places(text):
    """What is found in the folded text is shown from the plain one."""
    assert len(fold(plain(text))) == len(plain(text))


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_promotion_between_any_words_is_found(before, after):
    """Whatever stands around it."""
    assert "kampanya" in map(fold, promotion_words(f"{before} - kampanya! {after}"))
