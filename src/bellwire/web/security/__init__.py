"""Who may do what, and what guards the desk against pages and people that mean harm."""

from bellwire.web.security.config import Guarded, body_limit, is_loopback
from bellwire.web.security.guard import guard
from bellwire.web.security.roles import needs
from bellwire.web.security.users import NOBODY, User, user_of

__all__ = ["NOBODY", "Guarded", "User", "body_limit", "guard", "is_loopback", "needs", "user_of"]
