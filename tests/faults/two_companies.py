"""Two companies in one database that have the same of everything, each under its mark.

Whatever text belongs to a company carries its mark, so that one look at some bytes tells
whose they are. Contacts of nobody's company are among it: both companies hold acts of
``SHARED``, and each wrote down its own mark with them.
"""

import base64
import io
import time
from dataclasses import dataclass
from datetime import timedelta

from . import house
from .code_jobs import BLOCKS, WAYS

ACTS = 1000
ROLES = ("collector", "author", "manager", "auditor")
SHARED = "ortak@paylasilan.example.com"
QUIET = {"tracking_disable": True, "no_reset_password": True}
PDF = b"%PDF-1.4\n%% {mark}\ntrailer\n<<>>\n%%EOF\n"


@dataclass(frozen=True)
class Side:
    """A company's own spellings. ``mark`` is in every text, ``prefix`` in every number."""

    mark: str
    code: str
    prefix: str

    @property
    def canaries(self):
        """What must not be read by the other company, in small letters."""
        return (self.mark.lower(), self.prefix)

    def phone(self, number):
        """The number of the company's n-th person."""
        return f"{self.prefix}{number:06d}"

    def email(self, number):
        """The e-mail of the company's n-th person."""
        return f"kisi{number}@{self.mark.lower()}.example.com"

    def owns(self, address):
        """Tell whether an address is one of the company's people."""
        return address.startswith(self.prefix) or self.mark.lower() in address

    def login(self, role):
        """The login of the one who has a role, and the password."""
        return f"{role}-{self.code}"


ALFA = Side("Zambakalfa", "545454", "+905317")
BETA = Side("Begonyabeta", "626262", "+905498")
SIDES = (ALFA, BETA)


def found(env, account=None, sms_url=""):
    """Set both companies up; ``account`` is the İYS simulator's, ``sms_url`` Verimor's."""
    env = env(context=QUIET)
    shared = env["res.partner"].create(
        {"name": "Ortak Kişi", "email": SHARED, "phone": "+905550000001"}
    )
    founded = {}
    for side in SIDES:
        before = _highest(env)
        founded[side] = Founded(env, side, shared)
        founded[side].born = _born(env, before)
        founded[side].find_files()
    return founded


def _tables(env):
    """Return {model: table} of all models with rows of their own."""
    return {
        name: model._table
        for name, model in env.items()
        if model._auto and not model._abstract
    }


def _highest(env):
    env.flush_all()
    highest = {}
    for name, table in _tables(env).items():
        env.cr.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"')
        highest[name] = env.cr.fetchone()[0]
    return highest


def _born(env, before):
    """Return {model: ids} of all rows that came while a company was founded."""
    env.flush_all()
    born = {}
    for name, table in _tables(env).items():
        env.cr.execute(f'SELECT id FROM "{table}" WHERE id > %s', [before[name]])
        if found := env.cr.fetchall():
            born[name] = {row_id for (row_id,) in found}
    return born


class Founded:
    """A company with its ledger, forms, mailings, files and what people did with them."""

    def __init__(self, env, side, shared):
        """Found it; whatever is made from here on is this company's."""
        self.side, self.shared = side, shared
        self.company = env["res.company"].create(
            {
                "name": f"{side.mark} A.Ş.",
                "country_id": env.ref("base.tr").id,
                # Odoo would ask a service of its own about the e-mail
                "iap_enrich_auto_done": True,
                "email": f"biz@{side.mark.lower()}.example.com",
            }
        )
        self.env = env(context={**env.context, "allowed_company_ids": self.company.ids})
        env.user.company_ids += self.company
        self.keys = {}
        self.users = {role: self._user(role) for role in ROLES}
        self.chief = self._user("chief", ("manager", "auditor"))
        # hashing a password takes half a second: one is enough
        self.chief.password = self.chief.login
        self.lay_ground()
        self.record()
        self.collect()
        self.send()
        self.prove()

    def _user(self, login, roles=None):
        groups = [f"izinnet_iys.group_{role}" for role in roles or (login,)]
        groups += ["base.group_user", "base.group_partner_manager"]
        groups += ["base.group_allow_export"]
        login = self.side.login(login)
        user = self.env["res.users"].create(
            {
                "name": login, "login": login,
                "email": f"{login}@personel.example.com",
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
                "group_ids": [(6, 0, [self.env.ref(name).id for name in groups])],
            }
        )  # fmt: skip
        tomorrow = house.recently(0) + timedelta(days=1)
        keys = self.env["res.users.apikeys"].with_user(user)
        self.keys[login] = keys._generate("rpc", login, tomorrow)
        return user

    def find_files(self):
        """Remember the files of the company's records, and who is house or staff.

        Those contacts, and their pictures, Odoo itself shows to everybody.
        """
        born = self.env["ir.attachment"].browse(self.born["ir.attachment"])
        houses = ("res.company", "res.users", "res.partner")
        people = self.company.partner_id | self.chief.partner_id
        self.staff = [*people.ids, *[u.partner_id.id for u in self.users.values()]]
        self.files = born.filtered(lambda file: file.res_model not in houses).ids

    def make(self, model, user=None, **values):
        """Create a record of the company, as its chief unless said otherwise."""
        return self.env[model].with_user(user or self.chief).create(values)

    # === WHAT IS THERE FIRST === #

    def lay_ground(self):
        """The İYS account, the brand, the SMS account, texts, a form."""
        mark, env = self.side.mark, self.env
        account = env["iys.account"].create(
            {"name": mark, "iys_code": self.side.code, "route": "demo",
             "results_delay": 0}
        )  # fmt: skip
        self.brand = env["iys.brand"].create(
            {
                "name": f"{mark} Marka", "account_id": account.id,
                "brand_code": self.side.code, "registration_state": "ready",
                "trade_name": f"{mark} Ticaret A.Ş.", "mersis": "0000000000000101",
                "contact": f"iletisim@{mark.lower()}.example.com",
                "iys_quiet_start": 0, "iys_quiet_end": 0,
                "last_good_pull": house.recently(0),
            }
        )  # fmt: skip
        self.gateway = env["iys.sms.gateway"].create(
            {"name": mark, "company_id": self.company.id, "provider": "verimor"}
        )
        env["iys.sms.title"].create(
            {"name": mark[:11].upper(), "gateway_id": self.gateway.id,
             "brand_id": self.brand.id, "state": "approved"}
        )  # fmt: skip
        self.gateway.action_confirm_database()
        self.company.iys_sms_gateway_id = self.gateway
        self.form = self._form()
        self.point = self.form.point_ids[:1]
        self.token = self.point.token

    def _form(self):
        mark = self.side.mark
        ground = self.env["iys.notice.block"]._fields["ground"].get_values(self.env)[0]
        notice = self._publish(
            name=f"{mark} aydınlatma", kind="notice",
            block_ids=[
                (0, 0, {"kind": k, "content": f"{t} {mark}",
                        "ground": k == "purpose" and ground})
                for k, t in BLOCKS.items()
            ],
        )  # fmt: skip
        boxes = [
            {
                "type": type_, "label": f"{mark} {way} ile haber versin",
                "notice_id": self._publish(
                    name=f"{mark} {way} onayı", kind="commercial_approval", type=type_,
                    body=f"<p>{{{{trade_name}}}} {way} ile kampanya iletisi göndersin."
                    f" {mark}</p>",
                ).id,
            }
            for type_, way in WAYS.items()
        ]  # fmt: skip
        form = self.make(
            "iys.form", name=f"{mark} formu", brand_id=self.brand.id,
            notice_id=notice.id, title=f"{mark} haberleri", confirms_address=False,
            question_ids=[(0, 0, box) for box in boxes],
        )  # fmt: skip
        form.action_publish()
        return form

    def _publish(self, **values):
        text = self.make(
            "iys.notice", brand_id=self.brand.id, language="tr_TR", **values
        )
        text.action_publish()
        return text

    # === CONSENTS === #

    def record(self):
        """A thousand acts, of the shared contact among them; a few in trouble."""
        from odoo.addons.izinnet_iys.iys_api.acts import Act

        side, moment = self.side, house.recently(120)
        people = [
            {"name": f"{side.mark} Kişi {n}", "email": side.email(n),
             "phone": side.phone(n), "company_id": self.company.id, "ref": side.mark}
            for n in range(50)
        ]  # fmt: skip
        self.people = self.env["res.partner"].create(people)
        acts = [
            Act(
                self.brand.id, SHARED if n == 0 else side.email(n // 2), "EPOSTA",
                ("ONAY", "RET")[n % 2], "IYS_WEB", moment + timedelta(minutes=n % 2),
                state="received", transaction_id=f"{side.mark}-{n}",
                iys_creation_date=moment, person_name=f"{side.mark} Kişi {n // 2}",
                evidence={"page": f"https://{side.mark.lower()}.example.com"},
                partner_id=self.people[n // 2].id if n < 100 else None,
            )
            for n in range(ACTS // 2)
        ]  # fmt: skip
        acts += [
            Act(
                self.brand.id, side.phone(n), "MESAJ", "ONAY", "IYS_WEB", moment,
                state="received", transaction_id=f"{side.mark}-{n}",
                iys_creation_date=moment, person_name=f"{side.mark} Kişi {n}",
            )
            if n % 2
            else Act(
                self.brand.id, side.phone(n), "MESAJ", "ONAY", "HS_WEB", moment,
                person_name=f"{side.mark} Kişi {n}",
                evidence={"page": f"https://{side.mark.lower()}.example.com"},
            )
            for n in range(ACTS // 2)
        ]  # fmt: skip
        told = self.env["iys.consent"]._record_acts(acts)
        ids = [one.consent_id for one in told if one.consent_id]
        assert len(ids) == ACTS, len(ids)
        self.consents = self.env["iys.consent"].browse(ids)
        self.shared_acts = self.consents.filtered(lambda c: c.recipient == SHARED).ids
        self._trouble(ids[-2:])

    def _trouble(self, ids):
        """An exchange that failed, a dead letter somebody closed, an alarm."""
        mark = self.side.mark
        exchange = self.env["iys.exchange"]._open(self.brand, "submit", row_count=2)
        ledger = self.env["iys.consent"]
        waiting = [c.id for c in ledger.browse(ids) if c.state == "queued"]
        ledger._set_state("in_flight", waiting, exchange_id=exchange.id)
        ledger._set_state(
            "failed", waiting, error_code="H180", error_message=f"{mark} bayi yok"
        )
        exchange._close("refused", bad_count=len(waiting))
        self.env.flush_all()
        letters = self.env["iys.dead.letter"].with_user(self.chief).search([])
        assert letters
        letters._close(f"{mark} görüldü")
        from odoo.addons.izinnet_iys.models.alarm.cause import Cause

        self.env["iys.alarm"].create(
            self.env["iys.alarm"]._values(
                Cause(
                    kind="probe", key=mark, since=house.recently(0),
                    company=self.company, what=f"{mark} bozuk", why=mark, todo=mark,
                    record=self.brand,
                )
            )
        )  # fmt: skip

    # === FORMS, PAPER, FILES === #

    def collect(self):
        """Answers, links, papers, imports: all ways a consent comes in by."""
        mark, side = self.side.mark, self.side
        from odoo.addons.izinnet_iys.models.form.form_taken import Answer

        box = str(self.form.question_ids[0].id)
        answer = Answer(
            name=f"{mark} Ziyaretçi", email=side.email(9001), phone=side.phone(9001),
            boxes={box: True},
            page={"url": f"https://{mark.lower()}.example.com", "language": "tr_TR",
                  "layout": "page", "ip": "192.0.2.7", "browser": mark},
        )  # fmt: skip
        taken = self.env["iys.form"]._take(self.form.version_id, self.point, answer)
        assert taken.outcome == "taken", taken
        (self.preference_token,) = self.env["iys.confirmation"]._ask(
            [{"brand_id": self.brand.id, "purpose": "preferences", "recipient": SHARED}]
        )
        self.env["iys.pause"]._ask(self.brand, "EPOSTA", SHARED, 3, {"page": mark})
        self.batch = self.make(
            "iys.form.batch", name=f"{mark} kodlar", form_id=self.form.id,
            kind="place", names=f"{mark} kapı",
        )  # fmt: skip
        self.batch.action_start()
        while self.batch.sudo().state in ("making", "drawing"):
            self.batch.sudo()._step()
        self.sheet = self.env["iys.sheet"]._print(self.form).number
        self._papers()
        self._import()

    def _papers(self):
        mark = self.side.mark
        text = self.form.question_ids[0].notice_id
        self.document = self.make(
            "iys.document", name=f"{mark} belge", brand_id=self.brand.id,
            file=base64.b64encode(PDF.replace(b"{mark}", mark.encode())),
            file_name=f"{mark}.pdf",
        )  # fmt: skip
        self.signed = self.make(
            "iys.signed.list", name=f"{mark} fuar", brand_id=self.brand.id,
            notice_id=text.id, signed_at=house.recently(60),
            attachment_ids=[
                (0, 0, {"name": f"{mark}.txt", "raw": f"{mark} imza".encode()})
            ],
        )  # fmt: skip

    def _import(self):
        import openpyxl

        side, buffer = self.side, io.BytesIO()
        book = openpyxl.Workbook()
        rows = [
            ["Telefon", "İzin Türü", "Durum", "İzin Tarihi", "Kaynak", "Ad Soyad"],
            [side.phone(9100), "SMS", "Ret", "01.06.2026 10:00:00", "Web sitesi",
             f"{side.mark} Listeden"],
            ["123", "SMS", "Ret", "01.06.2026 10:00:00", "Web sitesi",
             f"{side.mark} Hatalı"],
        ]  # fmt: skip
        for row in rows:
            book.active.append(row)
        book.save(buffer)
        self.job = self.make(
            "iys.import", brand_id=self.brand.id, file_name=f"{side.mark}.xlsx",
            file=base64.b64encode(buffer.getvalue()), proof_note=f"{side.mark} klasör",
        )  # fmt: skip
        for step in (None, "action_check", "action_start"):
            if step:
                getattr(self.job, step)()
            while self.job.sudo().state in ("reading", "checking", "running"):
                self.job.sudo()._step_guarded()
        assert self.job.state == "done", (self.job.state, self.job.message)

    # === MESSAGES === #

    def send(self):
        """Lists, mailings with who was left out, what left, what came back."""
        mark, side = self.side.mark, self.side
        self.list = self.make(
            "iys.list", name=f"{mark} listesi", brand_id=self.brand.id, type="EPOSTA",
            domain=repr([("ref", "=", mark)]),
        )  # fmt: skip
        board = self.make(
            "mailing.list", name=f"{mark} panosu", iys_brand_id=self.brand.id
        )
        self.make(
            "mailing.contact", name=f"{mark} abone", email=side.email(9200),
            list_ids=[(4, board.id)],
        )  # fmt: skip
        self.mailings = {
            kind: self.make(
                "mailing.mailing", subject=f"{mark} kampanya {kind}",
                body_html=f"<p>{mark}</p>", mailing_type=kind,
                body_plaintext=f"{mark} kampanya",
                mailing_model_id=self.env["ir.model"]._get_id("res.partner"),
                mailing_domain=repr([("ref", "=", mark)]), iys_brand_id=self.brand.id,
            )
            for kind in ("mail", "sms")
        }  # fmt: skip
        for mailing in self.mailings.values():
            mailing._iys_leave_out()
        self.draft = self.mailings["mail"].copy({"subject": f"{mark} taslak"})
        self._log_messages()
        self._operator()

    def _log_messages(self):
        mark = self.side.mark
        (self.message_token,) = self.env["iys.message"]._log_sent(
            [
                {
                    "type": "EPOSTA", "message_class": "COMMERCIAL",
                    "brand_id": self.brand.id, "recipient": SHARED,
                    "subject": f"{mark} fırsatı", "body": f"<p>{mark}</p>",
                    "rule": "approved", "consent_id": self.shared_acts[0],
                    "mailing_id": self.mailings["mail"].id,
                    "partner_id": self.shared.id,
                }
            ]
        )  # fmt: skip
        self.partner_model = self.env["ir.model"]._get_id("res.partner")
        self.env["link.tracker"].create(
            {"url": f"https://{mark.lower()}.example.com/x", "title": mark,
             "mass_mailing_id": self.mailings["mail"].id}
        )  # fmt: skip
        # the shared contact got a message, as a mailing leaves its trace
        self.env["mailing.trace"].create(
            {"mass_mailing_id": self.mailings["mail"].id, "model": "res.partner",
             "res_id": self.shared.id, "email": SHARED, "trace_status": "sent",
             "message_id": f"<{mark}@x>"}
        )  # fmt: skip

    def _operator(self):
        """A request at the SMS operator and a text that came back."""
        side = self.side
        job = self.env["iys.sms.job"].create(
            {"gateway_id": self.gateway.id, "company_id": self.company.id,
             "brand_id": self.brand.id, "title": side.mark[:11].upper(),
             "kind": "commercial", "recipient_type": "BIREYSEL",
             "job_ref": f"{side.mark}-1", "job_ids": side.code, "state": "accepted",
             "size": 1, "poll_at": house.recently(-600)}
        )  # fmt: skip
        number = self.dispatch_number = side.phone(1)
        self.dispatch = self.env["iys.sms.dispatch"].create(
            {"job_id": job.id, "ref": f"{side.mark}-r1", "number": number,
             "number10": number[-10:], "state": "accepted", "sms_uuid": side.code * 5}
        )  # fmt: skip
        self.env["iys.sms.inbound"].create(
            {"gateway_id": self.gateway.id, "company_id": self.company.id,
             "external_id": side.mark, "sender": number, "receiver": "4607",
             "text": f"{side.mark} RET", "at": house.recently(5)}
        )  # fmt: skip

    # === PROOF AND PRIVACY === #

    def prove(self):
        """Cases, requests, what is to be erased, the seal, the day report."""
        mark = self.side.mark
        self.case = self.make(
            "iys.case", authority=f"{mark} il müdürlüğü", addresses=SHARED,
            request=f"<p>{mark}</p>", brand_ids=[(6, 0, self.brand.ids)],
        )  # fmt: skip
        self.case.action_make_pack()
        self.request = self.make(
            "iys.subject.request", kind="copy", person_name=f"{mark} Ortak",
            email=SHARED, request=f"<p>{mark}</p>", identity="document",
            identity_note=f"{mark} kimlik",
        )  # fmt: skip
        self.make("iys.hold", reason=mark, partner_id=self.people[0].id)
        self.make("iys.contract", name=mark, kind="carrier", party=mark)
        self.make("iys.training", name=f"{mark} eğitimi", person_name=mark)
        rule = self.make("iys.destruction.rule", name=f"{mark} ret", kind="refused")
        self.destruction = self.env["iys.destruction"].browse(
            rule.action_prepare()["res_id"]
        )
        self.destruction.sudo()._step()
        self.env["iys.log"]._add("setup", f"{mark} kuruldu", record=self.brand)
        for _proposed_then_settled in range(2):
            self.env["iys.seal"]._seal_company(self.company, time.monotonic() + 60)
        self.env["iys.day.report"]._make(self.company, house.recently(0).date())
        self.brand.message_post(
            body=f"{mark} notu", attachments=[(f"{mark}.txt", mark)]
        )
        self.brand._alert_managers(f"{mark} uyarısı", f"{mark} gecikti")
        self.case.message_post(body=f"{mark} yazışması")
        self.write_as_jobs()
        self.open_screens()

    def sow(self, model, **values):
        """Write a row that a job or a page of visitors writes, as the superuser does."""
        return self.env[model].create(values)

    def write_as_jobs(self):
        """Rows that come by jobs and visitors, one of each kind."""
        mark, brand, now = self.side.mark, self.brand, house.recently(0)
        key = self.env["iys.key"]._hash(SHARED)
        self.sow("iys.form.hit", point_id=self.point.id, kind="seen")
        self.sow("iys.form.answer", version_id=self.form.version_id.id, at=now)
        self.sow(
            "iys.ask.again", brand_id=brand.id, recipient_key=key, type="MESAJ",
            reason=mark, user_id=self.chief.id, partner_id=self.shared.id,
        )  # fmt: skip
        self.env["iys.breaker"]._note(brand, "submit", False)
        check = self.sow("iys.seal.check", company_id=self.company.id)
        self.sow("iys.seal.fault", check_id=check.id, kind="not_sealed", note=mark)
        self.sow(
            "iys.seal.anchor", company_id=self.company.id, day=now.date(), seq=1,
            head=mark, due_at=now, state="waiting",
        )  # fmt: skip
        self.sow(
            "iys.retention", company_id=self.company.id, kind="message_log", months=60,
            reason=mark,
        )  # fmt: skip
        self.make("iys.signed.line", list_id=self.signed.id, person_name=f"{mark} Kişi")
        self._write_as_operator(now)

    def _write_as_operator(self, now):
        mark, company = self.side.mark, self.company
        self.env["iys.sms.event"]._note(
            self.gateway, "report", mark.encode(), "application/json"
        )
        self.make("iys.sms.script", brand_id=self.brand.id, body=f"{mark} metni")
        self.make(
            "iys.sms.budget", name=f"{mark} fuarı", company_id=company.id, people=10,
            starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=2),
        )  # fmt: skip
        self.sow("iys.sms.pause", company_id=company.id, begun_at=now, until=now)
        code = self.sow(
            "iys.sms.code", company_id=company.id, kind="form",
            recipient_key=mark, prefix_key=mark,
            secret_hmac=mark, created_at=now, expires_at=now,
        )  # fmt: skip
        self.sow("iys.sms.try", code_id=code.id)

    def open_screens(self):
        """Screens that ask something and have been left open."""
        mark, person = self.side.mark, self.people[1]
        self.make(
            "iys.capture", partner_id=person.id, brand_id=self.brand.id,
            reference=mark, person_name=f"{mark} Kişi", phone=person.phone,
        )  # fmt: skip
        self.make("iys.citizen", brand_id=self.brand.id, recipient=person.phone)
        self.make("iys.form.start", brand_id=self.brand.id, name=f"{mark} yeni")
        self.make("iys.refuse", note=f"{mark} aradı")
        self.make("iys.seal.ask", known_head=mark)
        self.make("iys.sheet.scan", code=mark)
        self.make("iys.visit", partner_id=person.id, form_id=self.form.id)
        self.make("iys.sms.release", mailing_id=self.mailings["sms"].id, reference=mark)
        self.make("iys.sms.request", partner_id=person.id, brand_id=self.brand.id)
        self.make("iys.export", reason=f"{mark} için", domain="[]")
        for model in ("iys.proof", "iys.seal.export", "iys.report.screen"):
            report = self.env.ref("izinnet_iys.iys_report_texts")
            values = {"report_id": report.id} if "screen" in model else {}
            self.make(model, reason=f"{mark} için", **values)
        self.draft.action_iys_left_out()
