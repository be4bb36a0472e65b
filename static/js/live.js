// Asks the server about a field while the form is filled in: [data-live-field] names the field, [data-live-from]
// the address that answers. The link beside it leads to the same answer without this script.
"use strict";

for (const place of document.querySelectorAll("[data-live-field]")) {
  const field = place.closest("form").elements[place.dataset.liveField];
  const answerPlace = place.querySelector("[data-live-answer]");
  const status = place.querySelector("[role=status]");

  const show = (nodes, words) => {
    answerPlace.replaceChildren(...nodes);
    status.textContent = words;
  };

  const ask = async () => {
    const asked = field.value;
    if (!asked) return show([], "");
    const address = new URL(place.dataset.liveFrom, location.href);
    address.searchParams.set(field.name, asked);
    try {
      const answer = await fetch(address);
      if (!answer.ok || answer.redirected) throw new Error("no answer");
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (field.value !== asked) return;
      show(page.body.childNodes, page.querySelector("h2, [role=alert]")?.textContent ?? "");
    } catch {
      show([], "");
    }
  };

  // A value that the answer proposes is taken into the field.
  answerPlace.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const asks = link?.pathname === new URL(place.dataset.liveFrom, location.href).pathname;
    const proposed = asks && new URL(link.href).searchParams.get(field.name);
    if (!proposed) return;
    event.preventDefault();
    field.value = proposed;
    field.focus();
    ask();
  });

  field.addEventListener("change", ask);
  ask();
}
