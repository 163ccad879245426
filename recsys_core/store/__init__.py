"""Declared claims, decisions and live classes in one database: SQLite by default, or PostgreSQL."""

from recsys_core.store.class_records import LiveClass, Student, StudentAnswer, Tally
from recsys_core.store.classes import Classes
from recsys_core.store.records import Decision, DeclaredClaim, Event, Fault, State
from recsys_core.store.store import Store

__all__ = [
    "Classes",
    "Decision",
    "DeclaredClaim",
    "Event",
    "Fault",
    "LiveClass",
    "State",
    "Store",
    "Student",
    "StudentAnswer",
    "Tally",
]
