// Comfort only: every page works without it.
"use strict";

const SENT_FOR_MS = 8000;

function markSent(form, button) {
  form.dataset.sent = "yes";
  const label = button && button.textContent;
  if (button) button.textContent = "提交中…";
  const undo = () => {
    delete form.dataset.sent;
    if (button) button.textContent = label;
  };
  // A download leaves the page standing, and so does the way back: the form is ready again then.
  setTimeout(undo, SENT_FOR_MS);
  addEventListener("pageshow", undo, { once: true });
}

// A second click on a form that is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  else setTimeout(() => markSent(form, event.submitter), 0);
});

const summary = document.getElementById("error-summary");
if (summary) summary.focus();
