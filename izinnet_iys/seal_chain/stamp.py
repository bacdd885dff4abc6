"""Time-stamps by RFC 3161: building the request, reading and checking the answer."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Final

from asn1crypto import cms, core, tsp, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import load_der_x509_certificate

_HASHES: Final = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


class _Answer(core.Sequence):
    """TimeStampResp; the library's own does not know that a refusal has no token."""

    _fields = [  # noqa: RUF012 -- the library's way
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


class StampInvalid(Exception):
    """The answer is no time-stamp over what was asked, or nobody vouches for it."""


class StampRefused(Exception):
    """The authority answered that it gives none; the text is its reason."""


@dataclass(frozen=True)
class Stamp:
    """A checked time-stamp. ``content`` is the whole answer, as ``openssl ts`` reads it."""

    content: bytes
    time: datetime
    serial: int
    authority: str
    #: SHA-256 of the certificate that signed
    certificate: str


def build_request(digest: bytes, nonce: int) -> bytes:
    """Spell the request for a SHA-256 digest; the nonce ties the answer to it."""
    request = tsp.TimeStampReq(
        {
            "version": "v1",
            "message_imprint": {
                "hash_algorithm": {"algorithm": "sha256"},
                "hashed_message": digest,
            },
            "nonce": nonce,
            "cert_req": True,
        }
    )
    return bytes(request.dump())


def read_answer(content: bytes, digest: bytes, nonce: int | None = None) -> Stamp:
    """Read an answer and check that it stamps this digest (and carries this nonce).

    The signature has to fit the certificate in it; whether that one is to be trusted,
    ``openssl ts -verify`` says with the authority's own certificate. Times are naive UTC.
    Raises StampRefused and StampInvalid.
    """
    try:
        answer = _Answer.load(content, strict=True)
        status = answer["status"]["status"].native
        if status not in ("granted", "granted_with_mods"):
            raise StampRefused(_reason(answer))
        signed = answer["time_stamp_token"]["content"]
        info = signed["encap_content_info"]["content"].parsed
        _check_imprint(info, digest, nonce)
        certificate = _check_signature(signed)
        return Stamp(
            content,
            info["gen_time"].native.astimezone(timezone.utc).replace(tzinfo=None),
            info["serial_number"].native,
            certificate.subject.human_friendly,
            hashlib.sha256(certificate.dump()).hexdigest(),
        )
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as fault:
        raise StampInvalid(f"not understood: {type(fault).__name__}") from fault


def _reason(answer: Any) -> str:
    status = answer["status"]
    words = status["status_string"].native or []
    info = status["fail_info"].native or set()
    return "; ".join([*words, *sorted(info)]) or str(status["status"].native)


def _check_imprint(info: Any, digest: bytes, nonce: int | None) -> None:
    if not isinstance(info, tsp.TSTInfo):
        raise StampInvalid("the answer holds no time-stamp")
    imprint = info["message_imprint"]
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    if (algorithm, imprint["hashed_message"].native) != ("sha256", digest):
        raise StampInvalid("the stamp is for something else")
    if nonce is not None and info["nonce"].native != nonce:
        raise StampInvalid("the stamp answers another request")


def _check_signature(signed: cms.SignedData) -> x509.Certificate:
    """Return the signer's certificate after its signature was found right."""
    signer = signed["signer_infos"][0]
    certificate = _signer_certificate(signed, signer)
    usage = certificate.extended_key_usage_value
    if usage is None or "time_stamping" not in usage.native:
        raise StampInvalid("the certificate is not for time-stamps")
    name = signer["digest_algorithm"]["algorithm"].native
    attributes = {a["type"].native: a["values"] for a in signer["signed_attrs"]}
    content = signed["encap_content_info"]["content"].contents
    if attributes["message_digest"][0].native != hashlib.new(name, content).digest():
        raise StampInvalid("the stamp was changed after it was signed")
    try:
        _verify(certificate, signer, name)
    except InvalidSignature:
        raise StampInvalid("the signature is wrong") from None
    return certificate


def _signer_certificate(signed: cms.SignedData, signer: Any) -> x509.Certificate:
    for choice in signed["certificates"] or ():
        certificate = choice.chosen
        sid = signer["sid"].chosen
        if isinstance(sid, cms.IssuerAndSerialNumber):
            fits = (
                certificate.issuer == sid["issuer"]
                and certificate.serial_number == sid["serial_number"].native
            )
        else:
            fits = certificate.key_identifier == sid.native
        if fits:
            return certificate
    raise StampInvalid("the signer's certificate is missing")


def _verify(certificate: x509.Certificate, signer: Any, name: str) -> None:
    # the signature is over the attributes as a SET, not under their tag in the message
    signed = signer["signed_attrs"].untag().dump()
    signature = signer["signature"].native
    algorithm = signer["signature_algorithm"]
    kind = algorithm.signature_algo
    try:
        chosen = algorithm.hash_algo
    except ValueError:  # "rsa" alone: then the digest's
        chosen = name
    key = load_der_x509_certificate(certificate.dump()).public_key()
    digest = _HASHES[chosen]()
    if isinstance(key, rsa.RSAPublicKey) and kind == "rsassa_pkcs1v15":
        key.verify(signature, signed, padding.PKCS1v15(), digest)
    elif isinstance(key, rsa.RSAPublicKey) and kind == "rsassa_pss":
        pss = padding.PSS(padding.MGF1(digest), padding.PSS.AUTO)
        key.verify(signature, signed, pss, digest)
    elif isinstance(key, ec.EllipticCurvePublicKey) and kind == "ecdsa":
        key.verify(signature, signed, ec.ECDSA(digest))
    else:
        raise StampInvalid(f"signatures by {kind} are not understood")
