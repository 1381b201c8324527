"""What a mention, a label, a voice or an observation is; values in, values out."""
