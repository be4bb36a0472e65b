"""Looking at a page as somebody does: on a desk and on a phone, and with the ears of a screen reader."""

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.enrolling import fits

# What a person who doesn't see the page would miss, as sentences.
UNHEARD = r"""
() => {
  const faults = [], main = document.querySelector("main");
  const say = (what, one) => faults.push(`${what}: ${one.outerHTML.slice(0, 120)}`);
  const seen = (one) => one.getClientRects().length > 0;
  const words = (one) => (one.getAttribute("aria-label") || one.textContent).trim();
  if (document.documentElement.lang !== "zh-CN") faults.push(`language ${document.documentElement.lang}`);
  if (!document.title.trim()) faults.push("no title");
  if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
  let last = 1;
  for (const one of main.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = Number(one.tagName[1]);
    if (level > last + 1) say("a heading skips a level", one);
    last = level;
  }
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  ids.filter((id, place) => ids.indexOf(id) !== place).forEach((id) => faults.push(`id ${id} twice`));
  for (const one of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    const named = [...(one.labels || [])].some((label) => label.textContent.trim());
    if (seen(one) && !named && !one.ariaLabel && !one.getAttribute("aria-labelledby")) say("no label", one);
  }
  for (const one of document.querySelectorAll("a[href], button")) if (!words(one)) say("no words", one);
  for (const one of document.querySelectorAll("img:not([alt])")) say("no alt", one);
  for (const one of main.querySelectorAll("th:not([scope])")) say("no scope", one);
  for (const name of ["for", "aria-labelledby", "aria-describedby"])
    for (const one of document.querySelectorAll(`[${name}]`))
      for (const id of one.getAttribute(name).split(/\s+/))
        if (!ids.includes(id)) say(`${name} leads nowhere`, one);
  return faults;
}
"""


def looked(page: Page, name: str) -> None:
    """Nothing of the page is cut off on a desk or on a phone, nor kept from who can't see it.

    With the variable LOOK_INTO set to a folder, pictures of both are left there.
    """
    size = page.viewport_size
    assert size
    page.wait_for_load_state()
    unheard = page.evaluate(UNHEARD)
    assert unheard == [], f"{page.url}: {unheard}"
    for viewport in (DESKTOP, PHONE):
        page.set_viewport_size(viewport)
        if folder := os.environ.get("LOOK_INTO"):
            page.screenshot(path=Path(folder) / f"{name}-{viewport['width']}.png", full_page=True)
        fits(page)
    page.set_viewport_size(size)
