"""The administration: what administrators find, correct and are kept from."""
