"""Finding the passages of documents that a question is about.

- cutting: pages -> passages, when a document is first searched
- query: a question -> words
- crossing: whether question and document are in one language
- translating: a question -> words of another language, by the dictionary
- occurrences, across: these words -> passages, ranked as `bm25` says
- finding: words -> passages, the best first, with their neighbours
- packing: passages -> what fits a budget of tokens, in the order of the documents
"""
