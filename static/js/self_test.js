// Counts the time left down; the server's clock decides, and its page tells the same without this script.
"use strict";

for (const place of document.querySelectorAll("[data-seconds-left]")) {
  const end = performance.now() + 1000 * Number(place.dataset.secondsLeft);

  const show = () => {
    const seconds = Math.max(0, Math.round((end - performance.now()) / 1000));
    const minutes = Math.floor(seconds / 60);
    place.textContent = minutes ? `${minutes} 分 ${seconds % 60} 秒` : `${seconds} 秒`;
    if (seconds) return;
    clearInterval(timer);
    location.assign(place.dataset.over);
  };

  const timer = setInterval(show, 1000);
}
