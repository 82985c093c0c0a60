"""What a clerk or an owner can do: use-cases, one transaction each."""
