package quorate;

import static quorate.Suite.equal;
import static quorate.Suite.got;
import static quorate.Suite.holds;
import static quorate.Suite.meanwhile;
import static quorate.Suite.waitFor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.csc.CacheConfig;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.resps.StreamEntry;
import redis.clients.jedis.resps.Tuple;

/** Jedis as its manual says for a server, for one with sentinels and for a cluster: the same tests for all of them. */
final class JedisTests {
    /** Its own choice with the time that it gives an answer by default. It divides this to know how long it pauses. */
    private static final Duration RETRIES = Duration.ofSeconds(10);

    private final Suite suite;
    private final Nodes nodes;
    private final String where;
    private final UnifiedJedis client;

    /** A client of another node, where there is one: it must see at once what `client` did. */
    private final UnifiedJedis other;

    private JedisTests(Suite suite, Nodes nodes, String mode, UnifiedJedis client, UnifiedJedis other) {
        this.suite = suite;
        this.nodes = nodes;
        this.where = "Jedis, " + mode + ", " + nodes.name() + ": ";
        this.client = client;
        this.other = other;
    }

    static void run(Suite suite, Nodes nodes) {
        Map<String, Supplier<UnifiedJedis>> modes = new LinkedHashMap<>();
        modes.put("plain RESP2", () -> plain(nodes.first(), RedisProtocol.RESP2));
        modes.put("plain RESP3", () -> plain(nodes.first(), RedisProtocol.RESP3));
        modes.put("Sentinel", () -> sentinel(nodes));
        modes.put("Cluster", () -> cluster(nodes));
        modes.forEach(
                (mode, make) ->
                        suite.group(
                                "Jedis, " + mode + ", " + nodes.name(),
                                () -> {
                                    try (UnifiedJedis client = make.get();
                                            UnifiedJedis other = plain(nodes.last(), RedisProtocol.RESP3)) {
                                        new JedisTests(suite, nodes, mode, client, other).all();
                                    }
                                }));
    }

    static UnifiedJedis plain(int port, RedisProtocol protocol) {
        return RedisClient.builder().hostAndPort(Nodes.HOST, port).clientConfig(config(protocol)).build();
    }

    static UnifiedJedis sentinel(Nodes nodes) {
        return RedisSentinelClient.builder()
                .masterName(Nodes.MASTER)
                .sentinels(nodes.addresses())
                .clientConfig(config(RedisProtocol.RESP3))
                .build();
    }

    static UnifiedJedis cluster(Nodes nodes) {
        return RedisClusterClient.builder()
                .nodes(nodes.addresses())
                .clientConfig(config(RedisProtocol.RESP3))
                .maxTotalRetriesDuration(RETRIES)
                .build();
    }

    private static JedisClientConfig config(RedisProtocol protocol) {
        return DefaultJedisClientConfig.builder()
                .protocol(protocol)
                .socketTimeoutMillis(Suite.LIMIT_S * 1000)
                .build();
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
        test("keys by cursor", this::cursor);
        test("pipelines", this::pipelines);
        if (!(client instanceof RedisClusterClient)) test("transactions", this::transactions);
        test("blocking commands", this::blocking);
        test("pub/sub", this::pubSub);
        test("scripts", this::scripts);
        test("streams", this::streams);
        if (client instanceof RedisClient) test("client-side cache", this::clientSideCache);
    }

    private void types() {
        byte[] every = new byte[256];
        for (int at = 0; at < every.length; at++) every[at] = (byte) at;
        client.set(every, every);
        holds("bytes of every kind", java.util.Arrays.equals(other.get(every), every));
        client.hset("h", Map.of("a", "1", "b", "2"));
        client.zadd("z", 1.5, "m");
        client.sadd("s", "x", "y");
        client.rpush("l", "1", "2", "3");
        client.setex("brief", 100, "v");
        equal(other.hgetAll("h"), Map.of("a", "1", "b", "2"));
        equal(other.zrangeWithScores("z", 0, -1), List.of(new Tuple("m", 1.5)));
        equal(other.smembers("s"), Set.of("x", "y"));
        equal(other.lrange("l", 0, -1), List.of("1", "2", "3"));
        holds("a life time", other.ttl("brief") > 90);
        equal(other.get("none"), null);
    }

    private void cursor() {
        try (AbstractPipeline pipeline = client.pipelined()) {
            IntStream.range(0, 300).forEach(at -> pipeline.set("key:" + at, "v"));
        }
        Set<String> seen = new HashSet<>();
        String at = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> page = other.scan(at, new ScanParams().match("key:*").count(50));
            seen.addAll(page.getResult());
            at = page.getCursor();
        } while (!at.equals(ScanParams.SCAN_POINTER_START));
        equal(seen.size(), 300);
    }

    private void pipelines() {
        List<Response<Long>> replies = new ArrayList<>();
        try (AbstractPipeline pipeline = client.pipelined()) {
            for (int at = 0; at < 500; at++) replies.add(pipeline.incr("n"));
            pipeline.sync();
        }
        equal(replies.stream().map(Response::get).toList(), LongStream.rangeClosed(1, 500).boxed().toList());
        equal(other.get("n"), "500");
    }

    private void transactions() {
        client.set("n", "1");
        equal(doubled(() -> other.incr("n")), null);
        equal(doubled(() -> null), List.of("OK", 5L));
        equal(other.get("n"), "5");
    }

    /** What EXEC answered: null when another client changed the key since. */
    private List<Object> doubled(Supplier<Long> between) {
        try (AbstractTransaction transaction = client.transaction(false)) {
            transaction.watch("n");
            int n = Integer.parseInt(client.get("n"));
            between.get();
            transaction.multi();
            transaction.set("n", String.valueOf(n * 2));
            transaction.incr("n");
            return transaction.exec();
        }
    }

    private void blocking() throws Exception {
        Future<List<String>> popped = meanwhile(() -> other.blpop(Suite.LIMIT_S, "a", "b"));
        client.rpush("b", "x");
        equal(got(popped), List.of("b", "x"));
        Future<String> moved = meanwhile(() -> client.brpoplpush("{q}from", "{q}to", Suite.LIMIT_S));
        other.lpush("{q}from", "y");
        equal(got(moved), "y");
        equal(client.lrange("{q}to", 0, -1), List.of("y"));
        equal(client.blpop(0.05, "none"), null);
    }

    private void pubSub() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        JedisPubSub listener =
                new JedisPubSub() {
                    @Override
                    public void onSubscribe(String channel, int count) {
                        heard.add("subscribed");
                    }

                    @Override
                    public void onMessage(String channel, String message) {
                        heard.add(channel + ":" + message);
                    }
                };
        Future<Void> subscribed = meanwhile(() -> Suite.nothing(() -> other.subscribe(listener, "news")));
        equal(heard.poll(Suite.LIMIT_S, TimeUnit.SECONDS), "subscribed");
        equal(client.publish("news", "hello"), 1L);
        equal(heard.poll(Suite.LIMIT_S, TimeUnit.SECONDS), "news:hello");
        listener.unsubscribe();
        got(subscribed);
    }

    private void scripts() {
        String script = "return redis.call('INCRBY', KEYS[1], ARGV[1])";
        equal(client.eval(script, List.of("n"), List.of("5")), 5L);
        String digest = client.scriptLoad(script, "n");
        equal(client.evalsha(digest, List.of("n"), List.of("5")), 10L);
        equal(other.evalsha(digest, List.of("n"), List.of("5")), 15L);
        try {
            client.evalsha("0".repeat(40), List.of("n"), List.of());
            throw new AssertionError("a script that nobody loaded");
        } catch (JedisNoScriptException expected) {
            equal(client.get("n"), "15");
        }
    }

    private void streams() {
        StreamEntryID id = client.xadd("x", StreamEntryID.NEW_ENTRY, Map.of("f", "v"));
        client.xgroupCreate("x", "g", new StreamEntryID(), false);
        Map<String, StreamEntryID> unread = Map.of("x", StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY);
        XReadGroupParams one = new XReadGroupParams().count(1);
        List<Map.Entry<String, List<StreamEntry>>> read = other.xreadGroup("g", "c", one, unread);
        StreamEntry entry = read.get(0).getValue().get(0);
        equal(entry.getID(), id);
        equal(entry.getFields(), Map.of("f", "v"));
        equal(client.xpending("x", "g").getTotal(), 1L);
        equal(client.xack("x", "g", id), 1L);
        equal(client.xpending("x", "g").getTotal(), 0L);
        equal(other.xlen("x"), 1L);
    }

    /** Of its own: CLIENT TRACKING needs RESP3. What another client, of another node, writes is soon seen. */
    private void clientSideCache() throws Exception {
        HostAndPort address = new HostAndPort(Nodes.HOST, nodes.first());
        try (UnifiedJedis caching =
                RedisClient.builder()
                        .hostAndPort(address)
                        .clientConfig(config(RedisProtocol.RESP3))
                        .cacheConfig(CacheConfig.builder().maxSize(100).build())
                        .build()) {
            other.set("cached", "1");
            for (int time = 0; time < 3; time++) equal(caching.get("cached"), "1");
            holds("served from memory", caching.getCache().getStats().getHitCount() >= 2);
            other.set("cached", "2");
            waitFor("the new value", () -> caching.get("cached").equals("2"));
            holds("an invalidation", caching.getCache().getStats().getInvalidationCount() >= 1);
        }
    }
}
