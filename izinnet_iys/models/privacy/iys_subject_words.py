"""Letters that answer a request, in the language of the person; staff edit them."""

from markupsafe import Markup

ANSWERS = {
    "information": (
        "Başvurunuz üzerine kayıtlarımız telefon numaranız ve e-posta adresinizle"
        " araştırılmıştır. Hakkınızda işlenen veriler, işleme amaçları ve hukuki sebepleri"
        " ekte yer almaktadır."
    ),
    "copy": (
        "Hakkınızda tuttuğumuz kişisel verilerin bir örneği ekte bilginize sunulmuştur."
    ),
    "correction": (
        "Düzeltilmesini istediğiniz veriler incelenmiş ve kayıtlarımızda düzeltilmiştir."
    ),
    "deletion": (
        "Kişisel verileriniz maskelenmiştir. Ret kaydınız, mevzuatın öngördüğü süre boyunca"
        " yalnızca ispat amacıyla ve kilitli olarak saklanacak; adresinize ticari"
        " elektronik ileti gönderilmeyecektir. Süre dolduğunda bu kayıt da imha edilecektir."
    ),
    "objection": (
        "İtirazınız değerlendirilmiştir. Kişisel verileriniz pazarlama amacıyla"
        " işlenmeyecek, adresinize ticari elektronik ileti gönderilmeyecektir."
    ),
}
FRAME = Markup(
    "<p>Sayın {name},</p><p>{received} tarihinde aldığımız {number} sayılı başvurunuz 6698"
    " sayılı Kişisel Verilerin Korunması Kanunu'nun 13. maddesi uyarınca"
    " sonuçlandırılmıştır.</p><p>{answer}</p><p>Yanıtımızı yetersiz bulursanız, yanıtı"
    " öğrendiğiniz tarihten itibaren otuz gün içinde Kişisel Verileri Koruma Kurulu'na"
    " şikâyette bulunabilirsiniz.</p><p>{company}</p>"
)


def answer_text(request):
    """Return the proposed letter (HTML) for a request."""
    return FRAME.format(
        name=request.person_name or "ilgili",
        received=f"{request.received_on:%d.%m.%Y}",
        number=request.number,
        answer=ANSWERS[request.kind],
        company=request.company_id.name,
    )
