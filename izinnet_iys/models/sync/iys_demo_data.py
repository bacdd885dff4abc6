"""Demo data: 300 invented contacts and a past at the demo registry, by the real roads."""

from datetime import timedelta, timezone

from odoo import api, fields, models

from ...iys_api.acts import Act
from ...iys_api.errors import IysAuthError
from ...iys_api.messages import Consent, Key, Outcome
from .iys_held import act_of_consent, naive_utc

FIRST_NAMES = (
    "Ada", "Aras", "Asya", "Bora", "Ceren", "Deniz", "Duru", "Ege", "Ekin", "Elif",
    "Güneş", "Ilgaz", "İpek", "Kuzey", "Mert", "Nil", "Ozan", "Pelin", "Sarp", "Toprak",
)  # fmt: skip
LAST_NAMES = (
    "Akçam", "Başak", "Çınarlı", "Denizli", "Erguvan", "Fındık", "Gökçe", "Hisar",
    "Irmak", "Karaca", "Lale", "Menekşe", "Özgür", "Papatya", "Sümbül",
)  # fmt: skip
ASCII = str.maketrans("çğıöşüÇĞİÖŞÜ", "cgiosuCGIOSU")
PROOFS = {
    "HS_WEB": {"page": "https://cinar.example.com/uyelik", "boxes": "boş gelir"},
    "HS_ETKINLIK": {"event": "Mağaza açılışı", "list": "Form 12"},
    "HS_CAGRI_MERKEZI": {"recording": "2026/0417", "script": "v3"},
    "HS_ISLAK_IMZA": {"document": "Üyelik formu", "signed": "evet"},
}
#: The dealer whose code the demo registry does not know, for acts that İYS refuses.
LOST_DEALER = "999001"


class IysDemoMovement(models.Model):
    _inherit = "iys.demo.movement"

    @api.model
    def _load_demo(self):
        """Fill a demo database; called once, by the demo data.

        What can come by a real road does: acts enter by ``_record_acts``, lots are
        handed in at the demo registry, refusals come from its feed. Needs the three demo
        brands; commits nothing.
        """
        cinar, outlet, defne = (
            self.env.ref(f"izinnet_iys.demo_brand_{name}")
            for name in ("cinar", "outlet", "defne")
        )
        contacts = self._demo_contacts()
        self._demo_past(cinar, contacts[5::10], "HS_ETKINLIK", days=400)
        self._demo_past(defne, contacts[5::7], "HS_ISLAK_IMZA", days=250)
        self._demo_registered(cinar, contacts)
        self._demo_registered(outlet, contacts[::4])
        self._demo_citizens(cinar, contacts[4::10])
        self._demo_citizens(outlet, contacts[::20])
        self._demo_unfinished(cinar, contacts)
        self._demo_stopped(defne, contacts)
        for brand in (cinar, outlet):
            brand.last_good_pull = fields.Datetime.now()

    @api.model
    def _demo_contacts(self):
        """Create the contacts: every tenth a merchant, numbers no operator gives out."""
        turkey = self.env.ref("base.tr").id
        people = [(f, last) for last in LAST_NAMES for f in FIRST_NAMES]
        values = []
        for number, (first, last) in enumerate(people):
            merchant = number % 10 == 9
            mail = f"{first}.{last}".translate(ASCII).lower()
            values.append(
                {
                    "name": f"{last} Ticaret ({first})"
                    if merchant
                    else f"{first} {last}",
                    "phone": f"+90501000{number:04}",
                    "email": f"{mail}@example.com",
                    "country_id": turkey,
                    "is_company": merchant,
                    "iys_recipient_type": "TACIR" if merchant else "BIREYSEL",
                    "iys_recipient_type_proof": merchant and f"Ticaret sicili {number}",
                }
            )
        contacts = self.env["res.partner"].with_context(tracking_disable=True)
        return contacts.create(values)

    @api.model
    def _demo_act(self, brand, contact, type_, hours, status="ONAY", **over):
        """Make an act of a contact, some hours ago."""
        source = over.pop("source", "HS_WEB")
        now = fields.Datetime.now()
        return Act(
            brand_id=brand.id,
            recipient=contact.email if type_ == "EPOSTA" else contact.phone,
            type=type_,
            status=status,
            source=source,
            consent_date=now - timedelta(hours=hours, minutes=contact.id % 60),
            recipient_type=contact.iys_recipient_type,
            person_name=contact.name,
            partner_id=contact.id,
            evidence=PROOFS[source],
            **over,
        )

    @api.model
    def _demo_past(self, brand, contacts, source, days):
        """Approvals that İYS has held for long and the ledger learnt from it."""
        acts = [
            self._demo_act(brand, contact, type_, days * 24 + 12, source=source)
            for contact in contacts
            for type_ in ("MESAJ", "EPOSTA")
        ]
        moment = _aware(fields.Datetime.now() - timedelta(days=days))
        results = self._demo_lot(brand, [_consent(act) for act in acts], moment)
        for act, result in zip(acts, results, strict=True):
            act.state = "received"
            act.transaction_id = result.transaction_id
            act.iys_creation_date = naive_utc(result.creation_date)
        self.env["iys.consent"]._record_acts(acts)

    @api.model
    def _demo_lot(self, brand, consents, moment):
        """Hand a lot in at an aware moment; its results in order, as of a minute later."""
        registry = self._get_registry(brand)
        registry.book.now = lambda: moment
        receipt = registry.submit(consents)
        registry.book.now = lambda: moment + timedelta(minutes=1)
        results = {r.subrequest_id: r for r in registry.results(receipt.request_id)}
        return [results[sub.subrequest_id] for sub in receipt.subrequests]

    @api.model
    def _demo_registered(self, brand, contacts):
        """Approvals of the last two days, handed in and confirmed; refusals nobody needs.

        Every seventh contact refuses although İYS never had an approval: İYS does not
        take that, and it is kept and obeyed here (L-5).
        """
        acts = []
        for number, contact in enumerate(contacts):
            hours = 3 + number % 40
            if number % 10 in (0, 1, 2, 3, 4):
                for type_ in ("ARAMA", "MESAJ", "EPOSTA")[number % 3 :]:
                    acts.append(self._demo_act(brand, contact, type_, hours))
            elif number % 7 == 6:
                acts.append(
                    self._demo_act(
                        brand, contact, "ARAMA", hours, "RET", source="HS_CAGRI_MERKEZI"
                    )
                )
        self._demo_hand_in(brand, acts)

    @api.model
    def _demo_hand_in(self, brand, acts):
        """Record acts, hand them in an hour ago, write the answers back."""
        consents = self.env["iys.consent"]
        ids = [r.consent_id for r in consents._record_acts(acts)]
        exchange = self.env["iys.exchange"]._open(brand, "submit", row_count=len(ids))
        consents._set_state("in_flight", ids, exchange_id=exchange.id)
        consents._set_state("sent", ids)
        moment = _aware(fields.Datetime.now() - timedelta(hours=1))
        results = self._demo_lot(brand, [_consent(act) for act in acts], moment)
        answers = list(zip(ids, results, strict=True))
        good = [(i, r) for i, r in answers if r.outcome is Outcome.SUCCESS]
        bad = [(i, r) for i, r in answers if r.outcome is Outcome.FAILURE]
        consents._set_state(
            "registered",
            [i for i, _r in good],
            transaction_id=[r.transaction_id for _i, r in good],
            iys_creation_date=[naive_utc(r.creation_date) for _i, r in good],
        )
        consents._set_state(
            "local",
            [i for i, _r in bad],
            error_code=[r.error.code for _i, r in bad],
            error_message=[r.error.message for _i, r in bad],
        )
        exchange._close("done", good_count=len(good), bad_count=len(bad))

    @api.model
    def _demo_citizens(self, brand, contacts):
        """Refusals in İYS's own portal, read from the feed."""
        registry = self._get_registry(brand)
        present = registry.book.now
        moment = _aware(fields.Datetime.now() - timedelta(minutes=40))
        registry.book.now = lambda: moment
        for contact in contacts:
            key = Key(contact.phone_sanitized, contact.iys_recipient_type, "MESAJ")
            registry.book.citizen_act(key, "RET")
        registry.book.now = present
        page = registry.changes(None, "IYS")
        self.env["iys.consent"]._record_acts(
            [act_of_consent(brand.id, consent, "feed") for consent in page.consents]
        )

    @api.model
    def _demo_unfinished(self, brand, contacts):
        """Acts that wait, that wait for the person, that came too late, that failed."""
        acts = [self._demo_act(brand, c, "MESAJ", 1) for c in contacts[7::10]]
        acts += [
            self._demo_act(brand, c, "EPOSTA", 2, state="unconfirmed")
            for c in contacts[8::10]
        ]
        acts += [self._demo_act(brand, c, "MESAJ", 240) for c in contacts[8::20]]
        self.env["iys.consent"]._record_acts(acts)
        self._demo_failed(brand, contacts[16::20])

    @api.model
    def _demo_failed(self, brand, contacts):
        """Approvals taken by a dealer İYS does not know (H180): a person must act."""
        consents = self.env["iys.consent"]
        recorded = consents._record_acts(
            [
                self._demo_act(brand, c, "EPOSTA", 5, retailer_code=LOST_DEALER)
                for c in contacts
            ]
        )
        ids = [r.consent_id for r in recorded]
        exchange = self.env["iys.exchange"]._open(brand, "submit", row_count=len(ids))
        consents._set_state("in_flight", ids, exchange_id=exchange.id)
        message = f"{LOST_DEALER} kodlu bayi bulunamadı."
        consents._set_state("failed", ids, error_code="H180", error_message=message)
        exchange._close("refused", bad_count=len(ids))

    @api.model
    def _demo_stopped(self, brand, contacts):
        """A bad day: the password is refused, so acts wait, some with a lost answer."""
        consents = self.env["iys.consent"]
        ids = {}
        for place, state in enumerate(("queued", "in_flight", "sent", "unknown")):
            acts = [
                self._demo_act(brand, c, "MESAJ", 20 + 12 * place)
                for c in contacts[place::7]
            ]
            ids[state] = [r.consent_id for r in consents._record_acts(acts)]
        for state, closed in (
            ("in_flight", None), ("sent", "accepted"), ("unknown", "unknown"),
        ):  # fmt: skip
            lot = consents.browse(ids[state])
            exchange = self.env["iys.exchange"]._open(
                brand, "submit", row_count=len(lot)
            )
            consents._set_state("in_flight", lot.ids, exchange_id=exchange.id)
            if closed:
                receipt = self._get_registry(brand).submit([_consent(a) for a in lot])
                names = [sub.subrequest_id for sub in receipt.subrequests]
                consents._set_state(state, lot.ids, subrequest_id=names)
                exchange._close(
                    closed,
                    request_id=receipt.request_id,
                    poll_at=fields.Datetime.now(),
                )
        for _try in range(3):
            brand.account_id._note_error(IysAuthError("demo"))


def _aware(moment):
    return moment.replace(tzinfo=timezone.utc, microsecond=0)


def _consent(act):
    """What İYS is told of an act, or of a row of the ledger."""
    return Consent(
        recipient=act.recipient,
        type=act.type,
        status=act.status,
        source=act.source,
        consent_date=_aware(act.consent_date),
        recipient_type=act.recipient_type,
    )
