/** @odoo-module **/

import {Component, onMounted, onWillUnmount, xml} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

// States in which a scheduled action works on a record: imports, links and QR codes
const WORKING = ["reading", "checking", "running", "making", "drawing"];
const SECONDS = 2;

/** Reloads the record every two seconds while its scheduled action works on it. */
export class JobProgress extends Component {
    static template = xml`<span/>`;
    static props = {...standardWidgetProps};

    setup() {
        let timer = null;
        onMounted(() => {
            timer = setInterval(() => this.refresh(), SECONDS * 1000);
        });
        onWillUnmount(() => clearInterval(timer));
    }

    async refresh() {
        const record = this.props.record;
        const works = WORKING.includes(record.data.state);
        // Never take away what somebody is typing
        if (works && record.resId && !(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("view_widgets").add("iys_job_progress", {
    component: JobProgress,
});
