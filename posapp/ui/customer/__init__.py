"""The window that faces the customer: what she pays, saves and owns, her own number.

Imported only when it is on.
"""
