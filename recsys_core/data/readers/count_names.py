"""Names of columns that count what people did."""

COUNT_NAMES = (
    "plays", "playcount", "listens", "listencount", "count", "counts", "quantity", "qty", "units", "weight",
    "frequency", "clicks", "views", "purchases", "hours", "hoursplayed", "minutes", "watchtime", "playtime",
    "playtimeforever", "scrobbles", "amount", "n",
)  # fmt: skip
"""Names of columns that count, without punctuation."""
