"""What surrounds every page: header, session, address, theme, error boundary."""
