"""Where the servers are, and what several tests need. The ports come from the program that starts the tests."""

import os
import signal
import time

import redis

HOST = "127.0.0.1"
ONE = [int(os.environ["QUORATE_ONE"])]
THREE = [int(port) for port in os.environ["QUORATE_THREE"].split(",")]
LIMIT_S = 30


def client(port, **options):
    return redis.Redis(host=HOST, port=port, decode_responses=True, **options)


def wait_for(what, condition):
    """Repeats `condition` until it is true."""
    deadline = time.monotonic() + LIMIT_S
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {LIMIT_S} s")
        time.sleep(0.005)


def leader(port):
    """The port of the leader, as a node names it in the dialect of Sentinel."""
    return int(client(port).sentinel_get_master_addr_by_name("mymaster")[1])


def kill(port):
    """`kill -9` of the process that serves clients on `port`."""
    os.kill(client(port).info("server")["process_id"], signal.SIGKILL)
