"""A new covenant and a new revision: steps that each save what they ask, checked and put into use at the end."""
