"""Decisions: what a setting costs, who is affected, and which setting to ship."""
