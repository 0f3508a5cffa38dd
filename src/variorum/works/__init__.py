"""A Work described, where it is used, and its exports."""
