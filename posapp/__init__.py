"""A loyalty till: it prices, keeps, explains and syncs sales for shops with cards, stamps and tiers."""

__version__ = "0.1.0"
