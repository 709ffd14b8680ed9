"""llama.cpp's own HTTP server with one model, from the xllamacpp package. Ends on SIGTERM.

Usage: python llama-server.py MODEL.gguf PORT SETTINGS

SETTINGS is a JSON object of xllamacpp.CommonParams fields, such as {"n_ctx": 512, "embedding": true}.
"""

import json
import signal
import sys
from pathlib import Path

import xllamacpp

ENDINGS = {signal.SIGTERM, signal.SIGINT}


def main(model, port, settings):
    # Blocked before the server starts its threads, so that none of them takes the signal.
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    params = xllamacpp.CommonParams()
    params.model.path = model
    params.model_alias = {Path(model).stem}
    params.hostnames, params.port = ["127.0.0.1"], int(port)
    params.use_jinja = params.endpoint_slots = params.endpoint_props = params.endpoint_metrics = True
    for name, value in json.loads(settings).items():
        setattr(params, name, value)
    server = xllamacpp.Server(params)
    print("listening on", server.listening_address, flush=True)
    signal.sigwait(ENDINGS)


main(*sys.argv[1:])
