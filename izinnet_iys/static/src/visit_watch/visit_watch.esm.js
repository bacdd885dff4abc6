import {Component, onMounted, onWillUnmount, xml} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

const OPEN = ["waiting", "nothing", "code"];
const ANSWERED = ["taken", "confirm"];
const LOOK_EVERY = 3000;
const THANKS_FOR = 5000;

/** Looks whether the person has answered; says thank you for a moment, then closes. */
export class VisitWatch extends Component {
    static template = xml`<span/>`;
    static props = {...standardWidgetProps};

    setup() {
        this.action = useService("action");
        onMounted(() => {
            this.timer = setInterval(() => this.look(), LOOK_EVERY);
        });
        onWillUnmount(() => {
            clearInterval(this.timer);
            clearTimeout(this.end);
        });
    }

    async look() {
        const record = this.props.record;
        if (OPEN.includes(record.data.state) && record.resId && !this.isLooking) {
            this.isLooking = true;
            try {
                await record.load();
            } finally {
                this.isLooking = false;
            }
        }
        if (ANSWERED.includes(record.data.state) && !this.end) {
            this.end = setTimeout(
                () => this.action.doAction({type: "ir.actions.act_window_close"}),
                THANKS_FOR
            );
        }
    }
}

registry.category("view_widgets").add("iys_visit_watch", {component: VisitWatch});
