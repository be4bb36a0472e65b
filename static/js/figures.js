// Charts beside the tables of figures, drawn from what the tables say; without this file the tables are all.
"use strict";

const MOST_LINES = 10;

function valueOf(cell) {
  return Number.parseFloat(cell.textContent) || 0;
}

// The columns that a table's head marks as drawn, with their values of the first lines.
function seriesOf(table, lines) {
  const heads = [...table.tHead.rows[0].cells];
  return heads
    .map((head, place) => ({ head, place }))
    .filter(({ head }) => "drawn" in head.dataset)
    .map(({ head, place }) => ({
      name: head.textContent,
      data: lines.map((line) => ({ meta: line.cells[0].textContent, value: valueOf(line.cells[place]) })),
    }));
}

function note(chart, words) {
  const text = document.createElement("p");
  text.className = "note";
  text.textContent = words;
  chart.after(text);
}

function draw(table) {
  const rows = [...table.tBodies[0].rows];
  const lines = rows.slice(0, MOST_LINES);
  const series = seriesOf(table, lines).map((one, place) => ({ ...one, className: `chart-series-${place}` }));
  const most = Math.max(...series.flatMap((one) => one.data.map(({ value }) => value)));
  if (!most) return;
  const chart = document.createElement("div");
  chart.className = "chart";
  chart.setAttribute("aria-hidden", "true");
  table.before(chart);
  if (rows.length > lines.length) note(chart, `图中只画前 ${MOST_LINES} 行，全部数据见表。`);
  plot(chart, series, most);
}

function plot(chart, series, most) {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const bar = 1.25 * rem;
  const height = series[0].data.length * (series.length * bar + 2 * rem) + rem;
  // Chartist draws upwards: the last line and the last column come first.
  const upwards = series.map((one) => ({ ...one, data: [...one.data].reverse() })).reverse();
  const bars = new Chartist.BarChart(chart, { series: upwards }, {
    horizontalBars: true,
    seriesBarDistance: bar,
    height,
    low: 0,
    high: most,
    // Room for the first line's label above, and for the words beside the longest bar.
    chartPadding: { top: rem, bottom: 0, left: 0, right: 8 * rem },
    axisX: { showLabel: false, showGrid: false, offset: 0 },
    axisY: { showLabel: false, showGrid: false, offset: 0 },
  });
  // Each bar says by itself what it is: no colour has to be told from another.
  bars.on("draw", (drawn) => {
    if (drawn.type !== "bar") return;
    const words = `${drawn.series.name} ${drawn.value.x}`;
    drawn.group.elem("text", { x: drawn.x2 + 0.375 * rem, y: drawn.y2 + 0.3 * rem }, "chart-value").text(words);
    if (drawn.seriesIndex !== upwards.length - 1) return;
    drawn.group.elem("text", { x: 0, y: drawn.y2 - rem }, "chart-label").text(drawn.meta);
  });
  // On paper, which has another width, the drawing shrinks instead of being cut.
  bars.on("created", ({ svg }) => {
    svg.attr({ viewBox: `0 0 ${svg.width()} ${height}`, preserveAspectRatio: "xMinYMin meet" });
  });
}

document.querySelectorAll("table[data-chart]").forEach(draw);

const printButton = document.querySelector("[data-print]");
if (printButton) {
  printButton.hidden = false;
  printButton.addEventListener("click", () => window.print());
}
