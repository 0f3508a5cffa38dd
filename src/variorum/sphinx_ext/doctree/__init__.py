"""Model to nodes: knows nothing of building, pages or disks."""
