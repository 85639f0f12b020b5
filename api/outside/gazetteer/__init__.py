"""The council's addresses: a postcode leads to its addresses, free text to the address that is meant."""
