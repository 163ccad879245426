"""Data: can I use mine? Choose, upload, map columns, read what was found and on what terms the data come."""

from recsys_core.ui.data import page as data
from recsys_core.ui.shell import error_boundary, open_page

with error_boundary():
    data.render(open_page("data", data.address()))
