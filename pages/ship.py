"""Ship: what do we hand over? A decision, its approval, its bundle, its checks."""

from recsys_core.ui.shell import error_boundary, open_page
from recsys_core.ui.ship import page as ship

with error_boundary():
    ship.render(open_page("ship", ship.address()))
