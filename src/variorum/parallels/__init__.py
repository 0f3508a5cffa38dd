"""What follows from the Parallels: statistics, differences, columns side by side, the places of names."""
