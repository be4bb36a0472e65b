// The sum of a plan's rows while they are typed.
"use strict";

const planForm = document.querySelector("form[data-plan]");
const planTotal = document.querySelector("[data-plan-total]");

function sumPlan() {
  let items = 0;
  let people = 0;
  for (const row of planForm.querySelectorAll("tbody tr")) {
    const part = (name) => row.querySelector(`[name$="-${name}"]`);
    const count = Number.parseInt(part("headcount").value.normalize("NFKC"), 10);
    if (!part("offer").value || part("remove").checked) continue;
    items += 1;
    people += count > 0 ? count : 0;
  }
  planTotal.textContent = `当前填写 ${items} 行，共 ${people} 人。`;
}

planForm.addEventListener("change", sumPlan);
sumPlan();
