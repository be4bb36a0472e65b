// Opens the forms that links marked data-inline lead to inside the page. Without this script, and whenever an
// answer is none of those expected, the same pages load as pages.
"use strict";

const HERE = location.pathname;
const status = document.querySelector("[data-inline-status]");
let opener;

const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

function say(nodes) {
  status.replaceChildren(...nodes);
}

const messagesOf = (page) =>
  [...page.querySelectorAll("[data-message]")].map((message) => {
    message.removeAttribute("role");
    return document.importNode(message, true);
  });

function takeRegions(page) {
  for (const region of document.querySelectorAll("[data-region]")) {
    const fresh = page.querySelector(`[data-region="${region.dataset.region}"]`);
    if (fresh) region.replaceWith(document.importNode(fresh, true));
  }
}

// A page's heading becomes one below the section's, and its form goes to the address that it came from.
function show(target, page, address) {
  const part = document.importNode(page.querySelector("[data-inline-part], .form-page"), true);
  const title = part.querySelector("h1");
  const heading = document.createElement("h3");
  heading.append(...title.childNodes);
  title.replaceWith(heading);
  for (const form of part.querySelectorAll("form:not([action])")) form.action = address;
  target.replaceChildren(part);
  const errors = part.querySelector("#error-summary");
  (errors ?? target).focus();
  (errors ?? target).scrollIntoView({ block: "start" });
}

function close(target) {
  target.replaceChildren();
  const back = opener?.isConnected ? opener : document.querySelector("a[data-inline]");
  back?.focus();
}

async function take(target, answer, changes) {
  const address = new URL(answer.url);
  const page = await parsed(answer);
  const known = address.pathname.startsWith(HERE) && (answer.ok || answer.status === 422);
  if (known && address.pathname === HERE) {
    takeRegions(page);
    close(target);
  } else if (known && page.querySelector("[data-inline-part], .form-page")) {
    if (changes && answer.redirected) takeRegions(await parsed(await fetch(HERE)));
    show(target, page, address.href);
  } else throw new Error("an answer of another kind");
  say(messagesOf(page));
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const inside = link.closest("[data-inline-target]");
  const target = link.dataset.inline ? document.querySelector(link.dataset.inline) : inside;
  const leads = new URL(link.href).pathname;
  if (!target || (inside && !leads.startsWith(HERE))) return;
  event.preventDefault();
  if (leads === HERE) return close(target);
  if (!inside) opener = link;
  try {
    await take(target, await fetch(link.href));
  } catch {
    location.assign(link.href);
  }
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const target = form.closest("[data-inline-target]");
  if (!target || event.defaultPrevented) return;
  event.preventDefault();
  const typed = new FormData(form, event.submitter);
  try {
    if (form.method === "post") await take(target, await fetch(form.action, { method: "POST", body: typed }), true);
    else await take(target, await fetch(`${form.action.split("?")[0]}?${new URLSearchParams(typed)}`));
  } catch {
    form.submit();
  }
});
