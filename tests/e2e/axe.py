"""Accessibility of a page in the browser, as axe sees it (WCAG 2.1 A and AA)."""

import json

from axe_core_python.base import AXE_SCRIPT

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
GRAVE = ("serious", "critical")
#: WCAG 2.2 (2.5.8) wants 24 px of whatever is pressed; links inside a sentence are free.
SMALL = """
    [...document.querySelectorAll("button, input:not([type=hidden]), summary")]
    .map((part) => part.closest("label") || part)
    .filter((part) => part.offsetParent && part.getBoundingClientRect().height < 24)
    .map((part) => "too small: " + part.outerHTML.slice(0, 80))
"""
#: A page that scrolls sideways is too wide for the screen.
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def grave_faults(browser, url):
    """Open an address and return what is seriously wrong, each as a line of text."""
    browser.open(url)
    browser.evaluate(AXE_SCRIPT + "; 1")
    found = browser.evaluate(
        f"axe.run({json.dumps(RULES)}).then((all) => all.violations)"
    )
    lines = [
        f"{fault['id']}: {node['target']} {node['html'][:80]}"
        for fault in found
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]
    lines += browser.evaluate(SMALL)
    return lines + (["wider than the screen"] if browser.evaluate(WIDE) else [])
