// New elements get ids that people can read in the audit trail: the kind and a number, no random tail.
import BpmnFactory from "bpmn-js/lib/features/modeling/BpmnFactory";

export function ReadableIds(moddle) {
  BpmnFactory.call(this, moddle);
}

ReadableIds.$inject = ["moddle"];
ReadableIds.prototype = Object.create(BpmnFactory.prototype);

ReadableIds.prototype._ensureId = function (element) {
  const ids = this._model.ids;
  if (!element.id && this._needsId(element)) {
    const kind = element.$type.replace(/^[^:]*:/, "").replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
    let number = 1;
    while (ids.assigned(`${kind}_${number}`)) number += 1;
    element.id = `${kind}_${number}`;
  }
  if (element.id) ids.claim(element.id, element);
};
