"""What the preference page says, in Turkish and English; Turkish is the first language.

The words stand here and not in the catalogues: the page speaks both languages whatever
the database has switched on.
"""

WORDS = {
    "tr": {
        "title": "İleti tercihleriniz",
        "intro": "Hangi iletilere izin verdiğinizi burada görür, istediğinizi tek tuşla"
        " durdurursunuz. Sayfayı açmak hiçbir şeyi değiştirmez.",
        "EPOSTA": "E-posta",
        "MESAJ": "SMS",
        "ARAMA": "Telefonla arama",
        "approved": "Onay verdiniz",
        "refused": "Reddettiniz; ticari ileti gönderilmez",
        "waiting": "Onayınız İYS’ye bildiriliyor",
        "none": "Onayınız yok",
        "merchant": "Tacir olarak kayıtlı; reddetmediğiniz sürece ileti gönderilebilir",
        "unknown": "Durum bilinmiyor",
        "leave": "Durdur",
        "raise": "Onay bağlantısı iste",
        "purposes": "Kişisel veriler için açık rızalarınız",
        "given": "Verildi",
        "withdraw": "Geri al",
        "pause": "Bir süre ara ver",
        "pause_hint": "Onayınız geçerli kalır; seçtiğiniz süre boyunca ticari ileti"
        " gönderilmez, sonra yeniden gelebilir. Hiç istemiyorsanız “Durdur”a basın.",
        "pause1": "1 ay",
        "pause3": "3 ay",
        "pause6": "6 ay",
        "paused_until": "Ara verdiniz; şu tarihe kadar ticari ileti gönderilmez:",
        "resume": "Arayı bitir",
        "all": "Hiçbir ticari ileti istemiyorum",
        "all_hint": "Burada yazan adreslerinize bu şirketin hiçbir markasından ticari"
        " ileti gönderilmez, açık rızalarınız da geri alınır. Ücretsizdir, gerekçe"
        " gerekmez, hemen geçerlidir.",
        "how_phone": "SMS veya aramaya yeniden onay vermek için markanın formunu doldurun"
        " ya da İYS’yi kullanın; bu bağlantı telefonun size ait olduğunu kanıtlamaz.",
        "how_mail": "E-postaya yeniden onay vermek isterseniz kayıtlı adresinize bir"
        " bağlantı göndeririz; onaylayana kadar hiçbir şey değişmez.",
        "how_code": "SMS veya aramaya yeniden onay vermek isterseniz kayıtlı telefonunuza bir"
        " kod göndeririz; kodu girene kadar hiçbir şey değişmez.",
        "raise_code": "Onay kodu iste",
        "ask_number": "Cep telefonu",
        "ask_code": "Telefonuma kod gönder",
        "ask_or": "Ya da cep telefonu numaranızı yazın; numara bizde kayıtlıysa SMS ile bir"
        " kod göndeririz.",
        "code_title": "Kodu girin",
        "code": "Bu numara bizde kayıtlıysa birkaç saniye içinde SMS ile altı haneli bir kod"
        " gelir. Kod tercih sayfanızı açar; açmak hiçbir onayı değiştirmez.",
        "code_label": "SMS ile gelen kod",
        "code_button": "Tercihlerimi aç",
        "code_wrong": "Kod doğru değil ya da süresi doldu. SMS gelmediyse numarayı kontrol"
        " edip biraz sonra yeniden isteyin.",
        "code_again": "Yeni kod iste",
        "left": "Kaydedildi. Reddiniz şu andan itibaren geçerlidir.",
        "withdrawn": "Kaydedildi. Açık rızanız geri alındı.",
        "paused": "Kaydedildi. Ara vermeniz şu andan itibaren geçerlidir; bu bir ret"
        " değildir, onayınız geçerli kalır.",
        "resumed": "Kaydedildi. Ara bitti.",
        "asked": "Kayıtlı adresinize bir onay bağlantısı gönderiyoruz. Bağlantıyı"
        " kullanana kadar hiçbir şey değişmez. Gelmezse biraz sonra yeniden deneyin.",
        "nothing": "Bu seçim sayfada yok. Hiçbir şey değişmedi.",
        "gone_title": "Bu bağlantı artık geçerli değil",
        "gone": "Bağlantı çok eski ya da eksik olabilir. Aşağıdan yenisini isteyin."
        " İletilerdeki reddetme bağlantıları çalışmaya devam eder.",
        "ask_title": "Tercih sayfanız için bağlantı isteyin",
        "ask": "E-posta adresinizi yazın. Bu adres bizde kayıtlıysa kişisel sayfanızın"
        " bağlantısını göndeririz.",
        "ask_label": "E-posta adresi",
        "ask_button": "Bağlantı gönder",
        "ask_phone": "Telefonunuz için: aldığınız son SMS’teki bağlantıyı kullanın ya da"
        " göndericinin iletişim adresine yazın.",
        "sent_title": "Teşekkürler",
        "sent": "Bu adres bizde kayıtlıysa birkaç dakika içinde bir bağlantı gelir."
        " Gelmezse istenmeyen posta klasörüne bakın ya da adresi kontrol edin.",
        "again": "Tercihlere dön",
        "failed_title": "Lütfen tekrar deneyin",
        "failed": "Şu anda kaydedilemedi. Birkaç dakika sonra yeniden deneyin. Acilse"
        " iletideki reddetme bağlantısını kullanın ya da göndericiye yazın.",
    },
    "en": {
        "title": "Your message preferences",
        "intro": "See which messages you allowed, and stop any of them with one press."
        " Opening this page changes nothing.",
        "EPOSTA": "E-mail",
        "MESAJ": "SMS",
        "ARAMA": "Phone calls",
        "approved": "You consented",
        "refused": "You refused; nothing commercial is sent",
        "waiting": "Your consent is being registered at İYS",
        "none": "No consent",
        "merchant": "Listed as a merchant; messages may come unless you refuse",
        "unknown": "State not known",
        "leave": "Stop",
        "raise": "Ask for a link to consent",
        "purposes": "Your explicit consents for personal data",
        "given": "Given",
        "withdraw": "Withdraw",
        "pause": "Take a break",
        "pause_hint": "Your consent stands; nothing commercial is sent for the time you"
        " choose, then messages may come again. For none at all, press Stop.",
        "pause1": "1 month",
        "pause3": "3 months",
        "pause6": "6 months",
        "paused_until": "You asked for a break; nothing commercial is sent until",
        "resume": "End the break",
        "all": "I want no commercial messages at all",
        "all_hint": "Nothing commercial of any brand of this company is sent to the"
        " addresses shown here, and your explicit consents are withdrawn. It is free,"
        " needs no reason and counts at once.",
        "how_phone": "To consent to SMS or calls again, fill in the brand’s form or use"
        " İYS; this link does not prove that the phone is yours.",
        "how_mail": "To consent to e-mails again, we send a link to the address on"
        " record; until you confirm there, nothing changes.",
        "how_code": "To consent to SMS or calls again, we send a code to the phone on record;"
        " until you enter it, nothing changes.",
        "raise_code": "Ask for a code to consent",
        "ask_number": "Mobile phone",
        "ask_code": "Send a code to my phone",
        "ask_or": "Or enter your mobile number; if we know it, we send a code by SMS.",
        "code_title": "Enter the code",
        "code": "If we know this number, an SMS with six digits arrives in a few seconds. The"
        " code opens your preference page; opening it changes no consent.",
        "code_label": "Code from the SMS",
        "code_button": "Open my preferences",
        "code_wrong": "The code is not right or too old. If no SMS came, check the number and"
        " ask again a little later.",
        "code_again": "Ask for a new code",
        "left": "Stored. Your refusal counts from this moment.",
        "withdrawn": "Stored. Your explicit consent is withdrawn.",
        "paused": "Stored. Your break counts from this moment; it is no refusal, your"
        " consent stands.",
        "resumed": "Stored. The break is over.",
        "asked": "We are sending a link to the address on record. Until you use it,"
        " nothing changes. If it does not come, try again a little later.",
        "nothing": "This page offers no such choice. Nothing was changed.",
        "gone_title": "This link does not work any more",
        "gone": "It may be too old or incomplete. Ask for a new one below. The refusal"
        " links in messages go on working.",
        "ask_title": "Ask for a link to your preferences",
        "ask": "Enter your e-mail address. If we know it, we send a link to your own"
        " page.",
        "ask_label": "E-mail address",
        "ask_button": "Send a link",
        "ask_phone": "For your phone: use the link in the newest SMS, or write to the"
        " sender’s contact.",
        "sent_title": "Thank you",
        "sent": "If we know this address, a link arrives in a few minutes. If it does not,"
        " look into your spam folder or check the address.",
        "again": "Back to the preferences",
        "failed_title": "Please try again",
        "failed": "This could not be stored just now. Please try again in a few minutes."
        " If it is urgent, use the refusal link of the message or write to the sender.",
    },
}


def words_for(accepted):
    """Return (language, {key: text}) for the languages a browser accepts.

    ``accepted`` is werkzeug's ``LanguageAccept``. Turkish when the browser says nothing,
    English for everybody who reads no Turkish.
    """
    language = accepted.best_match(WORDS, "en") if accepted else "tr"
    return language, WORDS[language]
