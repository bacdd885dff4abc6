"""Odoo's web client in the browser of the tests."""

import json

from .browser import BrowserError

#: By then the client has shown its bar, even where its bundles were made first.
BEGIN_SECONDS = 40


class Odoo:
    """An Odoo in the browser: log in, call a method, open an action, be quiet."""

    def __init__(self, browser, url, database):
        """Remember the browser and the server."""
        self.browser = browser
        self.url = url
        self.database = database

    def log_in(self, login, password):
        """Log in through the page's own session; raises BrowserError when refused."""
        self.browser.open(f"{self.url}/web/login")
        self.rpc(
            "/web/session/authenticate",
            {"db": self.database, "login": login, "password": password},
        )

    def rpc(self, route, params):
        """Post JSON-RPC from within the page; returns its result, which may be None."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        answer = self.browser.evaluate(
            f"""fetch({json.dumps(route)}, {{
                method: "POST",
                headers: {{"Content-Type": "application/json"}},
                body: {json.dumps(body)},
            }}).then((answer) => answer.json())"""
        )
        if "error" in answer:
            raise RuntimeError(answer["error"]["data"]["message"])
        return answer.get("result")

    def call(self, model, method, *args, **kwargs):
        """Call a public method of a model as the user who is logged in."""
        return self.rpc(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def first(self, model, domain, order="id"):
        """Return the id of the first record found."""
        ids = self.call(model, "search", domain, limit=1, order=order)
        if not ids:
            raise RuntimeError(f"no {model} for {domain}")
        return ids[0]

    def open(self, action, record=None):
        """Open an action (and one of its records) and wait until nothing moves."""
        path = f"/odoo/action-{action}" + (f"/{record}" if record else "")
        self.browser.open(self.url + path)
        if not self._has_begun():
            # the client of a busy machine now and then never begins: load it anew, once
            self.browser.open(self.url + path)
        self.settle()

    def _has_begun(self):
        try:
            self.browser.wait("document.querySelector('.o_main_navbar')", BEGIN_SECONDS)
        except BrowserError:
            return False
        return True

    def settle(self):
        """Wait until a view stands, its lists are loaded and animations are over."""
        self.browser.wait(
            "document.querySelector('.o_view_controller, .o_action .o_form_view,"
            " .modal .o_form_view')"
        )
        self.browser.wait("!document.querySelector('.o_loading, .o_view_sample_data')")
        if self.browser.evaluate("document.body.innerText.includes('css error')"):
            raise RuntimeError("the style sheets do not compile")
        self.browser.evaluate("document.fonts.ready.then(() => true)")
        self.browser.evaluate("new Promise((done) => setTimeout(done, 700))")
