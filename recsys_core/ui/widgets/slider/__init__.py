"""The instant slider: payload in, position out."""
