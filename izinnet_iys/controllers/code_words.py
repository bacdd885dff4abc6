"""What the page says on which a code is typed: Turkish and English."""

import re

_PLACE = re.compile(r"\{(\w+)\}")

CHANNELS = {
    "tr": {
        "confirm_mesaj": "SMS",
        "confirm_arama": "Arama",
        "verify": "Numara doğrulama",
    },
    "en": {
        "confirm_mesaj": "SMS",
        "confirm_arama": "Phone calls",
        "verify": "Check of the number",
    },
}
#: What typing the code leads to, for each purpose (L-25).
CONSEQUENCES = {
    "tr": {
        "confirm_mesaj": "Bu kodu girerseniz {brand} size kampanya ve tanıtım içerikli SMS"
        " gönderebilir. Girmezseniz bu onay kaydedilmez.",
        "confirm_arama": "Bu kodu girerseniz {brand} sizi kampanya ve tanıtım için"
        " arayabilir. Girmezseniz bu onay kaydedilmez.",
        "verify": "Bu kodu girerseniz yalnızca bu numaranın size ait olduğu doğrulanır. Bu"
        " işlem ticari ileti onayı değildir.",
    },
    "en": {
        "confirm_mesaj": "If you enter this code, {brand} may send you SMS about offers and"
        " promotions. If you do not, this consent is not recorded.",
        "confirm_arama": "If you enter this code, {brand} may call you about offers and"
        " promotions. If you do not, this consent is not recorded.",
        "verify": "Entering this code only confirms that this number is yours. It is no"
        " consent to commercial messages.",
    },
}
PAGE = {
    "tr": {
        "ask_title": "Son bir adım: kodu girin",
        "sent": "{address} numarasına SMS ile kod gönderiyoruz. Kod {minutes} dakika ve bir"
        " kez geçerlidir.",
        "not_sent": "{address} numarasına henüz kod gönderilmedi. Aşağıdaki düğmeyle kod"
        " isteyebilirsiniz.",
        "code": "{channel} onayı için kod",
        "button": "Onaylıyorum",
        "again": "Yeni kod gönder",
        "first": "Kodu gönder",
        "wait": "Yeni kodu {seconds} saniye sonra isteyebilirsiniz.",
        "text": "Onay metni",
        "notice": "Aydınlatma metni",
        "free": "İstemiyorsanız bu sayfayı kapatın; hiçbir şey kaydedilmez.",
        "mail": "E-posta onayınız için ayrıca e-posta adresinize bir bağlantı gönderiyoruz.",
        "given": "Kaydedildi",
        "next": "Sıradaki kişi",
        "done_title": "Teşekkürler",
        "done": "Onayınız kaydedildi. Alındığını bildiren ve reddetme yolunu içeren bir SMS"
        " bugün numaranıza gönderilir.",
        "done_verify": "Numaranız doğrulandı.",
        "gone_title": "Bu sayfa artık geçerli değil",
        "gone": "Süresi dolmuş ya da eksik olabilir. Kodu doğru girdiyseniz yanıtınız"
        " kaydedilmiştir; bilgilendirme SMS'i gelir. Girmediyseniz hiçbir şey kaydedilmedi;"
        " formu yeniden doldurabilirsiniz.",
        "failed_title": "Lütfen tekrar deneyin",
        "failed": "Yanıtınız şu anda kaydedilemedi. Birkaç dakika sonra bu sayfayı yeniden"
        " açın.",
        # what happened
        "wrong": "Kod doğru değil. En son gelen SMS'teki kodu kontrol edin; {left} deneme"
        " hakkınız var.",
        "used_up": "Çok fazla yanlış kod girildi. Yeni bir kod isteyin.",
        "expired": "Bu kodun süresi doldu. Yeni bir kod isteyin.",
        "empty": "Lütfen SMS ile gelen altı haneli kodu girin.",
        "resent": "Yeni kod gönderiyoruz. Artık yalnızca en son kod geçerlidir.",
        "number_wait": "Bu numara için az önce kod istendi. {seconds} saniye sonra yeniden"
        " isteyebilirsiniz.",
        "number_limit": "Bu numara için çok sık kod istendi. Lütfen daha sonra deneyin;"
        " hiçbir şey kaydedilmedi.",
        "busy": "Şu anda kod gönderilemiyor. Lütfen biraz sonra yeniden deneyin; hiçbir şey"
        " kaydedilmedi. Ret hakkınız bundan etkilenmez.",
        "press": "Güvenlik için bir adım daha: kodu almak için birkaç saniye sonra düğmeye"
        " basın.",
        "undelivered": "SMS size ulaştırılamadı. Numaranızı ve kapsama alanınızı kontrol"
        " edip yeni kod isteyin.",
    },
    "en": {
        "ask_title": "One last step: enter the code",
        "sent": "We are sending a code to {address} by SMS. It works for {minutes} minutes"
        " and once.",
        "not_sent": "No code was sent to {address} yet. Ask for one with the button below.",
        "code": "Code for {channel}",
        "button": "I consent",
        "again": "Send a new code",
        "first": "Send the code",
        "wait": "You may ask for a new code in {seconds} seconds.",
        "text": "Text",
        "notice": "Privacy notice",
        "free": "If you do not want this, close the page; nothing is recorded.",
        "mail": "For your consent to e-mails we also send a link to your e-mail address.",
        "given": "Recorded",
        "next": "Next person",
        "done_title": "Thank you",
        "done": "Your consent is recorded. An SMS that says so, with a way to refuse, is"
        " sent to your number today.",
        "done_verify": "Your number is confirmed.",
        "gone_title": "This page does not work any more",
        "gone": "It may be too old or incomplete. If you entered the right code, your answer"
        " was recorded; an SMS will tell you so. If you did not, nothing was recorded; you"
        " may fill in the form again.",
        "failed_title": "Please try again",
        "failed": "Your answer could not be stored just now. Please open this page again in a"
        " few minutes.",
        # what happened
        "wrong": "The code is not right. Check the newest SMS; {left} tries are left.",
        "used_up": "Too many wrong codes. Please ask for a new one.",
        "expired": "This code is too old. Please ask for a new one.",
        "empty": "Please enter the six digits of the SMS.",
        "resent": "We are sending a new code. Only the newest one works now.",
        "number_wait": "A code for this number was asked for a moment ago. You may ask again"
        " in {seconds} seconds.",
        "number_limit": "Codes for this number were asked for too often. Please try again"
        " later; nothing was recorded.",
        "busy": "No code can be sent just now. Please try again a little later; nothing was"
        " recorded. Your right to refuse is not affected.",
        "press": "One more step for safety: press the button in a few seconds to get the"
        " code.",
        "undelivered": "The SMS could not be delivered. Check your number and your coverage,"
        " then ask for a new code.",
    },
}


def words_for(language, **facts):
    """Return {key: text} for ``tr`` or ``en`` with facts (address, seconds …) filled in."""
    return {key: filled(text, **facts) for key, text in PAGE[language].items()}


def filled(text, **facts):
    """Put facts in, in one go: a brand's name is no template."""
    return _PLACE.sub(lambda found: str(facts.get(found[1], found[0])), text)
