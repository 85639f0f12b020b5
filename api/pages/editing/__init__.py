"""The live knowledge base: pages with versions, their publication, and what residents see of them now."""
