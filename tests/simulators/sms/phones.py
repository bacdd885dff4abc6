"""The pages with phones: what arrived, and what a person can do about it.

Plain HTML: forms that post, and a redirect back.
"""

import re
from html import escape
from urllib.parse import parse_qs

from ..web import Request, Response, text
from .call import local
from .network import Phone, Text

HTML = "text/html; charset=utf-8"
#: no number with an ending, like the short number in "4607'ye"
CODE = re.compile(r"(?<![0-9])[0-9]{4,8}(?![0-9'’])")
TIME = "%d.%m.%Y %H:%M:%S"
STYLE = """
:root { font: 16px/1.5 system-ui, sans-serif; color: #1f2933; background: #eef1f4; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 75rem; padding: 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 0; }
a { color: #17507a; }
.again { margin: 0 0 1rem; }
.phones { display: grid; gap: 1rem; align-items: start;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); }
.phone { background: #fff; border: 1px solid #cbd2d9; border-radius: 1rem; padding: 1rem; }
.text, .reply { border-radius: .75rem; padding: .5rem .75rem; margin: .5rem 0;
  overflow-wrap: anywhere; white-space: pre-wrap; }
.text { background: #e4e9ee; margin-right: 2rem; }
.reply { background: #d3eed8; margin-left: 2rem; }
.text b, .text small, .reply small { display: block; }
small { color: #52606d; }
.code { font-size: 1.5rem; letter-spacing: .15em; display: block; }
form { display: flex; gap: .5rem; flex-wrap: wrap; margin: .5rem 0 0; }
input, button { font: inherit; padding: .4rem .7rem; min-height: 2.75rem;
  border: 1px solid #7b8794; border-radius: .5rem; }
input { flex: 1 1 8rem; min-width: 0; } button { background: #fff; }
.off { color: #9b1c1c; }
"""


def codes_in(words: str) -> list[str]:
    """The numbers in a text that may be a code a person is to type."""
    return CODE.findall(words)


class Pages:
    """Answers the pages and their forms."""

    def __init__(self, simulator):
        self._sim = simulator

    def __call__(self, request: Request) -> Response:
        """A page, or what a form asks for and the way back."""
        place = [part for part in request.path.split("/") if part]
        if place in ([], ["phones"]):
            return self._all()
        if place[0] != "phones" or len(place) > 3:
            return text(404, "not found\n", "text/plain; charset=utf-8")
        if request.method == "GET" and len(place) == 2:
            return self._one(place[1])
        if request.method == "POST" and len(place) == 3:
            return self._act(place[1], place[2], request)
        return text(404, "not found\n", "text/plain; charset=utf-8")

    # === PAGES === #

    def _all(self) -> Response:
        self._sim.world.network.settle()
        with self._sim.world.lock:
            phones = list(self._sim.world.network.phones.values())
            shown = "".join(_phone(phone, most=5) for phone in phones[-50:])
        return _page("Phones", shown or "<p>No text has arrived yet.</p>")

    def _one(self, number: str) -> Response:
        phone = self._sim.phone(number)
        with self._sim.world.lock:
            shown = _phone(phone, most=200)
        return _page(
            f"Phone {phone.number}", shown, "<p><a href='/phones'>All phones</a></p>"
        )

    # === FORMS === #

    def _act(self, number: str, action: str, request: Request) -> Response:
        fields = parse_qs(request.body.decode("utf-8", "replace"))
        if action == "coverage":
            self._sim.coverage(number, fields.get("covered") == ["1"])
        elif action == "answer":
            words = fields.get("words", [""])[0].strip()
            try:
                self._sim.answer(number, words or "RET")
            except LookupError as nobody:
                return text(409, f"{nobody}\n", "text/plain; charset=utf-8")
        else:
            return text(404, "not found\n", "text/plain; charset=utf-8")
        response = text(303, "", HTML)
        response.headers["Location"] = f"/phones/{self._sim.phone(number).number}"
        return response


def _page(title: str, shown: str, head: str = "") -> Response:
    page = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>{STYLE}</style></head>
<body><h1>{escape(title)}</h1>{head}
<form method="get" class="again"><button>Look again</button></form>
<main class="phones">{shown}</main></body></html>"""
    return text(200, page, HTML)


def _phone(phone: Phone, most: int) -> str:
    at = f"/phones/{escape(phone.number)}"
    kept = [(t.arrived, _text(t)) for t in phone.texts[-most:]]
    kept += [(r.at, _reply(r)) for r in phone.replies[-most:]]
    kept.sort(key=lambda pair: pair[0])
    state = "" if phone.covered else "<p class='off'>No coverage</p>"
    covered, words = ("0", "Lose coverage") if phone.covered else ("1", "Find coverage")
    return f"""<section class="phone" data-number="{escape(phone.number)}">
<h2><a href="{at}">{escape(phone.number)}</a></h2>{state}
{"".join(shown for _at, shown in kept)}
<form method="post" action="{at}/answer"><input name="words" aria-label="Answer"
placeholder="RET"><button>Answer</button></form>
<form method="post" action="{at}/coverage">
<button name="covered" value="{covered}">{words}</button></form></section>"""


def _text(one: Text) -> str:
    codes = "".join(f"<span class='code'>{c}</span>" for c in codes_in(one.text))
    return (
        f"<div class='text'><b>{escape(one.job.title)}</b>{escape(one.shown)}{codes}"
        f"<small>{local(one.arrived, TIME)} · {one.job.account.gateway}</small></div>"
    )


def _reply(one) -> str:
    return (
        f"<div class='reply'>{escape(one.text)}"
        f"<small>{local(one.at, TIME)} · to {escape(one.receiver)}</small></div>"
    )
