"""Finding the passages of documents that a question is about.

- cutting: pages -> passages, when a document is first searched
- query: a question -> words
- finding: words -> passages, the best first, with their neighbours
- packing: passages -> what fits a budget of tokens, in the order of the documents
"""
