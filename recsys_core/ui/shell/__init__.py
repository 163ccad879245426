"""What surrounds every page: navigation, header, state of the visit, address, theme, error boundary."""

from recsys_core.ui.shell.boundary import error_boundary
from recsys_core.ui.shell.frame import Page, open_page, open_page_without_data

__all__ = ["Page", "error_boundary", "open_page", "open_page_without_data"]
