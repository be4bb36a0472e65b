// Comfort for blueprints: the sum of questions and points while they are typed.
"use strict";

const blueprint = document.querySelector("[data-blueprint]");

function plainNumber(text) {
  return parseFloat((text || "").normalize("NFKC")) || 0;
}

function sumBlueprint() {
  let questions = 0;
  let points = 0;
  for (const row of blueprint.querySelectorAll('[data-rows="kinds"] tr')) {
    if (row.querySelector('[name$="-remove"]').checked) continue;
    const count = plainNumber(row.querySelector('[name$="-count"]').value);
    questions += count;
    points += count * plainNumber(row.querySelector('[name$="-points"]').value);
  }
  const warning = points && points !== 100 ? "，总分不是 100 分" : "";
  blueprint.querySelector("[data-blueprint-total]").textContent = `共 ${questions} 题，${points} 分${warning}。`;
}

blueprint.addEventListener("input", sumBlueprint);
sumBlueprint();
