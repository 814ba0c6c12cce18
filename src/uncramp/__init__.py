"""uncramp: stop a muscle cramp now, keep the next one away, learn what works for one person."""

__version__ = "0.1.0"
