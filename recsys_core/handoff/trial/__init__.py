"""The A/B test of a decision: its plan, a stop rule that may be looked at daily, and what came of it."""
