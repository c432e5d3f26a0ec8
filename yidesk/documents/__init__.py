"""Files to pages. Runs in the reader worker: no database, no model, no network, no writing."""
