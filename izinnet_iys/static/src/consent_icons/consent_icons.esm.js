import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

import {Component} from "@odoo/owl";

const CHANNELS = [
    {field: "iys_arama_state", icon: "fa-phone", label: _t("Call")},
    {field: "iys_mesaj_state", icon: "fa-commenting-o", label: _t("SMS")},
    {field: "iys_eposta_state", icon: "fa-envelope-o", label: _t("E-mail")},
];
// A sign beside the colour: not everybody sees green and red apart.
const STATES = {
    ONAY: {sign: "fa-check", color: "text-success", label: _t("Approved")},
    RET: {sign: "fa-ban", color: "text-danger", label: _t("Refused")},
    waiting: {sign: "fa-clock-o", color: "text-info", label: _t("Waiting")},
    none: {sign: "", color: "text-muted opacity-50", label: _t("No consent")},
};

/**
 * What stands for a contact on the three channels, as small icons. Shown on the field of
 * one channel, which brings the fields of the others along.
 */
export class ConsentIcons extends Component {
    static template = "izinnet_iys.ConsentIcons";
    static props = {...standardFieldProps};

    get channels() {
        return CHANNELS.map((channel) => {
            const state = STATES[this.props.record.data[channel.field]] || STATES.none;
            return {
                name: channel.field,
                icon: channel.icon,
                sign: state.sign,
                color: state.color,
                title: `${channel.label}: ${state.label}`,
            };
        });
    }
}

registry.category("fields").add("iys_consent_icons", {
    component: ConsentIcons,
    displayName: _t("Consents"),
    supportedTypes: ["selection"],
    fieldDependencies: CHANNELS.map((channel) => ({
        name: channel.field,
        type: "selection",
    })),
    listViewWidth: 120,
});
