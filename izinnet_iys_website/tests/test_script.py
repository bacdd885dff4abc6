"""Forty payloads in every text of a form: none runs, all are kept as they were (R-53)."""

import hashlib
import json

from odoo.tests import tagged

from odoo.addons.izinnet_iys.tests.form_case import EMAIL

from .attack_case import AttackCase

HIT = "window.top.iysRan=1"
PAYLOADS = [
    text.replace("HIT", HIT)
    for text in (
        "<script>HIT</script>",
        "<SCRIPT>HIT</SCRIPT>",
        "<scr<script>ipt>HIT</scr</script>ipt>",
        "<script >HIT</script >",
        "</title><script>HIT</script>",
        "</textarea><script>HIT</script>",
        "</style><script>HIT</script>",
        "--><script>HIT</script>",
        "]]><script>HIT</script>",
        "<img src=x onerror=HIT>",
        "<img src=x onerror='HIT'>",
        '"><img src=x onerror="HIT">',
        "'><img src=x onerror=HIT>",
        "<svg onload=HIT>",
        "<svg/onload=HIT>",
        "<svg><script>HIT</script></svg>",
        "<svg><animate onbegin=HIT attributeName=x dur=1s>",
        "<body onload=HIT>",
        "<iframe srcdoc='<script>HIT</script>'></iframe>",
        "<iframe src='javascript:HIT'></iframe>",
        "<a href='javascript:HIT' autofocus onfocus=HIT>x</a>",
        '" autofocus onfocus="HIT" x="',
        "' autofocus onfocus='HIT' x='",
        "<input autofocus onfocus=HIT>",
        "<select autofocus onfocus=HIT>",
        "<details open ontoggle=HIT>",
        "<marquee onstart=HIT>",
        "<video><source onerror=HIT></video>",
        "<audio src=x onerror=HIT>",
        "<object data='javascript:HIT'></object>",
        "<embed src='javascript:HIT'>",
        "<math><mtext><script>HIT</script></mtext></math>",
        "<meta http-equiv=refresh content='0;url=javascript:HIT'>",
        "<base href='javascript:HIT//'>",
        "<style>@import 'javascript:HIT';</style><script>HIT</script>",
        "&lt;script&gt;HIT&lt;/script&gt;",
        "\\u003cscript\\u003eHIT\\u003c/script\\u003e",
        "{{ 7 * 191 }}${7 * 191}<t t-out='7 * 191'/>#{7 * 191}",
        "<t t-esc='7 * 191'/>{% raw %}<%= 7 * 191 %>",
        "javascript:HIT//<script>HIT</script>",
    )
]
#: What an evaluated template would show.
EVALUATED = str(7 * 191)
#: Shows each page in a frame of this one, without the page's own policy and with an
#: alert that tells: the words alone have to be harmless.
HARNESS = """
window.iysRan = 0;
window.iysShown = 0;
const pages = %(pages)s;
async function show([path, values]) {
    const body = values && new URLSearchParams(values);
    const answer = await fetch(path, body ? {method: "POST", body} : {});
    const frame = document.createElement("iframe");
    const hook = "<script>window.alert = () => { window.top.iysRan = 1; }<" + "/script>";
    const loaded = new Promise((done) => { frame.onload = done; });
    frame.srcdoc = hook + (await answer.text());
    document.body.append(frame);
    await loaded;
    for (const part of frame.contentDocument.querySelectorAll("input, a, button, details")) {
        part.focus();
        part.dispatchEvent(new Event("toggle"));
    }
    await new Promise((done) => setTimeout(done, 10));
    window.iysShown += 1;
    frame.remove();
}
(async () => {
    for (const page of pages) {
        await show(page);
    }
    const seen = window.iysShown === pages.length;
    if (Boolean(window.iysRan) === %(expected)s && seen) {
        console.log("test successful");
    } else {
        console.error(`ran: ${window.iysRan}, shown: ${window.iysShown}`);
    }
})();
"""


@tagged("-at_install", "post_install")
class TestScript(AttackCase):
    @classmethod
    def setUpClass(cls):
        """Override of `attack_case`: a form for each payload, in every text it has."""
        super().setUpClass()
        cls.forms = [cls._poisoned(text) for text in PAYLOADS]

    @classmethod
    def _poisoned(cls, text):
        texts = dict.fromkeys(("name", "title", "intro", "thanks"), text)
        form = cls._make_form(
            channels=("EPOSTA",), confirms_address=False, **texts
        ).sudo()
        form.question_ids.label = text
        form.point_ids.name = text
        cls._freeze_form(form)
        return form

    def _answer_to(self, form, **over):
        box = f"box_{self._box(form, 'EPOSTA')}"
        return {
            "version": form.version_id._signed(),
            "language": "tr_TR",
            "name": "Ada Akçam",
            "email": EMAIL,
            box: "1",
            **over,
        }

    def _shown(self):
        """Return [path, what is posted] of every page a payload comes to stand on."""
        pages = []
        for text, form in zip(PAYLOADS, self.forms, strict=True):
            path = f"/izin/{form.point_ids.token}"
            wrong = self._answer_to(form, name=text, email=text, extra_city=text)
            pages += [[path, None], [path, self._answer_to(form)], [path, wrong]]
        return pages

    def _run(self, pages, expected):
        code = HARNESS % {"pages": json.dumps(pages), "expected": json.dumps(expected)}
        self.browser_js("/web/login", code, timeout=120)

    def test_there_are_forty_of_them(self):
        self.assertEqual(len(set(PAYLOADS)), 40)

    def test_nothing_runs_on_the_form_s_pages(self):
        self._run(self._shown(), expected=False)

    def test_nothing_runs_on_the_person_s_pages(self):
        """Confirmation, refusal and preferences name the brand, here a payload each."""
        pages = []
        for number, text in enumerate(PAYLOADS):
            brand = self.beta.copy({"name": text, "brand_code": f"77{number:04}"})
            brand.trade_name = brand.contact = text
            row = {"brand_id": brand.id, "recipient": f"k{number}@example.com"}
            asked = self.env["iys.confirmation"]._ask(
                [{**row, "purpose": purpose} for purpose in ("verify", "preferences")]
            )
            message = {**row, "type": "EPOSTA", "message_class": "COMMERCIAL"}
            (sent,) = self.env["iys.message"]._log_sent([{**message, "body": "x"}])
            pages += [
                [f"/iys/confirm/{asked[0]}", None],
                [f"/iys/preferences/{asked[1]}", None],
                [f"/iys/refuse/{sent}", None],
            ]
        self._run(pages, expected=False)

    def test_the_harness_sees_what_runs(self):
        """What could not see it would prove nothing."""
        self.authenticate("admin", "admin")
        views = self.env["ir.ui.view"].create(
            {
                "name": "open",
                "type": "qweb",
                "key": "website.open",
                "arch": f"<html><body><script>{HIT}</script></body></html>",
            }
        )
        self.env["website.page"].create(
            {"view_id": views.id, "url": "/acik-kapi", "is_published": True}
        )
        self.env.flush_all()
        self._run([["/acik-kapi", None]], expected=True)

    def test_no_template_is_evaluated(self):
        for form in self.forms:
            page = self.url_open(f"/izin/{form.point_ids.token}").text
            self.assertNotIn(EVALUATED, page)

    def test_a_block_on_a_page_runs_nothing(self):
        """The texts come as JSON and are put in as words."""
        told = [self._content(form.point_ids) for form in self.forms]
        for text, block in zip(PAYLOADS, told, strict=True):
            self.assertEqual((block["title"], block["intro"]), (text, text))
            self.assertEqual(block["questions"][0]["label"], text)

    def test_the_proof_holds_the_bytes_that_were_seen(self):
        """SHA-256 of the frozen words; the act's own copy is letter by letter."""
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("izinnet_iys.crowd_answers", "1000")
        for number, (text, form) in enumerate(zip(PAYLOADS, self.forms, strict=True)):
            known = self._acts()
            data = self._answer_to(form, email=f"k{number}@example.com")
            self.url_open(f"/izin/{form.point_ids.token}", data=data)
            self._work()
            act = self._acts() - known
            self.assertEqual(act.evidence["label"], text)
            version = form.version_id
            self.assertEqual(version.content["tr_TR"]["title"], text)
            words = json.dumps(version.content, sort_keys=True, ensure_ascii=False)
            digest = hashlib.sha256(words.encode()).hexdigest()
            self.assertEqual(version.sha256, digest)
            self.assertIn(digest, act.evidence["form_version"])
