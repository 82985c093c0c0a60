"""The pure core: what a customer pays and earns, and why. Arithmetic on immutable facts, nothing else."""
