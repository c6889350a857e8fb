"""redis-py connected to nodes as to any Redis server: the same tests against one node and against three."""

import threading
import unittest

import redis

from support import LIMIT_S, ONE, THREE, client, wait_for


class Plain:
    """Each call of `connect` takes the next node."""

    ports = ()

    def setUp(self):
        self.clients = []
        self.connect().flushall()

    def tearDown(self):
        for each in self.clients:
            each.close()

    def connect(self, **options):
        made = client(self.ports[len(self.clients) % len(self.ports)], **options)
        self.clients.append(made)
        return made

    def test_values_of_each_type(self):
        one, two = self.connect(), self.connect()
        self.assertTrue(one.set("string", "grüße", ex=100))
        self.assertEqual(two.get("string"), "grüße")
        self.assertTrue(98 <= two.ttl("string") <= 100)
        self.assertEqual(one.hset("hash", mapping={"a": 1, "b": 2}), 2)
        self.assertEqual(two.hgetall("hash"), {"a": "1", "b": "2"})
        self.assertEqual(one.zadd("scores", {"low": 1.5, "high": 7103280232656895}), 2)
        self.assertEqual(two.zrange("scores", 0, -1, withscores=True), [("low", 1.5), ("high", 7103280232656895.0)])
        self.assertEqual(one.sadd("set", "x", "y"), 2)
        self.assertEqual(two.smembers("set"), {"x", "y"})
        self.assertEqual(one.rpush("list", *range(10)), 10)
        self.assertEqual(two.lrange("list", -2, -1), ["8", "9"])
        self.assertEqual([two.type(key) for key in ("string", "hash", "scores")], ["string", "hash", "zset"])

    def test_bytes_of_every_kind(self):
        raw = redis.Redis(host="127.0.0.1", port=self.ports[-1])
        every = bytes(range(256)) * 1000
        raw.set(every[:256], every)
        self.assertEqual(raw.get(every[:256]), every)
        raw.close()

    def test_pipelines_answer_in_order(self):
        with self.connect().pipeline(transaction=False) as pipeline:
            for _ in range(1000):
                pipeline.incr("n")
            self.assertEqual(pipeline.execute(), list(range(1, 1001)))

    def test_errors_are_of_the_classes_that_applications_catch(self):
        one = self.connect()
        one.set("string", "text")
        self.assertRaisesRegex(redis.ResponseError, "^WRONGTYPE", one.lpush, "string", "x")
        self.assertRaisesRegex(redis.ResponseError, "^value is not an integer", one.incr, "string")
        self.assertRaises(redis.exceptions.NoScriptError, one.evalsha, "0" * 40, 0)
        self.assertRaisesRegex(redis.ResponseError, "without any password", self.connect(password="x").ping)

    def test_transactions(self):
        one, two = self.connect(), self.connect()
        with one.pipeline() as pipeline:
            pipeline.set("balance", 10).incrby("balance", 5).get("balance")
            self.assertEqual(pipeline.execute(), [True, 15, "15"])
        with two.pipeline() as pipeline:
            pipeline.watch("balance")
            one.incr("balance")
            pipeline.multi()
            pipeline.set("balance", 0)
            self.assertRaises(redis.WatchError, pipeline.execute)
        self.assertEqual(two.get("balance"), "16")

    def test_transaction_helper_retries_until_it_succeeds(self):
        def add(pipeline):
            value = int(pipeline.get("counter") or 0)
            pipeline.multi()
            pipeline.set("counter", value + 1)

        def work(connection):
            for _ in range(20):
                connection.transaction(add, "counter")

        threads = [threading.Thread(target=work, args=(self.connect(),)) for _ in range(3)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        self.assertEqual(self.connect().get("counter"), "60")

    def test_messages_reach_subscribers_of_each_node(self):
        subscribers = [self.connect().pubsub() for _ in self.ports]
        for each in subscribers:
            each.subscribe("news")
            each.psubscribe("new*")
            for kind in ("subscribe", "psubscribe"):
                self.assertEqual(each.get_message(timeout=LIMIT_S)["type"], kind)
        self.assertEqual(self.connect().publish("news", "hello"), 2 * len(self.ports))
        for each in subscribers:
            got = [each.get_message(timeout=LIMIT_S) for _ in range(2)]
            self.assertEqual([m["type"] for m in got], ["message", "pmessage"])
            self.assertEqual([m["data"] for m in got], ["hello", "hello"])
            each.close()

    def test_scripts(self):
        one, two = self.connect(), self.connect()
        script = one.register_script("return {KEYS[1], redis.call('INCRBY', KEYS[1], ARGV[1])}")
        self.assertEqual(script(keys=["n"], args=[5]), ["n", 5])
        self.assertEqual(script(keys=["n"], args=[5], client=two), ["n", 10])
        self.assertEqual(two.script_exists(script.sha), [True])
        self.assertRaisesRegex(redis.ResponseError, "broken", one.eval, "return redis.error_reply('broken')", 0)

    def test_locks_exclude_and_are_handed_on(self):
        holder, waiter = self.connect(), self.connect()
        lock = holder.lock("lock", timeout=30)
        self.assertTrue(lock.acquire())
        self.assertFalse(waiter.lock("lock", timeout=30).acquire(blocking=False))
        self.assertTrue(lock.extend(30))
        self.assertTrue(30_000 < holder.pttl("lock") <= 60_000)
        lock.release()
        self.assertRaises(redis.exceptions.LockError, lock.release)
        with waiter.lock("lock", timeout=30, blocking_timeout=LIMIT_S) as second:
            self.assertTrue(second.owned())
        self.assertEqual(holder.exists("lock"), 0)

    def test_stolen_lock_is_not_released(self):
        holder, thief = self.connect(), self.connect()
        lock = holder.lock("lock", timeout=30)
        lock.acquire()
        thief.set("lock", "stolen")
        self.assertRaises(redis.exceptions.LockNotOwnedError, lock.release)
        self.assertEqual(thief.get("lock"), "stolen")

    def test_blocked_clients_are_each_served_once(self):
        observer = [self.connect() for _ in self.ports]
        popped = []
        workers = [self.connect() for _ in range(9)]
        threads = [threading.Thread(target=lambda w=w: popped.append(w.blpop(["queue", "other"], LIMIT_S))) for w in workers]
        for each in threads:
            each.start()
        wait_for("9 blocked", lambda: sum(o.info("clients")["blocked_clients"] for o in observer) == 9)
        observer[0].rpush("queue", *range(9))
        for each in threads:
            each.join()
        self.assertEqual(sorted(popped), [("queue", str(at)) for at in range(9)])

    def test_blocking_ends_at_its_time(self):
        one = self.connect()
        self.assertIsNone(one.blpop("nothing", 0.01))
        self.assertIsNone(one.bzpopmin("nothing", 0.01))
        self.assertIsNone(one.blmove("nothing", "other", 0.01))
        self.assertEqual(one.xread({"nothing": "$"}, block=10), [])

    def test_streams_with_groups(self):
        one, two = self.connect(), self.connect()
        self.assertTrue(one.xgroup_create("stream", "group", mkstream=True))
        ids = [one.xadd("stream", {"at": at}) for at in range(3)]
        ((name, entries),) = two.xreadgroup("group", "worker", {"stream": ">"}, count=2)
        self.assertEqual((name, entries), ("stream", [(ids[0], {"at": "0"}), (ids[1], {"at": "1"})]))
        self.assertEqual(two.xack("stream", "group", ids[0]), 1)
        self.assertEqual(one.xpending("stream", "group")["pending"], 1)
        self.assertEqual(one.xautoclaim("stream", "group", "other", 0)[1], [(ids[1], {"at": "1"})])

    def test_iterates_over_all_keys(self):
        one = self.connect()
        one.mset({f"stays:{at}": at for at in range(500)})
        self.assertEqual(len(set(one.scan_iter("stays:*", count=7))), 500)
        one.hset("hash", mapping={f"field {at}": at for at in range(500)})
        self.assertEqual(len(dict(one.hscan_iter("hash", count=7))), 500)

    def test_parses_what_servers_say_of_themselves(self):
        one = self.connect(client_name="tester")
        self.assertEqual(one.client_getname(), "tester")
        self.assertIn("tester", [each["name"] for each in one.client_list()])
        self.assertGreaterEqual(one.info()["redis_version"], "7")
        self.assertEqual(one.role()[0], "master")
        self.assertEqual(one.config_get("maxmemory-policy"), {"maxmemory-policy": "noeviction"})
        self.assertIn("get", one.command())
        self.assertEqual(one.dbsize(), 0)
        self.assertTrue(one.time()[0] > 0)


class OnOneNode(Plain, unittest.TestCase):
    ports = ONE


class OnThreeNodes(Plain, unittest.TestCase):
    ports = THREE
