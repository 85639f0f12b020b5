"""Cases for other systems, such as the council's CRM: tokens, the interface, webhooks."""
