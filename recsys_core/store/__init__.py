"""Declared claims and decisions in one database: SQLite by default, or PostgreSQL."""

from recsys_core.store.records import Decision, DeclaredClaim, Event, Fault, State
from recsys_core.store.store import Store

__all__ = ["Decision", "DeclaredClaim", "Event", "Fault", "State", "Store"]
