"""Data: can I use mine? Choose, upload, map columns, read what was found and on what terms the data come."""

from recsys_core.ui import frame, mishap
from recsys_core.ui.datapage import page as data_page

with mishap.caught():
    page = frame.begin("data")
    data_page.draw(page)
