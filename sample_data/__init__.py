"""An invented film catalogue and simulated people; see README.md."""
