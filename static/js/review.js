// Pictures beside the form: larger, smaller, turned. Without this script a picture leads to its full size.
"use strict";

const ZOOMS = 4;
const TURNS = 4;
const ACTS = {
  larger: (state) => ({ ...state, zoom: Math.min(state.zoom + 1, ZOOMS) }),
  smaller: (state) => ({ ...state, zoom: Math.max(state.zoom - 1, 0) }),
  left: (state) => ({ ...state, turn: (state.turn + TURNS - 1) % TURNS }),
  right: (state) => ({ ...state, turn: (state.turn + 1) % TURNS }),
  reset: () => ({ zoom: 0, turn: 0 }),
};

function show(viewer, state) {
  viewer.dataset.zoom = state.zoom;
  viewer.dataset.turn = state.turn;
  viewer.classList.toggle("viewer-moved", state.zoom > 0 || state.turn > 0);
  const stage = viewer.querySelector("[data-viewer-stage]");
  // What is larger than its frame is moved with the arrow keys, too.
  if (state.zoom) stage.tabIndex = 0;
  else stage.removeAttribute("tabindex");
  stage.scrollLeft = (stage.scrollWidth - stage.clientWidth) / 2;
  stage.scrollTop = (stage.scrollHeight - stage.clientHeight) / 2;
}

for (const viewer of document.querySelectorAll("[data-viewer]")) {
  let state = ACTS.reset();
  viewer.querySelector("[data-viewer-tools]").hidden = false;
  viewer.addEventListener("click", (event) => {
    const act = event.target.closest("[data-viewer-act]")?.dataset.viewerAct;
    if (act) show(viewer, (state = ACTS[act](state)));
  });
}
