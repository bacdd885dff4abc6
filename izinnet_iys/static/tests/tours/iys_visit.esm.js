import {registry} from "@web/core/registry";

/** What the person does on the own phone: open the code's page, tick e-mail, send. */
async function answerOnThePhone() {
    const url = document.querySelector(".modal [name=url]").textContent.trim();
    const path = new URL(url).pathname;
    const html = await (await fetch(path)).text();
    const page = new DOMParser().parseFromString(html, "text/html");
    const answer = new URLSearchParams(new FormData(page.querySelector("form")));
    answer.set("name", "Ayşe Deneme");
    answer.set("email", "ayse@deneme.example.com");
    answer.set(page.querySelector("input[type=checkbox]").name, "1");
    await fetch(path, {method: "POST", body: answer});
}

/** A salesperson at a customer's: the screen shows a code and closes by itself. */
registry.category("web_tour.tours").add("izinnet_iys_visit", {
    steps: () => [
        {trigger: ".o_notebook .nav-link[name=iys_consents]", run: "click"},
        {trigger: "button[name=action_iys_visit]", run: "click"},
        {
            content: "what stands is shown before anything is asked",
            trigger: ".modal .o_iys_visit [name=standing_eposta]:contains('No consent')",
        },
        {
            trigger: ".modal button[name=action_show]:contains('Show the QR code')",
            run: "click",
        },
        {
            content: "the code is on the screen; the person answers",
            trigger: ".modal .o_iys_visit_qr img",
            run: answerOnThePhone,
        },
        {
            content: "the screen says thank you by itself",
            trigger: ".modal .o_iys_visit:contains('Thank you')",
        },
        {
            content: "and closes by itself",
            trigger: "body:not(:has(.modal))",
        },
    ],
});
