"""The parts of comparing an answer with pages: folding, sentences, references, evidence."""
