from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from scope_catalog.loading import LoadReport, load_catalogue
from scope_catalog.rows import CatalogueRow, read_rows

CATALOGUE_FILE: Path = settings.FIXTURE_DIR / "scope_catalog.csv"
NEW_YEAR = date(2026, 1, 1)


@pytest.fixture(scope="session")
def guide_rows() -> list[CatalogueRow]:
    return read_rows(CATALOGUE_FILE)


@pytest.fixture
def catalogue(db: None, guide_rows: list[CatalogueRow]) -> LoadReport:
    """The whole catalogue of the guide, loaded."""
    return load_catalogue(rows=guide_rows, today=NEW_YEAR)
