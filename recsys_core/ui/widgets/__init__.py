"""What two pages share: the slider, charts, controls."""
