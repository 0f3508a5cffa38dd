"""What an editor writes into a page, and the nodes that it becomes."""
