// Moves through a grid of scores by keys, and fills it from a copied piece of a spreadsheet.
// Without this script every cell is reached by Tab and typed into as usual.
"use strict";

for (const grid of document.querySelectorAll(".score-grid")) {
  const inputsOf = (row) => [...row.querySelectorAll(".score-input")];
  const rows = () => [...grid.querySelectorAll("tbody tr")].filter((row) => inputsOf(row).length);

  const step = (from, down, right) => {
    const lines = rows();
    let line = lines.indexOf(from.closest("tr"));
    let column = inputsOf(lines[line]).indexOf(from);
    for (;;) {
      line += down;
      column += right;
      const next = lines[line] && inputsOf(lines[line])[column];
      if (!next) return false;
      if (!next.disabled) {
        next.focus();
        next.select();
        return true;
      }
    }
  };

  const WAYS = { Enter: [1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  grid.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches(".score-input") || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const way = WAYS[event.key];
    if (!way) return;
    const all = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    if (event.key === "ArrowLeft" && !all && cell.selectionEnd > 0) return;
    if (event.key === "ArrowRight" && !all && cell.selectionStart < cell.value.length) return;
    const up = event.key === "Enter" && event.shiftKey;
    event.preventDefault();
    step(cell, up ? -1 : way[0], way[1]);
  });

  const put = (input, text) => {
    const absent = document.getElementById(input.id.replace(/_(?=\d+$)/, "_absent_"));
    const away = text === "缺考" && absent;
    if (absent) absent.checked = Boolean(away);
    input.value = away ? "" : text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const tell = (words) => {
    const note = grid.querySelector("[data-paste-note]");
    if (!note) return;
    note.textContent = words;
    note.hidden = false;
  };

  grid.addEventListener("paste", (event) => {
    const start = event.target;
    if (!start.matches(".score-input")) return;
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!/[\n\t]/.test(text)) return;
    event.preventDefault();
    const lines = rows();
    const top = lines.indexOf(start.closest("tr"));
    const left = inputsOf(lines[top]).indexOf(start);
    let filled = 0;
    let passed = 0;
    text.split("\n").forEach((line, down) => {
      line.split("\t").forEach((typed, right) => {
        const input = lines[top + down] && inputsOf(lines[top + down])[left + right];
        const value = typed.trim();
        if (input && !input.disabled) {
          put(input, value);
          filled += 1;
        } else if (value && !(input && input.value === value)) {
          passed += 1;
        }
      });
    });
    tell(`已粘贴 ${filled} 格${passed ? `，另有 ${passed} 格没有填入（超出表格，或该格不能填写）` : ""}。核对后请保存。`);
  });
}
