"""What the blocks on a website say to visitors, in Turkish and English.

The texts of the law come from the form's version; here are only the words around them.
They are data in both languages: a page may be Turkish in a database that is not.
"""

WORDS = {
    "tr": {
        "name": "Ad soyad",
        "email": "E-posta",
        "phone": "Cep telefonu",
        "company_name": "Firma",
        "city": "Şehir",
        "birth_year": "Doğum yılı",
        "note": "Mesaj",
        "choose": "İsterseniz işaretleyin; hiçbiri zorunlu değildir.",
        "text": "Metni oku",
        "notice": "Aydınlatma metni",
        "send": "Gönder",
        "page": "Formu sayfasında aç",
        "taken": "Teşekkürler. Seçiminiz alındı.",
        "confirm": "Son bir adım: size bir onay bağlantısı gönderiyoruz. Onaylayana kadar"
        " hiçbir şey kaydedilmez.",
        "again": "Ağınızdan çok sayıda yanıt geliyor; yanıtınız birkaç saniye içinde"
        " gönderilecek. Lütfen sayfayı kapatmayın.",
        "code": "Son bir adım: telefonunuza SMS ile bir kod gönderiyoruz. Kodu girene kadar"
        " hiçbir şey kaydedilmez.",
        "nothing": "Hiçbir kutu işaretlenmedi; hiçbir şey kaydedilmedi. İleti almayacaksınız.",
        "faulty": "Lütfen işaretli alanları düzeltin.",
        "field": "Lütfen bu alanı kontrol edin.",
        "closed": "Bu form şu anda kapalı. Hiçbir şey kaydedilmedi.",
        "failed": "Şu anda kaydedilemedi. Lütfen birkaç dakika sonra yeniden deneyin.",
        "subscribe": "Abone ol düğmesine basarak şunu istediğinizi bildirirsiniz:",
        "newsletter_closed": "E-bülten kaydı şu anda alınamıyor. Hiçbir şey kaydedilmedi.",
        "first_person": "Kutular formda yazan ilk kişi içindir.",
        "untick": "Ya kutunun işaretini kaldırın ya da düzeltin:",
        "name_missing": "Onay için adınız ve soyadınız gerekir.",
        "surname_missing": "Onay için soyadınız da gerekir.",
        "name_odd": "Bu bir ad soyad gibi görünmüyor.",
        "email_missing": "E-posta onayı için e-posta adresiniz gerekir.",
        "email_odd": "E-posta adresi doğru görünmüyor.",
        "phone_missing": "SMS ve arama onayı için telefonunuz gerekir.",
        "phone_odd": "Telefon numarası doğru görünmüyor. Örnek: 0532 111 22 33",
        "too_long": "Bu metin çok uzun.",
        "no_confirmation": "Bu kanalın onayı şu anda doğrulanamıyor.",
        "not_recorded": "Onay şu anda kaydedilemedi.",
    },
    "en": {
        "name": "Name and surname",
        "email": "E-mail",
        "phone": "Mobile phone",
        "company_name": "Company",
        "city": "City",
        "birth_year": "Year of birth",
        "note": "Message",
        "choose": "Tick what you want; nothing here is required.",
        "text": "Read the text",
        "notice": "Privacy notice",
        "send": "Send",
        "page": "Open the form on its own page",
        "taken": "Thank you. Your choice has been taken.",
        "confirm": "One last step: we are sending you a link to confirm. Until you do,"
        " nothing is recorded.",
        "again": "Many answers are coming from your network; yours is sent in a few"
        " seconds. Please leave the page open.",
        "code": "One last step: we are sending a code to your phone by SMS. Until you enter"
        " it, nothing is recorded.",
        "nothing": "No box was ticked and nothing was kept. You will get no messages.",
        "faulty": "Please correct the marked fields.",
        "field": "Please check this field.",
        "closed": "This form is closed just now. Nothing was kept.",
        "failed": "This could not be stored just now. Please try again in a few minutes.",
        "subscribe": "By pressing Subscribe you say that you want:",
        "newsletter_closed": "Subscriptions cannot be taken just now. Nothing was kept.",
        "first_person": "The boxes are for the first person named in this form.",
        "untick": "Please untick the box or correct this:",
        "name_missing": "A consent needs your name and surname.",
        "surname_missing": "A consent needs your surname too.",
        "name_odd": "This does not look like a name.",
        "email_missing": "Consent to e-mails needs your e-mail address.",
        "email_odd": "The e-mail address does not look right.",
        "phone_missing": "Consent to SMS and calls needs your phone number.",
        "phone_odd": "The phone number does not look right. Example: 0532 111 22 33",
        "too_long": "This text is too long.",
        "no_confirmation": "This channel's consent cannot be confirmed just now.",
        "not_recorded": "The consent could not be recorded just now.",
    },
}


def words_for(language):
    """Return {key: text} for a language code: Turkish, English for all others."""
    return WORDS["tr" if (language or "tr").startswith("tr") else "en"]
