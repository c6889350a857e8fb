package quorate;

import static quorate.Suite.equal;
import static quorate.Suite.got;
import static quorate.Suite.holds;
import static quorate.Suite.meanwhile;
import static quorate.Suite.persistently;
import static quorate.Suite.waitFor;

import io.lettuce.core.protocol.ProtocolVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.UnifiedJedis;

/** Every client in every mode writes while the leader is killed; holders of a lock of Redisson count meanwhile. */
final class Failover {
    private static final int COUNT = 200;

    /** Each name of a client, and how it appends a number to a list. */
    private final Map<String, Writer> writers = new LinkedHashMap<>();

    private final Map<String, RedissonClient> redissons = new LinkedHashMap<>();
    private final Map<String, AtomicInteger> acknowledged = new LinkedHashMap<>();
    private final Map<String, Long> longestWaitMs = new ConcurrentHashMap<>();
    private final Nodes nodes;
    private final int leader;
    private final int living;

    interface Writer {
        void append(String key, int number) throws Exception;
    }

    private Failover(Nodes nodes) {
        nodes.flush(); // answered once there is a leader
        this.nodes = nodes;
        this.leader = nodes.leader();
        this.living = nodes.ports().stream().filter(port -> port != leader).findFirst().orElseThrow();
    }

    static void run(Suite suite, Nodes nodes) {
        suite.group("failover", () -> new Failover(nodes).all(suite));
    }

    private void all(Suite suite) throws Exception {
        jedis("Jedis, plain", JedisTests.plain(living, RedisProtocol.RESP3));
        jedis("Jedis, Sentinel", JedisTests.sentinel(nodes));
        jedis("Jedis, Cluster", JedisTests.cluster(nodes));
        lettuce("Lettuce, plain", Lettuce.plain(living, ProtocolVersion.RESP3));
        lettuce("Lettuce, Sentinel", Lettuce.sentinel(nodes));
        lettuce("Lettuce, Cluster", Lettuce.cluster(nodes));
        redisson("Redisson, plain", Redissons.plain(living));
        redisson("Redisson, Sentinel", Redissons.sentinel(nodes));
        redisson("Redisson, Cluster", Redissons.cluster(nodes));
        Map<String, Future<Void>> ends = new LinkedHashMap<>();
        writers.forEach((name, writer) -> ends.put(name, meanwhile(() -> Suite.nothing(() -> write(name, writer)))));
        List<Future<Integer>> counters = new ArrayList<>();
        redissons.forEach((name, redisson) -> counters.add(meanwhile(() -> count(redisson))));
        waitFor(
                "a quarter of it",
                () -> acknowledged.values().stream().allMatch(at -> at.get() >= COUNT / 4));
        Nodes.kill(leader);
        ends.forEach((name, end) -> suite.test(name + " while the leader is killed", () -> check(name, end)));
        suite.test("RLock while the leader is killed", () -> checkCounters(counters));
    }

    private void jedis(String name, UnifiedJedis client) {
        add(name, (key, number) -> client.rpush(key, String.valueOf(number)));
    }

    private void lettuce(String name, Lettuce client) {
        add(name, (key, number) -> client.sync().rpush(key, String.valueOf(number)));
    }

    private void redisson(String name, RedissonClient client) {
        redissons.put(name, client);
        add(name, (key, number) -> client.getList(key, StringCodec.INSTANCE).add(String.valueOf(number)));
    }

    private void add(String name, Writer writer) {
        writers.put(name, writer);
        acknowledged.put(name, new AtomicInteger());
    }

    private void write(String name, Writer writer) throws Exception {
        for (int number = 0; number < COUNT; number++) {
            int next = number;
            long begun = System.nanoTime();
            persistently(() -> Suite.nothing(() -> writer.append("log of " + name, next)));
            longestWaitMs.merge(name, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun), Math::max);
            acknowledged.get(name).set(next + 1);
        }
    }

    /** Nothing is lost or changes places. What was not answered may stand there twice: the client or we repeated it. */
    private void check(String name, Future<Void> end) throws Exception {
        got(end);
        System.out.println(name + ": the longest wait was " + longestWaitMs.get(name) + " ms");
        try (Jedis jedis = Nodes.connect(living)) {
            List<Integer> log =
                    jedis.lrange("log of " + name, 0, -1).stream().map(Integer::valueOf).toList();
            equal(List.copyOf(new TreeSet<>(log)), IntStream.range(0, COUNT).boxed().toList());
            equal(log.stream().sorted().toList(), log);
            if (name.endsWith("plain")) equal(log.size(), COUNT);
        }
    }

    /** How often it counted: in two steps, which only the lock keeps together. */
    private static int count(RedissonClient redisson) throws Exception {
        RLock lock = redisson.getLock("lock");
        int times = COUNT / 10;
        for (int time = 0; time < times; time++) {
            persistently(() -> Suite.nothing(lock::lock));
            String before = persistently(() -> redisson.<String>getBucket("count", StringCodec.INSTANCE).get());
            String after = String.valueOf(before == null ? 1 : Integer.parseInt(before) + 1);
            persistently(() -> Suite.nothing(() -> redisson.getBucket("count", StringCodec.INSTANCE).set(after)));
            while (persistently(lock::isHeldByCurrentThread)) {
                try {
                    lock.unlock();
                } catch (RuntimeException unanswered) {
                    // it may be free or not
                }
            }
        }
        return times;
    }

    private void checkCounters(List<Future<Integer>> counters) throws Exception {
        int expected = 0;
        for (Future<Integer> each : counters) expected += got(each);
        try (Jedis jedis = Nodes.connect(living)) {
            equal(jedis.get("count"), String.valueOf(expected));
            holds("free", !jedis.exists("lock"));
        }
    }
}
