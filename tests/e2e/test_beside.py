"""The boxes in event registration and the shop's checkout, in Chromium, read back."""

import os
import time
from dataclasses import dataclass

import pytest

from tests.bench._run import inside

from .browser import Browser
from .odoo_client import Client

MODULES = ("izinnet_iys_website", "website_event", "website_sale")
GROUND = ["_gate_fill.py", "_web_prepare.py", "../e2e/beside_ground.py"]
EVENT, SHOP = "#attendee_registration", "form[name=address_form]"
SHORTLY = 60


@dataclass
class Place:
    """A served Odoo with an event and a shop, a visitor's browser and the back office."""

    url: str
    browser: Browser
    admin: Client
    told: dict

    def ledger(self, address):
        """Return (channel, source) of what is recorded for an address by now."""
        job = self.admin.ref("izinnet_iys.ir_cron_form_answer")
        self.admin.call("ir.cron", "method_direct_trigger", [job])
        acts = self.admin.call(
            "iys.consent",
            "search_read",
            [("recipient", "=", address)],
            ["type", "source"],
        )
        return [(act["type"], act["source"]) for act in acts]

    def choose(self, **points):
        """Change the website's choice of forms."""
        self.admin.call("website", "write", [self.told["website"]], points)


@pytest.fixture(scope="module")
def place(stack):
    """One database and one browser for all tests here; gone afterwards."""
    database = f"izinnet_beside_{os.getpid()}"
    stack.create_database(database, modules=MODULES)
    try:
        with stack.serve(database, workers=0, cron_threads=0) as server:
            told = inside(stack, database, GROUND, url=server.url)
            with Browser() as browser:
                browser.resize(1280, 900)
                yield Place(server.url, browser, Client(server.url, database), told)
    finally:
        stack.drop_database(database)


def open_registration(place):
    """Open the event as a stranger and press Register once for one person."""
    place.browser.call("Network.clearBrowserCookies")
    place.browser.open(f"{place.url}{place.told['event']}/register")
    place.browser.wait("document.body.getAttribute('is-ready') === 'true'")
    button = "document.querySelector('.a-submit')"  # in a dialogue that is not open yet
    place.browser.wait(f"{button}?.disabled === false")
    place.browser.evaluate(f"{button}.click()")
    place.browser.wait_for(f"{EVENT} input[name*='-email-']")


def register(place, address):
    """Fill the registration in and send it; wait for Odoo's own thanks."""
    for kind, text in (("name", "Deniz Deneme"), ("email", address)):
        place.browser.fill(f"{EVENT} input[name*='-{kind}-']", text)
    place.browser.click(f"{EVENT} button[type=submit]")
    place.browser.wait("document.querySelector('.o_wereg_confirmed')", SHORTLY)


def registered(place, address):
    """Count Odoo's own registrations of an address."""
    return place.admin.call(
        "event.registration", "search_count", [("email", "=", address)]
    )


def open_address(place, language=""):
    """Put a product into a stranger's cart and go to the address."""
    place.browser.call("Network.clearBrowserCookies")
    place.browser.open(f"{place.url}/shop")
    told = place.told
    place.browser.evaluate(
        f"""fetch("/shop/cart/add", {{
            method: "POST",
            headers: {{"Content-Type": "application/json"}},
            body: JSON.stringify({{jsonrpc: "2.0", method: "call", params: {{
                product_template_id: {told["template"]},
                product_id: {told["product"]}, quantity: 1}}}}),
        }}).then((answer) => answer.json())"""
    )
    path = f"{language}/shop/address?address_type=billing"
    place.browser.open(place.url + path)
    place.browser.wait("document.body.getAttribute('is-ready') === 'true'")
    place.browser.wait_for(f"{SHOP} input[name=email]")


def buy(place, address, phone=""):
    """Fill the address in and send it; wait until the shop leads on."""
    values = {
        "name": "Deniz Deneme",
        "email": address,
        "phone": phone or "+90 532 111 22 33",
        "street": "Deneme Sokak 1",
        "city": "Ankara",
        "zip": "06000",
    }
    for name, text in values.items():
        place.browser.fill(f"{SHOP} input[name={name}]", text)
    place.browser.evaluate(
        """(() => {
            const country = document.querySelector("select[name=country_id]");
            const options = [...country.options];
            country.value = options.find((o) => o.getAttribute("code") === "TR").value;
            country.dispatchEvent(new Event("change", {bubbles: true}));
        })()"""
    )
    time.sleep(1)  # the shop asks which fields the country needs
    place.browser.evaluate(
        """(() => {
            const state = document.querySelector("select[name=state_id]");
            if (state?.options.length > 1) { state.selectedIndex = 1; }
        })()"""
    )
    place.browser.click("[name=website_sale_main_button]")
    place.browser.wait("!location.pathname.includes('/shop/address')", SHORTLY)


def customers(place, address):
    """Count the shop's own contacts of an address."""
    return place.admin.call("res.partner", "search_count", [("email", "=", address)])


def box(place, form, type_):
    """Return the selector of a channel's box in a form."""
    selector = f"{form} .iys_beside input[data-type={type_}]"
    place.browser.wait_for(selector)
    return selector


def test_a_registration_with_one_box_ticked_makes_one_act(place):
    """L-24: of the three channels the one the person ticked."""
    open_registration(place)
    place.browser.click(box(place, EVENT, "EPOSTA"))
    register(place, "katilan@example.com")
    assert registered(place, "katilan@example.com") == 1
    assert [type_ for type_, _source in place.ledger("katilan@example.com")] == [
        "EPOSTA"
    ]


def test_a_registration_with_empty_boxes_goes_through_and_keeps_nothing(place):
    """L-21, L-22."""
    open_registration(place)
    selector = box(place, EVENT, "EPOSTA")
    assert not place.browser.evaluate(f'document.querySelector("{selector}").checked')
    assert not place.browser.evaluate(
        f'document.querySelector("{EVENT} .iys_beside :required")'
    )
    register(place, "sessiz@example.com")
    assert registered(place, "sessiz@example.com") == 1
    assert place.ledger("sessiz@example.com") == []


def test_what_a_ticked_box_lacks_is_said_and_stops_nobody(place):
    """L-22: SMS without a phone; the registration goes through."""
    open_registration(place)
    place.browser.click(box(place, EVENT, "MESAJ"))
    place.browser.wait_for(f"{EVENT} .iys_missing")
    register(place, "telefonsuz@example.com")
    assert registered(place, "telefonsuz@example.com") == 1
    assert place.ledger("telefonsuz@example.com") == []


def test_an_address_with_boxes_ticked_makes_their_acts(place):
    open_address(place)
    place.browser.click(box(place, SHOP, "EPOSTA"))
    buy(place, "alan@example.com")
    assert customers(place, "alan@example.com") == 1
    assert [type_ for type_, _source in place.ledger("alan@example.com")] == ["EPOSTA"]


def test_an_address_with_empty_boxes_is_taken_and_keeps_nothing(place):
    """L-21, L-22."""
    open_address(place)
    box(place, SHOP, "EPOSTA")
    buy(place, "suskun@example.com")
    assert customers(place, "suskun@example.com") == 1
    assert place.ledger("suskun@example.com") == []


def test_the_boxes_are_there_in_the_website_s_other_languages(place):
    """There Odoo puts the language before every address on the page."""
    open_address(place, "/tr")
    place.browser.click(box(place, SHOP, "EPOSTA"))
    buy(place, "turkce@example.com")
    assert [type_ for type_, _source in place.ledger("turkce@example.com")] == [
        "EPOSTA"
    ]


def test_without_a_chosen_form_there_are_no_boxes(place):
    """Off until a website chooses one; the registration is as Odoo made it."""
    point = place.admin.read("website", place.told["website"], "iys_event_point_id")
    place.choose(iys_event_point_id=False)
    try:
        open_registration(place)
        register(place, "kutusuz@example.com")
        assert registered(place, "kutusuz@example.com") == 1
    finally:
        place.choose(iys_event_point_id=point["iys_event_point_id"][0])
