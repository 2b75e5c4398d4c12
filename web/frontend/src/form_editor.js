// The form editor with its preview; loaded only on its pages.
import "./form_editor.css";
import { startDesk } from "./workbench/desk.js";
import { openForm } from "./workbench/form.js";

startDesk(openForm);
