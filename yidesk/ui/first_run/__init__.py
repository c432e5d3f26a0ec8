"""The guide of the first start: from nothing to a model that answers."""
