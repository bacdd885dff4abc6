import {BinaryField, binaryField} from "@web/views/fields/binary/binary_field";
import {_t} from "@web/core/l10n/translation";
import {checkFileSize} from "@web/core/utils/files";
import {getDataURLFromFile} from "@web/core/utils/urls";
import {registry} from "@web/core/registry";
import {useRef} from "@odoo/owl";

/**
 * A file that may come from the phone's camera: a second button opens it at once. On a desk
 * browsers ignore "capture" and let choose a picture.
 */
export class CameraFile extends BinaryField {
    static template = "izinnet_iys.CameraFile";

    setup() {
        super.setup();
        this.cameraInput = useRef("cameraInput");
    }

    onCamera() {
        this.cameraInput.el.click();
    }

    async onPicture(ev) {
        const [file] = ev.target.files;
        if (!file || !checkFileSize(file.size, this.notification)) {
            return;
        }
        if (!file.size) {
            this.notification.add(_t("The picture is empty. Take it again."), {
                type: "danger",
            });
            return;
        }
        const url = await getDataURLFromFile(file);
        ev.target.value = null;
        await this.update({data: url.split(",")[1], name: file.name});
    }
}

registry.category("fields").add("iys_camera_file", {
    ...binaryField,
    component: CameraFile,
    displayName: _t("File or photo"),
});
