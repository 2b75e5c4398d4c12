// The diagram editor of the workbench; loaded only on its pages.
import "./bpmn_editor.css";
import { startDesk } from "./workbench/desk.js";
import { openDiagram } from "./workbench/diagram.js";

startDesk(openDiagram);
