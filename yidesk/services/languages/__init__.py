"""What language a text is in, and what its words are in another one.

Shared by what checks answers (`services/checking`) and what searches documents
(`services/retrieval`). The dictionary is read when two languages first meet, and not before:

- recognising: the language of a text
- stemming: English words without their endings
- lexicon: Chinese words <-> English ones
- wordlists: the lists in resources/checking
"""
