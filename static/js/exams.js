// Shows the grade while scores are typed. The server works it out again; without this script nothing is missing.
"use strict";

for (const grid of document.querySelectorAll(".score-grid")) {
  const borders = JSON.parse(grid.dataset.borders);

  const paper = (row, part) => {
    const absent = row.querySelector(`[name^="${part}_absent_"]`);
    const typed = row.querySelector(`[name^="${part}_"]:not([name*="absent"])`);
    const text = typed.value.normalize("NFKC").replace("。", ".").trim();
    return { absent: absent.checked, score: text === "" ? NaN : Number(text) };
  };

  const outcome = (row) => {
    const papers = [paper(row, "theory"), paper(row, "practical")];
    if (papers.some((one) => !one.absent && Number.isNaN(one.score))) return "—";
    if (papers.some((one) => one.absent)) return "未考全";
    const lower = Math.min(...papers.map((one) => one.score));
    const higher = Math.max(...papers.map((one) => one.score));
    if (lower < 0 || higher > borders.max) return "—";
    return borders.grades.find(([least]) => lower >= least)[1];
  };

  grid.addEventListener("input", (event) => {
    const row = event.target.closest("tr");
    const cell = row && row.querySelector("[data-grade]");
    if (cell) cell.textContent = outcome(row);
  });
}
