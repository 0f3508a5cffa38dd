"""What only shows when everything is taken together: an Edition in, Problems out."""
