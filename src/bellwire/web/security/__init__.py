"""Who may do what, and what guards the desk against pages and people that mean harm."""
