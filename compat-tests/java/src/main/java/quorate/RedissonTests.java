package quorate;

import static quorate.Suite.equal;
import static quorate.Suite.got;
import static quorate.Suite.holds;
import static quorate.Suite.meanwhile;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.redisson.api.BatchResult;
import org.redisson.api.RBatch;
import org.redisson.api.RBlockingQueue;
import org.redisson.api.RBucket;
import org.redisson.api.RCountDownLatch;
import org.redisson.api.RDelayedQueue;
import org.redisson.api.RMap;
import org.redisson.api.RMapCache;
import org.redisson.api.RPermitExpirableSemaphore;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RSemaphore;
import org.redisson.api.RTopic;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;

/** Redisson but for its locks, which have a file of their own: the same tests for a server, sentinels and a cluster. */
final class RedissonTests {
    private final Suite suite;
    private final Nodes nodes;
    private final String where;
    private final RedissonClient client;

    /** A second client, of another node where there is one: it must see at once what `client` did. */
    private final RedissonClient other;

    private RedissonTests(Suite suite, Nodes nodes, String mode, RedissonClient client, RedissonClient other) {
        this.suite = suite;
        this.nodes = nodes;
        this.where = "Redisson, " + mode + ", " + nodes.name() + ": ";
        this.client = client;
        this.other = other;
    }

    static void run(Suite suite, Nodes nodes) {
        Map<String, Supplier<RedissonClient>> modes = new LinkedHashMap<>();
        modes.put("plain", () -> Redissons.plain(nodes.first()));
        modes.put("Sentinel", () -> Redissons.sentinel(nodes));
        modes.put("Cluster", () -> Redissons.cluster(nodes));
        modes.forEach(
                (mode, make) ->
                        suite.group(
                                "Redisson, " + mode + ", " + nodes.name(),
                                () -> {
                                    RedissonClient client = make.get();
                                    // In a cluster locks speak by SPUBLISH, which no client of another mode hears.
                                    boolean isCluster = mode.equals("Cluster");
                                    RedissonClient other = isCluster ? make.get() : Redissons.plain(nodes.last());
                                    RedissonTests tests = new RedissonTests(suite, nodes, mode, client, other);
                                    tests.all();
                                    new RedissonLocks(tests::test, client, other).all();
                                    Redissons.close(client);
                                    Redissons.close(other);
                                }));
    }

    private void test(String name, Suite.Body body) {
        suite.test(
                where + name,
                () -> {
                    nodes.flush();
                    body.run();
                });
    }

    private void all() {
        test("types", this::types);
        test("batches", this::batches);
        test("topics", this::topics);
        test("RSemaphore", this::semaphore);
        test("RPermitExpirableSemaphore", this::expirableSemaphore);
        test("RCountDownLatch", this::latch);
        test("RBlockingQueue", this::blockingQueue);
        test("RDelayedQueue", this::delayedQueue);
        test("RRateLimiter", this::rateLimiter);
        test("RMapCache", this::mapCache);
    }

    private void types() {
        client.getMap("h").putAll(Map.of("a", "1", "b", "2"));
        client.getScoredSortedSet("z").add(1.5, "m");
        client.getSet("s").addAll(Set.of("x", "y"));
        client.getList("l").addAll(List.of("1", "2", "3"));
        client.getBucket("brief").set("v", Duration.ofSeconds(100));
        equal(other.getMap("h").readAllMap(), Map.of("a", "1", "b", "2"));
        equal(other.getScoredSortedSet("z").getScore("m"), 1.5);
        equal(other.getSet("s").readAll(), Set.of("x", "y"));
        equal(other.getList("l").readAll(), List.of("1", "2", "3"));
        holds("a life time", other.getBucket("brief").remainTimeToLive() > 90_000);
        RBucket<String> bucket = client.getBucket("none");
        equal(bucket.get(), null);
        holds("compare and set", bucket.compareAndSet(null, "1") && !bucket.compareAndSet("2", "3"));
        equal(client.getKeys().count(), 6L);
    }

    private void batches() {
        RBatch batch = client.createBatch();
        for (int at = 0; at < 100; at++) batch.getAtomicLong("n").incrementAndGetAsync();
        BatchResult<?> result = batch.execute();
        equal(result.getResponses().get(99), 100L);
        equal(other.getAtomicLong("n").get(), 100L);
    }

    private void topics() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        RTopic topic = other.getTopic("news");
        topic.addListener(String.class, (channel, message) -> heard.add(channel + ":" + message));
        equal(client.getTopic("news").publish("hello"), 1L);
        equal(heard.poll(Suite.LIMIT_S, TimeUnit.SECONDS), "news:hello");
        topic.removeAllListeners();
    }

    private void semaphore() throws Exception {
        RSemaphore mine = client.getSemaphore("permits");
        RSemaphore theirs = other.getSemaphore("permits");
        holds("set", mine.trySetPermits(2));
        mine.acquire(2);
        holds("none is left", !theirs.tryAcquire());
        Future<Void> waiting = meanwhile(() -> Suite.nothing(theirs::acquire));
        mine.release();
        got(waiting);
        equal(mine.availablePermits(), 0);
        theirs.release();
        equal(mine.drainPermits(), 1);
    }

    private void expirableSemaphore() throws Exception {
        RPermitExpirableSemaphore mine = client.getPermitExpirableSemaphore("permits");
        RPermitExpirableSemaphore theirs = other.getPermitExpirableSemaphore("permits");
        holds("set", mine.trySetPermits(1));
        String lasting = mine.acquire();
        equal(theirs.tryAcquire(), null);
        mine.release(lasting);
        holds("one that ends by itself", mine.acquire(100, TimeUnit.MILLISECONDS) != null);
        String next = theirs.tryAcquire(Suite.LIMIT_S, Suite.LIMIT_S, TimeUnit.SECONDS);
        holds("the next one", next != null);
        theirs.release(next);
    }

    private void latch() throws Exception {
        RCountDownLatch latch = client.getCountDownLatch("latch");
        holds("set", latch.trySetCount(2));
        RCountDownLatch seen = other.getCountDownLatch("latch");
        Future<Boolean> waiting = meanwhile(() -> seen.await(Suite.LIMIT_S, TimeUnit.SECONDS));
        latch.countDown();
        seen.countDown();
        holds("all came", got(waiting));
    }

    private void blockingQueue() throws Exception {
        RBlockingQueue<String> mine = client.getBlockingQueue("jobs");
        RBlockingQueue<String> theirs = other.getBlockingQueue("jobs");
        Future<String> taken = meanwhile(theirs::take);
        mine.offer("one");
        equal(got(taken), "one");
        Future<String> moved = meanwhile(() -> mine.pollLastAndOfferFirstTo("done", Suite.LIMIT_S, TimeUnit.SECONDS));
        theirs.offer("two");
        equal(got(moved), "two");
        equal(theirs.poll(), null);
    }

    private void delayedQueue() throws Exception {
        RBlockingQueue<String> target = client.getBlockingQueue("due");
        RDelayedQueue<String> delayed = client.getDelayedQueue(target);
        delayed.offer("second", 200, TimeUnit.MILLISECONDS);
        delayed.offer("first", 50, TimeUnit.MILLISECONDS);
        RBlockingQueue<String> seen = other.getBlockingQueue("due");
        equal(seen.poll(Suite.LIMIT_S, TimeUnit.SECONDS), "first");
        equal(seen.poll(Suite.LIMIT_S, TimeUnit.SECONDS), "second");
        delayed.destroy();
    }

    private void rateLimiter() {
        RRateLimiter limiter = client.getRateLimiter("rate");
        holds("set", limiter.trySetRate(RateType.OVERALL, 3, Duration.ofMillis(200)));
        holds("three at once", limiter.tryAcquire(3));
        RRateLimiter seen = other.getRateLimiter("rate");
        holds("the next ones wait", !seen.tryAcquire(3));
        holds("and get their turn", seen.tryAcquire(3, Duration.ofSeconds(Suite.LIMIT_S)));
    }

    private void mapCache() throws Exception {
        RMapCache<String, String> cache = client.getMapCache("cache");
        cache.put("brief", "v", 50, TimeUnit.MILLISECONDS);
        cache.put("long", "v", 100, TimeUnit.SECONDS);
        RMap<String, String> seen = other.getMapCache("cache");
        equal(seen.get("long"), "v");
        Suite.waitFor("the end of one", () -> seen.get("brief") == null);
        equal(cache.put("long", "w"), "v");
        cache.destroy();
    }
}
