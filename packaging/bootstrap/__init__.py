"""From a clone to a running program: what `make run` and `make test` do.

Standard library only, because it runs before anything is installed.

    system.py    the system's libraries and programs, through its package manager
    venv.py      .venv and the hash-locked packages in it
    backend.py   which GPU computes here, and why
    engine.py    llama-cpp-python, built for it
    model.py     the demonstration model
    check.py     everything `make test` runs
    stamp.py     what was done already, so that a second run needs no network
"""
