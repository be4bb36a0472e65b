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

// Forms marked data-autosave are sent by themselves, a second after the last change. What the server could
// not take is said beside the button and stays in its field.
const AUTOSAVE_AFTER_MS = 1000;

function watchForm(form) {
  const status = form.querySelector("[data-autosave-status]");
  let timer, sending;
  let again = false;

  const say = (words) => {
    if (status) status.textContent = words;
  };

  const labelOf = (name) => {
    const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
    const row = field?.closest("tr");
    if (row) return `${row.closest("table").caption?.textContent ?? ""}第 ${row.sectionRowIndex + 1} 行${field.ariaLabel}：`;
    const label = field && (field.closest("fieldset")?.querySelector("legend") || field.labels?.[0]);
    return label ? `${label.textContent.replace("*", "").trim()}：` : "";
  };

  const wordsFor = (answer) => {
    const wrong = Object.entries(answer.errors).flatMap(([name, errors]) => errors.map((error) => labelOf(name) + error));
    const saved = answer.saved_at ? `已保存 ${answer.saved_at}` : "未保存";
    const told = wrong.length ? `${saved}。以下内容有误，未保存：${wrong.join(" ")}` : saved;
    return [told, ...(answer.notes ?? [])].join(" ");
  };

  // New rows learn their keys, so that they stay the same rows when they are sent again.
  const take = (answer) => {
    for (const [name, value] of Object.entries(answer.values ?? {})) form.elements[name].value = value;
    say(wordsFor(answer));
  };

  const send = async () => {
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1" },
      });
      if (answer.redirected || answer.status === 403) say("最近的修改没有保存：登录已过期，请重新登录后补填；此前的内容已保存。");
      else if (!answer.ok) say("未能自动保存，请点“保存”。");
      else take(await answer.json());
    } catch {
      say("未能自动保存，请检查网络后点“保存”。");
    }
  };

  // One after the other: a save that overtook another would be written over by it.
  const save = async () => {
    again = Boolean(sending);
    if (again) return;
    sending = send();
    await sending;
    sending = undefined;
    if (again) save();
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, AUTOSAVE_AFTER_MS);
  };

  // The button waits for a save that is on its way.
  const wait = (event) => {
    clearTimeout(timer);
    if (!sending) return;
    event.preventDefault();
    event.stopPropagation();
    again = false;
    sending.then(() => form.requestSubmit(event.submitter));
  };

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", wait);
}

for (const form of document.querySelectorAll("form[data-autosave]")) watchForm(form);

// Files that are too large together are refused before they are sent.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.dataset?.maxBytes) return;
  const bytes = [...field.files].reduce((sum, file) => sum + file.size, 0);
  field.setCustomValidity(bytes > Number(field.dataset.maxBytes) ? field.dataset.tooMuch : "");
  field.reportValidity();
});

// Single keys, outside fields: / goes to the search, ? to the page that lists the keys and turns them off.
const KEYS_OFF = "keys-off";

function stored(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || stored(KEYS_OFF) === "yes") return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!field) return;
  event.preventDefault();
  if (field.href) location.assign(field.href);
  else field.focus();
});

const keysSwitch = document.querySelector("[data-keys-switch]");
if (keysSwitch) {
  const box = keysSwitch.querySelector("input");
  keysSwitch.hidden = false;
  box.checked = stored(KEYS_OFF) !== "yes";
  box.addEventListener("change", () => stored(KEYS_OFF, box.checked ? "no" : "yes"));
}
