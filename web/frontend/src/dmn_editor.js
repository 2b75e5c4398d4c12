// The editor of decision tables; loaded only on its pages.
import "./dmn_editor.css";
import { startDesk } from "./workbench/desk.js";
import { openTable } from "./workbench/table.js";

startDesk(openTable);
