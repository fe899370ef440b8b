"""Questions of coverage: exact counts for publishing, what was published, and how the page and the file show it."""

from learning.coverage.queries.counting import FORECAST, counts
from learning.coverage.queries.page import CoveragePage, coverage_page
from learning.coverage.queries.publications import (
    csv_file,
    days_published,
    file_name,
    is_due,
    is_late,
    last_on,
    newest,
    published,
)

__all__ = [
    "FORECAST",
    "CoveragePage",
    "counts",
    "coverage_page",
    "csv_file",
    "days_published",
    "file_name",
    "is_due",
    "is_late",
    "last_on",
    "newest",
    "published",
]
