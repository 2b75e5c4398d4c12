// A name that is being typed into its box on the canvas, which bpmn-js takes over only when the box closes: it counts from the first key.
import { getLabel, setLabel } from "bpmn-js/lib/util/LabelUtil";

export class Naming {
  constructor(modeler, changed) {
    this.modeler = modeler;
    this.element = null;
    modeler.on("directEditing.activate", ({ active }) => (this.element = active.element));
    modeler.on("directEditing.deactivate", () => {
      this.element = null;
      changed();
    });
  }

  // The diagram with that name. Nobody can act between the two names: nothing here waits for more than a promise.
  async xml() {
    if (!this.element) return this.write();
    const { element } = this;
    const before = getLabel(element);
    const typed = this.modeler.get("directEditing").getValue();
    if (before === undefined || typed === before) return this.write();
    setLabel(element, typed);
    try {
      return await this.write();
    } finally {
      setLabel(element, before || undefined);
    }
  }

  async write() {
    return (await this.modeler.saveXML({ format: true })).xml;
  }
}
