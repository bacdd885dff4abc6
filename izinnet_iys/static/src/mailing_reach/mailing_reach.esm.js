import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";
import {user} from "@web/core/user";

/**
 * Who gets a mailing and who does not, before Send: two counts, a line for each reason,
 * and behind each line the list of people.
 */
export class IysMailingReach extends Component {
    static template = "izinnet_iys.MailingReach";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get reach() {
        return this.props.record.data[this.props.name];
    }

    get share() {
        const {sends, left_out: leftOut} = this.reach;
        const all = sends + leftOut;
        return all ? Math.round((100 * sends) / all) : 0;
    }

    spell(count) {
        return count.toLocaleString(user.lang);
    }

    async open(rule) {
        const {record} = this.props;
        if (!(await record.save())) {
            return;
        }
        const action = await this.orm.call("mailing.mailing", "action_iys_left_out", [
            [record.resId],
            rule,
        ]);
        await this.action.doAction(action);
    }
}

registry.category("fields").add("iys_mailing_reach", {
    component: IysMailingReach,
    supportedTypes: ["json"],
});
