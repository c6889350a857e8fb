"""redis-py with its Sentinel and Cluster classes on three nodes; then the leader is killed under all of them at once."""

import threading
import time
import unittest

from redis.backoff import ConstantBackoff
from redis.cluster import ClusterNode, RedisCluster
from redis.exceptions import ConnectionError as LostConnection
from redis.exceptions import RedisClusterException
from redis.exceptions import TimeoutError as LateAnswer
from redis.retry import Retry
from redis.sentinel import Sentinel

from support import HOST, LIMIT_S, THREE, client, kill, leader, wait_for

PATIENCE = {"retry": Retry(ConstantBackoff(0.05), 400), "retry_on_error": [LostConnection, LateAnswer]}


def sentinel():
    return Sentinel([(HOST, port) for port in THREE], socket_timeout=LIMIT_S)


def cluster():
    return RedisCluster(startup_nodes=[ClusterNode(HOST, port) for port in THREE], decode_responses=True)


class ClusterWriter:
    """
    A program that begins again with a new client when its client gives up. redis-py 4.3 always does when the first node
    of CLUSTER SLOTS dies: it cannot copy its own settings a second time ("cannot pickle '_thread.lock' object").
    """

    def __init__(self):
        self.client = cluster()

    def rpush(self, key, item):
        deadline = time.monotonic() + LIMIT_S
        while True:
            try:
                return self.client.rpush(key, item)
            except (RedisClusterException, LostConnection):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            try:
                self.client = cluster()
            except RedisClusterException:
                pass  # no node that it asked has told of the next leader yet


class Discovery(unittest.TestCase):
    def test_sentinel_names_the_leader(self):
        found = sentinel()
        self.assertEqual(found.discover_master("mymaster"), (HOST, leader(THREE[0])))
        self.assertEqual(found.discover_slaves("mymaster"), [])
        master = found.master_for("mymaster", decode_responses=True)
        self.assertTrue(master.set("by", "sentinel"))
        self.assertEqual(master.get("by"), "sentinel")

    def test_cluster_owns_all_slots(self):
        made = cluster()
        self.assertTrue(made.cluster_info()["cluster_state"] == "ok")
        self.assertEqual([made.set(f"key:{at}", at) for at in range(50)], [True] * 50)
        self.assertEqual(made.mget_nonatomic([f"key:{at}" for at in range(50)]), [str(at) for at in range(50)])
        with made.pipeline() as pipeline:
            for _ in range(10):
                pipeline.incr("n")
            self.assertEqual(pipeline.execute(), list(range(1, 11)))
        self.assertEqual(made.eval("return redis.call('GET', KEYS[1])", 1, "n"), "10")
        made.close()


class Failover(unittest.TestCase):
    """Three writers, one a kind of client, go on while the leader is killed. No test of this class writes by itself."""

    COUNT = 100

    @classmethod
    def setUpClass(cls):
        led = leader(THREE[0])
        cls.living = [port for port in THREE if port != led]
        cls.writers = {
            "plain": client(cls.living[0]),
            "sentinel": sentinel().master_for("mymaster", decode_responses=True, **PATIENCE),
            "cluster": ClusterWriter(),
        }
        cls.errors = {}
        cls.acknowledged = {name: 0 for name in cls.writers}
        threads = [threading.Thread(target=cls.write, args=each) for each in cls.writers.items()]
        for each in threads:
            each.start()
        wait_for("half of it", lambda: cls.errors or min(cls.acknowledged.values()) >= cls.COUNT // 4)
        kill(led)
        for each in threads:
            each.join()

    @classmethod
    def write(cls, name, writer):
        try:
            for at in range(cls.COUNT):
                writer.rpush(f"log of {name}", at)
                cls.acknowledged[name] = at + 1
        except Exception as error:
            cls.errors[name] = error

    def log(self, name):
        self.assertNotIn(name, self.errors)
        return [int(item) for item in client(self.living[1]).lrange(f"log of {name}", 0, -1)]

    def test_plain_client_of_a_living_node_notices_nothing(self):
        self.assertEqual(self.log("plain"), list(range(self.COUNT)))

    def test_sentinel_client_goes_on_with_the_next_leader(self):
        """A client that retries by itself may do once more what was not answered; nothing else is added or lost."""
        log = self.log("sentinel")
        self.assertEqual(sorted(set(log)), list(range(self.COUNT)))
        self.assertEqual(log, sorted(log))

    def test_cluster_client_goes_on_with_the_next_leader(self):
        log = self.log("cluster")
        self.assertEqual(sorted(set(log)), list(range(self.COUNT)))
        self.assertEqual(log, sorted(log))
