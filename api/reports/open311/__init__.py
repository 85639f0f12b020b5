"""Open311 GeoReport v2: our own server, and the client that forwards reports to somebody else's."""
