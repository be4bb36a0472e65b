"""axe-core on the page that a stage shows, in every theme and size."""

from collections.abc import Iterator
from importlib import resources

from tests.browser.conftest import DESKTOP, SMALL_PHONE
from tests.browser.looking import UNHEARD
from tests.browser.stage import Stage

ENGINE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What depends on theme and size; the rest is judged once a page.
OF_DRESS = ["color-contrast", "target-size"]
FORM = {"runOnly": TAGS, "rules": {rule: {"enabled": False} for rule in OF_DRESS}}
DRESSES = (("light", "normal"), ("dark", "normal"), ("light", "large"), ("dark", "elder"))

RUN = """
async (options) => {
  const marked = [...document.querySelectorAll("[data-fresh]")];
  const where = marked.length ? {include: marked} : document;
  const found = await axe.run(where, {...options, resultTypes: ["violations"]});
  return found.violations.flatMap((rule) =>
    rule.nodes.map((one) => `${rule.id} ${one.target.join(" ")}: ${one.html.slice(0, 120)}`));
}
"""
# Where an element stands: its own and its ancestors' names, classes and states.
PLACES = """
() => {
  const places = new Map([[document.documentElement, ""]]);
  const states = ["class", "type", "role", "aria-current", "aria-invalid", "disabled", "checked", "open"];
  for (const one of document.querySelectorAll("body, body *")) {
    const own = states.map((name) => one.getAttribute(name));
    places.set(one, [places.get(one.parentElement), one.localName, ...own].join());
  }
  // axe judges no single letter, and nothing that isn't shown.
  const words = (one) => [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
  const speaks = (one) => one.checkVisibility() && (one.matches("a, button, input, select, textarea, summary")
    || words(one).some((node) => node.data.trim().length > 1));
  return [...document.body.querySelectorAll("*")].map((one) => speaks(one) ? places.get(one) : "");
}
"""
MARK = """
(numbers) => {
  const all = document.body.querySelectorAll("*");
  for (const number of numbers) all[number].dataset.fresh = "";
}
"""
WIDTHS = "() => [document.documentElement.scrollWidth, window.innerWidth]"


class Eyes:
    """Who looks at one page after the other, and at what is new of a page in every theme and size.

    An element's colours follow from where it stands, so what was judged on a page before isn't judged again.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage, self.page = stage, stage.page
        self.page.add_init_script(ENGINE)
        self.known = {""}

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the page on the stage."""
        yield from self.stage.faults
        yield from self.page.evaluate(UNHEARD)
        yield from self.page.evaluate(RUN, FORM)
        if self._mark_what_is_new():
            for theme, size in DRESSES:
                self.stage.dress(theme, size)
                found = self.page.evaluate(RUN, {"runOnly": OF_DRESS})
                yield from (f"{theme}, {size}: {fault}" for fault in found)
        yield from self._too_wide()

    def _mark_what_is_new(self) -> bool:
        places = self.page.evaluate(PLACES)
        new = [number for number, place in enumerate(places) if place not in self.known]
        self.known.update(places)
        self.page.evaluate(MARK, new)
        return bool(new)

    def _too_wide(self) -> Iterator[str]:
        self.page.set_viewport_size(SMALL_PHONE)
        for size in ("elder", "normal"):
            self.stage.dress("light", size)
            wide, window = self.page.evaluate(WIDTHS)
            if wide > window:
                yield f"{size}: {wide} wide on {window}"
        self.page.set_viewport_size(DESKTOP)
