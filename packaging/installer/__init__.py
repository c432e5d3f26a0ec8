"""From a checkout to a folder that Briefcase makes an installer of: build/installer/.

project.py         the generated pyproject.toml: parts of the project's, the locks, briefcase.toml
document_types.py  what "Open with" offers the program for, on each system
changelog.py       the changelog as RPM wants it
icons.py           the icon in every size and container that the systems ask for
toml.py            writes TOML, which the standard library only reads
linux/             Briefcase's template of a Linux package: desktop entry, media type, the program
                   that starts Python; ours, because Briefcase's own declares no media types
"""
