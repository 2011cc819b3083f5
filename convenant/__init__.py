"""The roof of the house: settings, addresses and start-up. The only package that names both apps."""

__version__ = "0.1.0"
