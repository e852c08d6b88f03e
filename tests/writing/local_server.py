"""Serves a model's file on loopback in a process of its own, so that it can be killed: python -m ... FILE PORT"""

from __future__ import annotations

import sys
import threading

import xllamacpp


def serve(model: str, port: int) -> None:
    """Until the process ends."""
    parameters = xllamacpp.CommonParams()
    parameters.model.path = model
    parameters.n_ctx, parameters.n_parallel, parameters.use_jinja = 4096, 1, True
    parameters.hostnames, parameters.port = ["127.0.0.1"], port
    # One: on a machine that is busy, threads that wait for each other cost more than they bring.
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(parameters)  # noqa: F841 - it serves as long as it is held
    threading.Event().wait()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
