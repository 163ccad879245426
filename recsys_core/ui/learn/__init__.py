"""The Learn page: one file a lesson, figures computed when they are shown, and live classes."""
