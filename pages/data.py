"""Data: can I use mine? Choose, upload, map columns, read what was found and on what terms the data come."""

from recsys_core.ui.data import page as data_page
from recsys_core.ui.shell import error_boundary, frame

with error_boundary.caught():
    page = frame.begin("data")
    data_page.render(page)
