import {Component} from "@odoo/owl";
import {WebClient} from "@web/webclient/webclient";
import {session} from "@web/session";

/**
 * A bar above every page while a company of the user works with the demo registry:
 * nobody may take its answers for İYS's. The server says so in the session info.
 */
export class IysDemoBanner extends Component {
    static template = "izinnet_iys.DemoBanner";
    static props = {};

    get isShown() {
        return Boolean(session.iys_demo);
    }
}

WebClient.components = {...WebClient.components, IysDemoBanner};
