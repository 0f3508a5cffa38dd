"""What can be done with letters, without an edition: anchoring, scripts, dates, folding, words, names, figures."""
