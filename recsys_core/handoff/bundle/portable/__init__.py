"""Files that go into a bundle as they are: they need nothing of Equipoise."""
