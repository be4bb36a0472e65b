"""Exit with 0 when the port of 127.0.0.1 given can be listened on, with 1 when it cannot."""

import socket
import sys

with socket.socket() as probe:
    # As web servers do: a connection that has just ended does not hold the port.
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except OSError:
        sys.exit(1)
