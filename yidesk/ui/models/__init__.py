"""The models screen: what is here, what could be."""
