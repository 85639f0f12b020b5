"""The council's own site: home, services, A to Z."""
