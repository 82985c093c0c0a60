"""Korean and English; money and dates as people write them."""
