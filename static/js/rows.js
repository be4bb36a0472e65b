// Comfort for long lists to fill in: rows are added without loading the page, boxes are ticked together.
"use strict";

function addRow(button) {
  const { addRow: prefix, most } = button.dataset;
  const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
  const number = Number(total.value);
  const rows = document.querySelector(`[data-rows="${prefix}"]`);
  const row = document.querySelector(`template[data-row="${prefix}"]`).content.cloneNode(true);
  for (const part of row.querySelectorAll("*"))
    for (const attribute of part.attributes) attribute.value = attribute.value.replaceAll("__prefix__", number);
  const first = row.querySelector("select, input:not([type=hidden])");
  rows.append(row);
  total.value = number + 1;
  button.disabled = number + 1 >= Number(most);
  first.focus();
}

for (const button of document.querySelectorAll("[data-add-row]"))
  button.addEventListener("click", (event) => {
    event.preventDefault();
    addRow(button);
  });

for (const button of document.querySelectorAll("[data-tick]")) {
  const boxes = [...button.closest("fieldset").querySelectorAll("input[type=checkbox]:not(:disabled)")];
  button.hidden = boxes.length < 2;
  button.addEventListener("click", () => {
    const tick = !boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = tick;
  });
}
