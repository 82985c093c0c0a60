"""The shop's file: SQL in, loyalty values out."""
