"""Pictures of cards and sheets."""
