"""From a checkout to a folder that Briefcase makes an installer of: build/installer/.

project.py   the generated pyproject.toml: the project's, the locks' and briefcase.toml's parts
icons.py     the icon in every size and container that the systems ask for
toml.py      writes TOML, which the standard library only reads
"""
