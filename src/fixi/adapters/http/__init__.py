"""What adapters that speak HTTP share."""
