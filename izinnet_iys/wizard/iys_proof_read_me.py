"""The page that comes with every pack: what is in it and how anybody checks it."""

TURKISH = """\
İSPAT DOSYASI

Bu klasördeki her şey Odoo ve İzinnet olmadan okunabilir ve denetlenebilir.

proof.pdf       Okumak için özet.
proof.json      Bütün kayıtlar; bölümler ISO/IEC TS 27560 düzenindedir:
                header (kayıt, alıcı), processing (amaç, kanal, kaynak, metin),
                party (hizmet sağlayıcı, marka), event (karar, zaman, ispat),
                receipt (İYS'nin yanıtı), integrity (parmak izi).
                states: seçilen andaki durum. messages: gönderilen iletiler.
                kept_back: gönderilmeyen iletiler ve nedeni.
texts/          Kişiye gösterilen metinler. .html okunan metindir; .json metnin parmak
                izinin hesaplandığı yazımdır: SHA-256 değeri proof.json içindeki
                privacy_notice.sha256 ile aynıdır.
messages/       Gönderilen iletilerin kelimesi kelimesine metni.
files/          İmzalı belgeler, kayıtlar ve diğer ekler.
exchanges.json  İYS ile yapılan görüşmeler.
hashes.txt      Her dosyanın SHA-256 değeri.

NASIL DENETLENİR
  Linux:    sha256sum -c hashes.txt
  macOS:    shasum -a 256 -c hashes.txt
  Python 3: python3 check.py
check.py ayrıca her iznin parmak izini (integrity) içeriğiyle karşılaştırır.
Alıcısı maskelenmiş izinlerde adres yoktur; parmak izi yine denetlenebilir.
proof_key alanı şirketin anahtarıyla hesaplanır ve anahtarsız denetlenemez.
Parmak izleri, dosyaların bu paketten sonra değişmediğini gösterir.
"""
ENGLISH = """\
PROOF

Everything in this folder can be read and checked without Odoo and without İzinnet.

proof.pdf       A summary to read.
proof.json      All records, in the sections of ISO/IEC TS 27560: header (record,
                recipient), processing (purpose, channel, source, text), party (sender,
                brand), event (decision, time, evidence), receipt (İYS's answer),
                integrity (fingerprint). states: what stood at the chosen moment.
                messages: what was sent. kept_back: what was not sent, and why.
texts/          The texts people were shown. .html is what was read; .json is the spelling
                the text's fingerprint was made from: its SHA-256 is the value
                privacy_notice.sha256 in proof.json.
messages/       The exact words of the messages sent.
files/          Signed documents, recordings and other attachments.
exchanges.json  The conversations with İYS.
hashes.txt      The SHA-256 of every file.

HOW TO CHECK
  Linux:    sha256sum -c hashes.txt
  macOS:    shasum -a 256 -c hashes.txt
  Python 3: python3 check.py
check.py also compares the fingerprint of each consent (integrity) with its content.
A masked consent has no address any more; its fingerprint still verifies.
proof_key is made with the company's key and cannot be checked without it.
The fingerprints show that no file was changed after this pack was made.
"""


def read_me():
    """Return the page in both languages."""
    return f"{TURKISH}\n{'-' * 72}\n\n{ENGLISH}"
