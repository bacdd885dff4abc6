import { registry } from "@web/core/registry";
import { markup } from "@odoo/owl";
import { ConsentBlock } from "./consent_block";

const ADDRESSES = { EPOSTA: "email", MESAJ: "phone", ARAMA: "phone" };
const FIELDS = {
    name: "[name=name], [name=contact_name], [name=partner_name], [data-fill-with=name]",
    email: "input[type=email][name]",
    phone: "input[type=tel][name]",
};

/** The boxes alone, inside a form of the form builder, which sends them along. */
export class ConsentBoxes extends ConsentBlock {
    static selector = ".s_iys_consent";
    dynamicContent = {
        ...this.dynamicContent,
        "input[type=checkbox]": { "t-on-change": this.onTick },
    };

    start() {
        const formEl = this.el.closest("form");
        if (!this.isOpen || !formEl) {
            return;
        }
        const content = this.content;
        this.inputEls = this.findInputs(formEl);
        this.renderAt(
            "izinnet_iys_website.ConsentBoxes",
            {
                ...content,
                idOf: this.idOf.bind(this),
                html: (text) => markup(text),
                hidden: this.hiddenValues(),
                // a box whose address this form does not ask for could not be taken
                questions: content.questions.filter(
                    ({ type }) => !type || this.inputEls[ADDRESSES[type]]
                ),
            },
            this.placeEl
        );
        // a form is emptied once it is sent; no event tells of the boxes
        this.addListener(formEl, "reset", () => this.waitForTimeout(() => this.onTick(), 0));
    }

    findInputs(formEl) {
        const found = {};
        for (const [key, selector] of Object.entries(FIELDS)) {
            found[key] = formEl.querySelector(selector);
        }
        return found;
    }

    /** Which fields of the form hold the person, whatever its author called them. */
    hiddenValues() {
        const { token, version, language } = this.content;
        const values = { iys_point: token, iys_version: version, iys_language: language };
        for (const [key, inputEl] of Object.entries(this.inputEls)) {
            if (inputEl) {
                values[`iys_${key}_field`] = inputEl.name;
            }
        }
        return Object.entries(values).map(([name, value]) => ({ name, value }));
    }

    /** A ticked channel needs its address; unticked, the form is as its author made it. */
    onTick() {
        this.demanded ??= new Map();
        const needed = new Set(
            [...this.el.querySelectorAll("[data-type]:checked")].map(
                (el) => this.inputEls[ADDRESSES[el.dataset.type]]
            )
        );
        for (const inputEl of Object.values(this.inputEls).filter(Boolean)) {
            if (!this.demanded.has(inputEl)) {
                this.demanded.set(inputEl, inputEl.required);
            }
            inputEl.required = this.demanded.get(inputEl) || needed.has(inputEl);
        }
    }

    destroy() {
        for (const [inputEl, required] of this.demanded || []) {
            inputEl.required = required;
        }
    }
}

registry.category("public.interactions").add("izinnet_iys_website.consent_boxes", ConsentBoxes);
