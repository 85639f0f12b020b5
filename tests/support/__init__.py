"""What tests share: people at their desks, servers that speak real protocols, fakes of ports."""
