package quorate;

import static quorate.Suite.equal;
import static quorate.Suite.got;
import static quorate.Suite.holds;
import static quorate.Suite.meanwhile;
import static quorate.Suite.waitFor;

import io.lettuce.core.Consumer;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.support.caching.CacheAccessor;
import io.lettuce.core.support.caching.CacheFrontend;
import io.lettuce.core.support.caching.ClientSideCaching;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Lettuce as its manual says for a server, for one with sentinels and for a cluster: the same tests for all of them. */
final class LettuceTests {
    private final Suite suite;
    private final Nodes nodes;
    private final String where;
    private final Lettuce lettuce;
    private final RedisClusterCommands<String, String> client;

    /** A client of another node, where there is one: it must see at once what `client` did. */
    private final RedisCommands<String, String> other;

    private LettuceTests(Suite suite, Nodes nodes, String mode, Lettuce lettuce, Lettuce elsewhere) {
        this.suite = suite;
        this.nodes = nodes;
        this.where = "Lettuce, " + mode + ", " + nodes.name() + ": ";
        this.lettuce = lettuce;
        this.client = lettuce.sync();
        this.other = elsewhere.connect().sync();
    }

    interface Maker {
        Lettuce make();
    }

    static void run(Suite suite, Nodes nodes) {
        Map<String, Maker> modes = new LinkedHashMap<>();
        modes.put("plain RESP2", () -> Lettuce.plain(nodes.first(), ProtocolVersion.RESP2));
        modes.put("plain RESP3", () -> Lettuce.plain(nodes.first(), ProtocolVersion.RESP3));
        modes.put("Sentinel", () -> Lettuce.sentinel(nodes));
        modes.put("Cluster", () -> Lettuce.cluster(nodes));
        modes.forEach(
                (mode, maker) ->
                        suite.group(
                                "Lettuce, " + mode + ", " + nodes.name(),
                                () -> {
                                    try (Lettuce lettuce = maker.make();
                                            Lettuce elsewhere = Lettuce.plain(nodes.last(), ProtocolVersion.RESP3)) {
                                        new LettuceTests(suite, nodes, mode, lettuce, elsewhere).all();
                                    }
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
        test("keys by cursor", this::cursor);
        test("pipelines", this::pipelines);
        if (client instanceof RedisCommands<String, String> commands) {
            test("transactions", () -> transactions(commands));
        }
        test("blocking commands", this::blocking);
        test("pub/sub", this::pubSub);
        test("scripts", this::scripts);
        test("streams", this::streams);
        if (where.contains("RESP3")) {
            test("client-side cache", () -> clientSideCache(TrackingArgs.Builder.enabled()));
            test("client-side cache by prefix", () -> clientSideCache(broadcast()));
        }
    }

    private void types() {
        client.hset("h", Map.of("a", "1", "b", "2"));
        client.zadd("z", 1.5, "m");
        client.sadd("s", "x", "y");
        client.rpush("l", "1", "2", "3");
        client.setex("brief", 100, "v");
        equal(other.hgetall("h"), Map.of("a", "1", "b", "2"));
        equal(other.zrangeWithScores("z", 0, -1), List.of(ScoredValue.just(1.5, "m")));
        equal(other.smembers("s"), Set.of("x", "y"));
        equal(other.lrange("l", 0, -1), List.of("1", "2", "3"));
        holds("a life time", other.ttl("brief") > 90);
        equal(other.get("none"), null);
        client.mset(Map.of("a", "1", "b", "2"));
        equal(client.mget("a", "b"), List.of(KeyValue.just("a", "1"), KeyValue.just("b", "2")));
    }

    private void cursor() {
        client.mset(IntStream.range(0, 300).boxed().collect(Collectors.toMap(at -> "key:" + at, at -> "v")));
        Set<String> seen = new HashSet<>();
        ScanCursor at = ScanCursor.INITIAL;
        while (!at.isFinished()) {
            KeyScanCursor<String> page = client.scan(at, ScanArgs.Builder.limit(50).match("key:*"));
            seen.addAll(page.getKeys());
            at = page;
        }
        equal(seen.size(), 300);
    }

    private void pipelines() throws Exception {
        List<RedisFuture<Long>> replies = new ArrayList<>();
        for (int at = 0; at < 500; at++) replies.add(lettuce.async().incr("n"));
        List<Long> counts = new ArrayList<>();
        for (RedisFuture<Long> reply : replies) counts.add(got(reply));
        equal(counts, LongStream.rangeClosed(1, 500).boxed().toList());
        equal(other.get("n"), "500");
    }

    private void transactions(RedisCommands<String, String> commands) {
        commands.set("n", "1");
        commands.watch("n");
        other.incr("n");
        commands.multi();
        commands.set("n", "10");
        holds("one that another client's write discards", commands.exec().wasDiscarded());
        commands.multi();
        commands.incr("n");
        commands.get("n");
        TransactionResult result = commands.exec();
        equal(result.stream().toList(), List.of(3L, "3"));
        equal(other.get("n"), "3");
    }

    private void blocking() throws Exception {
        RedisClusterCommands<String, String> waiting = lettuce.another();
        Future<KeyValue<String, String>> popped = meanwhile(() -> waiting.blpop(Suite.LIMIT_S, "a"));
        other.rpush("a", "x");
        equal(got(popped), KeyValue.just("a", "x"));
        Future<KeyValue<String, ScoredValue<String>>> least = meanwhile(() -> other.bzpopmin(Suite.LIMIT_S, "z"));
        client.zadd("z", 2, "m");
        equal(got(least), KeyValue.just("z", ScoredValue.just(2, "m")));
        equal(waiting.blpop(0.05, "none"), null);
    }

    private void pubSub() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (StatefulRedisPubSubConnection<String, String> connection = lettuce.connectPubSub()) {
            connection.addListener(
                    new RedisPubSubAdapter<>() {
                        @Override
                        public void message(String channel, String message) {
                            heard.add(channel + ":" + message);
                        }

                        @Override
                        public void message(String pattern, String channel, String message) {
                            heard.add(pattern + ":" + channel + ":" + message);
                        }
                    });
            connection.sync().subscribe("news");
            connection.sync().psubscribe("w*");
            equal(other.publish("news", "hello"), 1L);
            equal(other.publish("weather", "rain"), 1L);
            equal(heard.poll(Suite.LIMIT_S, TimeUnit.SECONDS), "news:hello");
            equal(heard.poll(Suite.LIMIT_S, TimeUnit.SECONDS), "w*:weather:rain");
        }
    }

    private void scripts() {
        String script = "return redis.call('INCRBY', KEYS[1], ARGV[1])";
        String[] keys = {"n"};
        equal(client.<Long>eval(script, ScriptOutputType.INTEGER, keys, "5"), 5L);
        String digest = client.scriptLoad(script);
        equal(client.<Long>evalsha(digest, ScriptOutputType.INTEGER, keys, "5"), 10L);
        equal(other.<Long>evalsha(digest, ScriptOutputType.INTEGER, keys, "5"), 15L);
        try {
            client.evalsha("0".repeat(40), ScriptOutputType.INTEGER, keys);
            throw new AssertionError("a script that nobody loaded");
        } catch (RedisNoScriptException expected) {
            equal(client.get("n"), "15");
        }
    }

    private void streams() {
        String id = client.xadd("x", Map.of("f", "v"));
        client.xgroupCreate(StreamOffset.from("x", "0"), "g", XGroupCreateArgs.Builder.mkstream());
        Consumer<String> consumer = Consumer.from("g", "c");
        List<StreamMessage<String, String>> read = other.xreadgroup(consumer, StreamOffset.lastConsumed("x"));
        equal(read.get(0).getId(), id);
        equal(read.get(0).getBody(), Map.of("f", "v"));
        equal(client.xpending("x", "g").getCount(), 1L);
        equal(client.xack("x", "g", id), 1L);
        equal(client.xpending("x", "g").getCount(), 0L);
        equal(other.xlen("x"), 1L);
    }

    private static TrackingArgs broadcast() {
        return TrackingArgs.Builder.enabled().bcast().prefixes("cached");
    }

    /** What another client, of another node, writes is soon seen. */
    private void clientSideCache(TrackingArgs args) throws Exception {
        Map<String, String> memory = new ConcurrentHashMap<>();
        try (StatefulRedisConnection<String, String> connection = lettuce.connect()) {
            CacheFrontend<String, String> cache =
                    ClientSideCaching.enable(CacheAccessor.forMap(memory), connection, args);
            other.set("cached", "1");
            waitFor("the old value", () -> "1".equals(cache.get("cached")));
            equal(memory.get("cached"), "1");
            other.set("cached", "2");
            waitFor("the new value", () -> "2".equals(cache.get("cached")));
            other.del("cached");
            waitFor("that it is gone", () -> cache.get("cached") == null);
        }
    }
}
