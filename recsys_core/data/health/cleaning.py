"""What each step of cleaning means for the figures: key -> (what was done, consequence)."""

from __future__ import annotations

LEFT_OUT = "These rows were left out."

CONSEQUENCES: dict[str, tuple[str, str]] = {
    "missing_ids": (LEFT_OUT, "Nothing is bent unless such rows come from one kind of user or item."),
    "unreadable_ratings": (LEFT_OUT, "The users concerned have shorter histories than in the file."),
    "out_of_range": (LEFT_OUT, "Kept, they would have stretched the scale and moved what counts as liked."),
    "unreadable_times": (LEFT_OUT, "Without a place in time they can be neither history nor test."),
    "duplicates": (
        "The last in time was kept; of equal times, the last in the file.",
        "Kept, an item could be in history and test at once, which makes models look too good.",
    ),
    "no_ratings": (
        "Every interaction counts as liked.",
        "Accuracy measures whether an item was chosen, not whether it pleased.",
    ),
    "no_times": (
        "The order of the rows was taken as the order in time.",
        "If the file is sorted otherwise, the test part is not the future, and accuracy is off.",
    ),
    "repeated_items": (
        "The first row of each item was kept.",
        "Title and categories come from that row; figures by category follow it.",
    ),
    "no_catalogue": (
        "Ids serve as titles.",
        "Recommendations come from who chose what alone; variety is measured by who chose the items.",
    ),
    "items_without_row": (
        "Their id serves as title.",
        "The language model knows nothing of them, and variety by categories counts them as no different.",
    ),
    "idle_people": ("They were left out.", "None: people without interactions enter no figure."),
}
