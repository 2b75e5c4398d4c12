"""The gate of deployment: an allow-list of what runs as the standard says, and one plain sentence for everything else."""
