/**
 * Kiosk: the form empties itself when its visitor has left, and the thank-you makes room
 * for the next one. A plain script: the page is light and has no other.
 */
(function () {
    "use strict";
    const page = document.body;
    const warning = document.getElementById("iys_still_there");
    const start = page.dataset.kiosk;
    // seconds; the page tells them
    const rest = Number(page.dataset.rest);
    const grace = Number(page.dataset.grace);
    let timer = null;

    function startOver() {
        window.location.replace(start);
    }

    function warn() {
        if (warning) {
            warning.hidden = false;
        }
        timer = window.setTimeout(startOver, grace * 1000);
    }

    function somebodyIsHere() {
        window.clearTimeout(timer);
        if (warning) {
            warning.hidden = true;
        }
        timer = window.setTimeout(warn, rest * 1000);
    }

    for (const sign of ["pointerdown", "keydown", "input", "scroll"]) {
        window.addEventListener(sign, somebodyIsHere, {passive: true});
    }
    // a page out of the browser's memory would show the last visitor's entries
    window.addEventListener("pageshow", (event) => event.persisted && startOver());
    somebodyIsHere();
})();
