"""A loyalty till: it prices, keeps, explains and syncs sales for shops with cards, stamps and tiers."""
