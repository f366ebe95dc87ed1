// Small behaviours on top of plain links and forms: every page works without this file.
import htmx from "htmx.org";
import { startAutosave } from "./autosave.js";
import { startBeside } from "./beside.js";
import { startDrafts } from "./drafts.js";
import { startField } from "./field.js";
import { startKeys } from "./keys.js";
import { startNarrowing } from "./narrow.js";
import { startPages } from "./pages.js";
import { startParts } from "./parts.js";
import { startToasts } from "./toast.js";
import { startTyping } from "./typing.js";
import { startUnfolding } from "./unfold.js";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
window.htmx = htmx;

startParts(); // first: its links are not those that autosave keeps from leaving the page
startAutosave();
startBeside();
startDrafts();
startField();
startKeys();
startNarrowing();
startPages();
startToasts();
startTyping();
startUnfolding();
