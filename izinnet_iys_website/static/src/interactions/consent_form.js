import { rpc } from "@web/core/network/rpc";
import { redirect } from "@web/core/utils/urls";
import { registry } from "@web/core/registry";
import { markup } from "@odoo/owl";
import { session } from "@web/session";
import { ReCaptcha } from "@google_recaptcha/js/recaptcha";
import { ConsentBlock } from "./consent_block";

const KINDS = { name: "text", email: "email", phone: "tel", birth_year: "number" };
const COMPLETES = { name: "name", email: "email", phone: "tel", company_name: "organization" };
const ADDRESSES = { EPOSTA: "email", MESAJ: "phone", ARAMA: "phone" };
/** How long and how often a crowd waits before it sends again. */
const AGAIN_MS = 4000;
const MOST_AGAIN = 5;
const OWN = ["name", "email", "phone"];

/** The whole form: name, addresses, empty boxes, one button. */
export class ConsentForm extends ConsentBlock {
    static selector = ".s_iys_consent_form";
    dynamicContent = {
        ...this.dynamicContent,
        "form.iys_live": {
            "t-on-submit.prevent": this.locked(this.onSubmit),
            "t-on-change": this.onChange,
            "t-att-class": () => ({ "d-none": this.isDone }),
        },
        ".iys_live button[type=submit]": { "t-att-disabled": () => this.isSending },
        ".iys_status": {
            "t-out": () => this.message,
            "t-att-class": () => ({
                "d-none": !this.message,
                "alert-danger": !this.isDone,
                "alert-success": this.isDone,
            }),
        },
        ".iys_fault": { "t-out": (el) => this.faults[el.dataset.field] || "" },
        ".iys_live input, .iys_live textarea": {
            "t-att-aria-invalid": (el) => (this.faults[el.dataset.field] ? "true" : undefined),
            "t-att-class": (el) => ({ "is-invalid": !!this.faults[el.dataset.field] }),
        },
        ".s_iys_consent_thanks": { "t-att-class": () => ({ "d-none": !this.showsThanks }) },
    };

    setup() {
        super.setup();
        this.recaptcha = new ReCaptcha();
        this.message = "";
        this.faults = {};
        this.isDone = false;
        this.isSending = false;
        this.isTaken = false;
    }

    get showsThanks() {
        return this.isTaken && this.el.dataset.iysThanks === "own";
    }

    async willStart() {
        await super.willStart();
        if (this.isOpen) {
            await this.waitFor(Promise.resolve(this.recaptcha.loadLibs()));
        }
    }

    start() {
        if (!this.isOpen) {
            return;
        }
        this.renderAt("izinnet_iys_website.ConsentForm", this.renderContext, this.placeEl);
        this.formEl = this.el.querySelector("form.iys_live");
        this.addTurnstile();
        this.updateContent();
    }

    get renderContext() {
        const content = this.content;
        return {
            ...content,
            idOf: this.idOf.bind(this),
            html: (text) => markup(text),
            columns: this.el.dataset.iysLayout === "two" ? "col-md-6" : "col-12",
            inputs: content.fields.map((key) => ({
                key,
                name: OWN.includes(key) ? key : `extra_${key}`,
                kind: KINDS[key] || "text",
                isLong: key === "note",
                completes: COMPLETES[key] || "off",
                required: key === "name",
                label: content.words[key] || content.labels?.[key] || key,
            })),
        };
    }

    addTurnstile() {
        // not in the editor: it would end up in the saved page
        if (!session.turnstile_site_key || window.top !== window) {
            return;
        }
        const { TurnStile } = odoo.loader.modules.get(
            "@website_cf_turnstile/interactions/turnstile"
        );
        const turnstile = new TurnStile("iys_consent");
        this.formEl.append(turnstile.turnstileEl);
        turnstile.constructor.disableSubmit(this.formEl.querySelector("[type=submit]"));
        turnstile.insertScripts(this.formEl);
        turnstile.render();
    }

    /** A ticked channel needs its address; no box makes any other box needed. */
    onChange() {
        for (const key of ["email", "phone"]) {
            const inputEl = this.formEl.querySelector(`[name=${key}]`);
            if (inputEl) {
                inputEl.required = [...this.formEl.querySelectorAll("[data-type]")].some(
                    (el) => el.checked && ADDRESSES[el.dataset.type] === key
                );
            }
        }
    }

    async onSubmit() {
        const { words } = this.content;
        const values = Object.fromEntries(new FormData(this.formEl));
        values.layout = this.el.dataset.iysLayout || "one";
        this.isSending = true;
        this.updateContent();
        const reply = await this.waitFor(this.sendPatiently(values));
        if (reply.code_url) {
            redirect(reply.code_url); // the code that was sent is typed on its own page
            return;
        }
        this.isSending = false;
        this.faults = reply.faults || {};
        this.isDone = ["taken", "nothing", "closed"].includes(reply.outcome);
        this.isTaken = reply.outcome === "taken";
        this.message = reply.message || words.failed;
        if (this.isTaken && !reply.waits && this.el.dataset.iysThanks !== "own") {
            this.message = this.content.thanks || this.message;
        }
    }

    /** A crowd behind one address is asked to send once more, some seconds later. */
    async sendPatiently(values) {
        let reply = await this.send(values);
        for (let tries = 0; reply.outcome === "again" && tries < MOST_AGAIN; tries++) {
            this.message = reply.message;
            this.updateContent();
            await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
            reply = await this.send({ ...values, stamp: reply.stamp });
        }
        return reply.outcome === "again" ? { outcome: "failed" } : reply;
    }

    async send(values) {
        const failed = { outcome: "failed", message: this.content.words.failed };
        try {
            const captcha = await this.recaptcha.getToken("iys_consent");
            if (captcha.error) {
                return { ...failed, message: captcha.error };
            }
            const { turnstile_captcha, ...rest } = values;
            return await rpc(
                `/iys/form/${encodeURIComponent(this.token)}/answer`,
                {
                    values: rest,
                    ...(captcha.token ? { recaptcha_token_response: captcha.token } : {}),
                    ...(turnstile_captcha ? { turnstile_captcha } : {}),
                },
                { silent: true }
            );
        } catch {
            return failed;
        }
    }
}

registry.category("public.interactions").add("izinnet_iys_website.consent_form", ConsentForm);
