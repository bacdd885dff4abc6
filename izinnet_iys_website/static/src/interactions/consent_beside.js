import { registry } from "@web/core/registry";
import { markup } from "@odoo/owl";
import { ConsentBlock } from "./consent_block";

const ADDRESSES = { EPOSTA: "email", MESAJ: "phone", ARAMA: "phone" };

/**
 * The boxes of the form a website has chosen for event registrations or the shop's
 * checkout, inside those forms, which send them along. Nothing is required and nothing
 * waits: without an answer from us the form is as its addon made it.
 */
export class ConsentBeside extends ConsentBlock {
    // the address begins with the language on pages in another than the website's first
    static selector =
        "form#attendee_registration, form[name=address_form][action$='/shop/address/submit']";
    dynamicContent = {
        ".iys_beside .iys_missing": {
            "t-out": () => this.missing.join(" "),
            "t-att-class": () => ({ "d-none": !this.missing.length }),
        },
    };

    setup() {
        super.setup();
        this.missing = [];
    }

    get kind() {
        return this.el.id === "attendee_registration" ? "event" : "shop";
    }

    async willStart() {
        const lang = document.documentElement.lang || "";
        const url = `/iys/beside/${this.kind}/content?lang=${lang}`;
        this.content = await this.waitFor(this.fetchJson(url));
    }

    start() {
        if (!this.isOpen) {
            return;
        }
        this.inputEls = this.findInputs();
        // a box whose address this form does not ask for could not be taken
        const questions = this.content.questions.filter(
            ({ type }) => !type || this.inputEls[ADDRESSES[type]]
        );
        if (!questions.length) {
            return;
        }
        this.renderAt(
            "izinnet_iys_website.ConsentBeside",
            {
                ...this.content,
                questions,
                idOf: this.idOf.bind(this),
                html: (text) => markup(text),
                hidden: this.hiddenValues(),
                isOfMany: this.emailEls.length > 1,
                spacing: this.kind === "event" ? "modal-body" : "mt-4 pt-3",
            },
            this.placeEl,
            this.kind === "event" ? "beforebegin" : "beforeend"
        );
        this.addListener(this.el, "input", this.lookForMissing);
        this.addListener(this.el, "change", this.lookForMissing);
    }

    get placeEl() {
        return this.el.querySelector(".modal-footer") || this.el;
    }

    /** The first person of the form; events call the fields "<number>-<type>-<id>". */
    findInputs() {
        const found = {};
        this.emailEls = [];
        for (const inputEl of this.el.querySelectorAll("input[name]:not([type=hidden])")) {
            const key = inputEl.name.match(/^(?:\d+-)?(name|email|phone)(?:-\d+)?$/)?.[1];
            if (key) {
                found[key] ??= inputEl;
            }
            if (key === "email") {
                this.emailEls.push(inputEl);
            }
        }
        return found;
    }

    hiddenValues() {
        const { token, version, language } = this.content;
        const values = { iys_point: token, iys_version: version, iys_language: language };
        for (const [key, inputEl] of Object.entries(this.inputEls)) {
            values[`iys_${key}_field`] = inputEl.name;
        }
        return Object.entries(values).map(([name, value]) => ({ name, value }));
    }

    /** Says what a ticked box still lacks; the form may be sent without it all the same. */
    lookForMissing() {
        const { words } = this.content;
        const ticked = [...this.el.querySelectorAll(".iys_beside [data-type]:checked")];
        const needed = new Set(ticked.map((el) => ADDRESSES[el.dataset.type] || "name"));
        if (ticked.length) {
            needed.add("name");
        }
        this.missing = [...needed]
            .filter((key) => !this.inputEls[key]?.value.trim())
            .map((key) => words[`${key}_missing`])
            .filter(Boolean);
        this.updateContent();
    }
}

registry
    .category("public.interactions")
    .add("izinnet_iys_website.consent_beside", ConsentBeside);
