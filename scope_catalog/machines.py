"""Construction machinery: what a trade's name says about the machine (guide 2.5.1 note ③)."""

import re

from scope_catalog.choices import MachineCategory

IN_BRACKETS = re.compile(r"\(([^()]+)\)$")


def machine_of(trade_name: str) -> tuple[str, str]:
    """Return the machine category and the machine that a trade's name names.

    土方机械操作工(挖掘机) gives earthmoving and 挖掘机; a name of another kind gives two empty strings.
    """
    for category in MachineCategory:
        if trade_name.startswith(category.label):
            found = IN_BRACKETS.search(trade_name)
            return category.value, found[1] if found else ""
    return "", ""
