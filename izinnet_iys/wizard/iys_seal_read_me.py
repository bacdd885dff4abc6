"""The page that comes with an exported seal: what is in it and how anybody checks it."""

TURKISH = """\
MÜHÜR

Bu klasör, izin defterinin, yayımlanan metinlerin, gönderilen iletilerin ve günlüğün
sonradan değiştirilmediğini Odoo ve İzinnet olmadan denetlemek içindir.

seals.jsonl     Her satır bir mühürdür: sırası, mühürlenen kaydın alanları (row), kişisel
                bölümün taahhüdü (personal_commitment), kaydın taahhüdü (commitment) ve
                önceki mühre bağlı parmak izi (hash). personal ve salt, yalnızca dosya
                kişisel verilerle alındıysa doludur; maskelenen kişilerde yoktur.
seal.json       Şirket ve her günün dışarıda saklanan parmak izleri (anchors).
anchors/        RFC 3161 zaman damgaları.
authority.pem   Zaman damgası kurumunun sertifikası (ayarlarda girildiyse).
check.py        Denetleyici; yalnızca Python 3 ve openssl ister.
hashes.txt      Her dosyanın SHA-256 değeri.

NASIL DENETLENİR
  python3 check.py
  python3 check.py --ca kurum.pem             kurumun sertifikası sizdeyse
  python3 check.py --head 1234:ab12...        size postalanmış bir parmak izi varsa
  sha256sum -c hashes.txt                     dosyalar eksiksiz mi
Bulunan her kusur, kaydın adıyla yazılır. Sonuç 0 ise her şey mühürlendiği gibidir.
Kurumun sertifikasını bu dosyadan değil, kurumun kendisinden almanız daha güvenlidir.
"""
ENGLISH = """\
SEAL

This folder lets anybody check, without Odoo and without İzinnet, that the consent ledger,
the published texts, the messages sent and the day log were not changed afterwards.

seals.jsonl     One seal a line: its place, the fields of the sealed record (row), the
                commitment of the personal part (personal_commitment), the record's
                commitment and the fingerprint that builds on the seal before (hash).
                personal and salt are filled only in a pack taken out with personal data,
                and never for people who were masked.
seal.json       The company, and each day's fingerprint that was kept outside (anchors).
anchors/        Time-stamps by RFC 3161.
authority.pem   The authority's certificate (if it stands in the settings).
check.py        The checker; it needs Python 3 and openssl only.
hashes.txt      The SHA-256 of every file.

HOW TO CHECK
  python3 check.py
  python3 check.py --ca authority.pem         with the authority's certificate
  python3 check.py --head 1234:ab12...        with a fingerprint that was mailed to you
  sha256sum -c hashes.txt                     whether all files are there
Every fault is printed with its record. An exit code of 0 means: all is as it was sealed.
It is safer to get the authority's certificate from the authority than from this folder.

The spelling: SHA-256 over "izinnet row 1\\n", "izinnet personal 1\\n" or
"izinnet seal 1\\n" and JSON with sorted names and no blanks; see check.py.
"""


def read_me():
    """Return the page, Turkish first."""
    return f"{TURKISH}\n\n{ENGLISH}"
