"""The rules: terms and facts in, assessments out. Pure: standard library only, no clock, no rows, no settings."""
