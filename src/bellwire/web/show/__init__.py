"""What pages show: pure functions from records to what a template prints."""
