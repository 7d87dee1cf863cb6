"""What belongs to the desk and not to the record: people, tokens, drafts, what is watched."""
