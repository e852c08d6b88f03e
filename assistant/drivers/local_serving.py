"""Serves a model's file on loopback, in a process of its own, with the arguments FILE PORT WINDOW THREADS.

It ends when its standard input does, and so with whoever started it.
"""

from __future__ import annotations

import sys


def serve(model: str, port: int, window: int, threads: int) -> None:
    """Until the standard input ends."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = model
    parameters.n_ctx, parameters.n_parallel, parameters.use_jinja = window, 1, True
    parameters.hostnames, parameters.port = ["127.0.0.1"], port
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = threads
    server = xllamacpp.Server(parameters)  # noqa: F841 - it serves as long as it is held
    sys.stdin.buffer.read()


if __name__ == "__main__":
    serve(sys.argv[1], *(int(argument) for argument in sys.argv[2:5]))
