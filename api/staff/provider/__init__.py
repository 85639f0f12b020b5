"""Sign-in with the council's identity provider (OpenID Connect)."""
