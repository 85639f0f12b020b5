"""What others may read by program, without an account: pages, a feed of services, and the council pack."""
