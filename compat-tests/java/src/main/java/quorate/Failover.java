package quorate;

import static quorate.Suite.equal;
import static quorate.Suite.got;
import static quorate.Suite.holds;
import static quorate.Suite.meanwhile;
import static quorate.Suite.persistently;
import static quorate.Suite.waitFor;

import io.lettuce.core.protocol.ProtocolVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.redisson.api.RBucket;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.UnifiedJedis;

/** Every client in every mode writes while the leader is killed; meanwhile holders of Redisson's locks count. */
final class Failover {
    /** How much each does before the leader is killed, and after. */
    private static final int BEFORE = 20;
    private static final int AFTER = 20;

    /** Each name of a client, and how it appends a number to a list. */
    private final Map<String, Writer> writers = new LinkedHashMap<>();

    private final Map<String, RedissonClient> redissons = new LinkedHashMap<>();
    private final Map<String, AtomicInteger> acknowledged = new LinkedHashMap<>();
    private final Map<String, Long> longestWaitMs = new ConcurrentHashMap<>();
    private final Nodes nodes;
    private final int leader;
    private volatile boolean isKilled;
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
        Map<String, List<Future<Integer>>> counters = new LinkedHashMap<>();
        redissons.forEach((name, client) -> counters.put(name, List.of(counter(name, client), counter(name, client))));
        waitFor(
                "what comes before",
                () -> acknowledged.values().stream().allMatch(count -> count.get() >= BEFORE));
        Nodes.kill(leader);
        isKilled = true;
        ends.forEach((name, end) -> suite.test(name + " while the leader is killed", () -> check(name, end)));
        counters.forEach(
                (name, both) -> suite.test(name + ": RLock while the leader is killed", () -> checkCount(name, both)));
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
        for (int after = 0; after < AFTER; ) {
            if (isKilled) after++;
            int next = acknowledged.get(name).get();
            long begun = System.nanoTime();
            persistently(() -> Suite.nothing(() -> writer.append("log of " + name, next)));
            longestWaitMs.merge(name, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun), Math::max);
            acknowledged.get(name).incrementAndGet();
        }
    }

    /** Nothing is lost or changes places. What was not answered may stand there twice: the client or we repeated it. */
    private void check(String name, Future<Void> end) throws Exception {
        got(end);
        System.out.println(name + ": the longest wait was " + longestWaitMs.get(name) + " ms");
        int count = acknowledged.get(name).get();
        try (Jedis jedis = Nodes.connect(living)) {
            List<Integer> log =
                    jedis.lrange("log of " + name, 0, -1).stream().map(Integer::valueOf).toList();
            equal(List.copyOf(new TreeSet<>(log)), IntStream.range(0, count).boxed().toList());
            equal(log.stream().sorted().toList(), log);
            if (name.endsWith("plain")) equal(log.size(), count);
        }
    }

    private Future<Integer> counter(String name, RedissonClient client) {
        return meanwhile(() -> count(name, client));
    }

    /** Counts in two steps, which only the lock keeps together; answers how often. */
    private int count(String name, RedissonClient client) throws Exception {
        RLock lock = client.getLock("lock of " + name);
        RBucket<String> counted = client.getBucket("count of " + name, StringCodec.INSTANCE);
        int times = 0;
        for (int after = 0; after < AFTER; times++) {
            if (isKilled) after++;
            persistently(() -> Suite.nothing(lock::lock));
            String before = persistently(counted::get);
            String next = String.valueOf(before == null ? 1 : Integer.parseInt(before) + 1);
            persistently(() -> Suite.nothing(() -> counted.set(next)));
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

    private void checkCount(String name, List<Future<Integer>> counters) throws Exception {
        int expected = 0;
        for (Future<Integer> each : counters) expected += got(each);
        try (Jedis jedis = Nodes.connect(living)) {
            equal(jedis.get("count of " + name), String.valueOf(expected));
            holds("free", !jedis.exists("lock of " + name));
        }
    }
}
