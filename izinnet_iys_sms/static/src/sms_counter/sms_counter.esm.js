import {SmsWidget} from "@sms/components/sms_widget/fields_sms_widget";
import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {user} from "@web/core/user";

import {countText, straighten, wholeText} from "./segments.esm";

const ENCODINGS = {
    gsm: _t("plain letters"),
    tr: _t("Turkish letters"),
    ucs2: _t("Unicode"),
};

/**
 * The counter below an SMS: as Turkish operators bill, with everything that is added to
 * the text, and what a mailing will cost. Forms say what is added by `iys_counter`.
 */
patch(SmsWidget.prototype, {
    get iysText() {
        return this.props.record.data[this.props.name] || "";
    },

    get iysFacts() {
        return this.props.record.data.iys_counter || {};
    },

    /** The text as it leaves. */
    get iysWholeText() {
        const text = this._getValueForSmsCounts(this.iysText);
        const {pieces = []} = this.iysFacts;
        if (!pieces.length && this.props.record.data.sms_allow_unsubscribe) {
            return text + this.linkReplacementsPlaceholders.unsubscribe;
        }
        return wholeText(text, pieces);
    },

    get segments() {
        return countText(this.iysWholeText);
    },

    /** Override of `sms`: Turkish letters have a mode of their own. */
    get encoding() {
        return ENCODINGS[this.segments.encoding];
    },

    /** Override of `sms`: with the operator's five characters and what the law adds. */
    get nbrChar() {
        return this.iysText ? this.segments.billed : 0;
    },

    /** Override of `sms`: what the count is made of. */
    get nbrCharExplanation() {
        const added = [_t("operator's code")];
        if (this.noticeLinksReplaced) {
            added.push(_t("shortened links"));
        }
        if (this.iysWholeText.length > this._getValueForSmsCounts(this.iysText).length) {
            added.push(_t("identity and way to refuse"));
        }
        return _t("with %s", added.join(", "));
    },

    /** Override of `sms`: the parts of a Turkish operator. */
    get nbrSMS() {
        return this.iysText ? this.segments.parts : 0;
    },

    /** How many parts plain quotes and dashes would save. */
    get iysSaved() {
        const plain = countText(straighten(this.iysWholeText));
        return this.iysText ? this.segments.parts - plain.parts : 0;
    },

    async iysStraighten() {
        await this.props.record.update({[this.props.name]: straighten(this.iysText)});
    },

    /** {people, parts, cost, lacks} of a mailing that has yet to leave, or null. */
    get iysCost() {
        const reach = this.props.record.data.iys_reach;
        if (!reach || reach.is_past || !this.iysText) {
            return null;
        }
        const {price, currency, credits} = this.iysFacts;
        const parts = reach.sends * this.nbrSMS;
        const money = (amount) =>
            new Intl.NumberFormat(user.lang, {style: "currency", currency}).format(amount);
        return {
            people: reach.sends.toLocaleString(user.lang),
            parts: parts.toLocaleString(user.lang),
            cost: price ? money(parts * price) : "",
            lacks: Number.isFinite(credits) && credits < parts,
            credits: Number.isFinite(credits) ? credits.toLocaleString(user.lang) : "",
        };
    },
});
