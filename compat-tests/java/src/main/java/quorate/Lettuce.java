package quorate;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.List;

/** One client of Lettuce with its first connection, whatever its mode: a cluster has classes of its own. */
final class Lettuce implements AutoCloseable {
    private final RedisClient client;
    private final RedisClusterClient cluster;
    private final RedisClusterCommands<String, String> sync;
    private final RedisClusterAsyncCommands<String, String> async;

    private Lettuce(RedisClient client) {
        this.client = client;
        this.cluster = null;
        StatefulRedisConnection<String, String> first = client.connect();
        this.sync = first.sync();
        this.async = first.async();
    }

    private Lettuce(RedisClusterClient cluster) {
        this.client = null;
        this.cluster = cluster;
        StatefulRedisClusterConnection<String, String> first = cluster.connect();
        this.sync = first.sync();
        this.async = first.async();
    }

    static Lettuce plain(int port, ProtocolVersion protocol) {
        RedisClient client = RedisClient.create(uri(port));
        client.setOptions(ClientOptions.builder().protocolVersion(protocol).build());
        return new Lettuce(client);
    }

    static Lettuce sentinel(Nodes nodes) {
        RedisURI.Builder uri = RedisURI.builder().withSentinelMasterId(Nodes.MASTER).withTimeout(limit());
        for (int port : nodes.ports()) uri.withSentinel(Nodes.HOST, port);
        return new Lettuce(RedisClient.create(uri.build()));
    }

    /**
     * With what the manual says for a cluster whose nodes may change. Without the filter a command that waits for a node
     * when that dies goes on waiting for it.
     */
    static Lettuce cluster(Nodes nodes) {
        List<RedisURI> addresses = nodes.ports().stream().map(Lettuce::uri).toList();
        RedisClusterClient cluster = RedisClusterClient.create(addresses);
        ClusterTopologyRefreshOptions refresh =
                ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(Duration.ofSeconds(1))
                        .enableAllAdaptiveRefreshTriggers()
                        .build();
        cluster.setOptions(
                ClusterClientOptions.builder()
                        .topologyRefreshOptions(refresh)
                        .nodeFilter(node -> !node.is(RedisClusterNode.NodeFlag.FAIL))
                        .build());
        return new Lettuce(cluster);
    }

    private static RedisURI uri(int port) {
        return RedisURI.builder().withHost(Nodes.HOST).withPort(port).withTimeout(limit()).build();
    }

    private static Duration limit() {
        return Duration.ofSeconds(Suite.LIMIT_S);
    }

    RedisClusterCommands<String, String> sync() {
        return sync;
    }

    RedisClusterAsyncCommands<String, String> async() {
        return async;
    }

    /** On a connection of its own: for commands that block. */
    RedisClusterCommands<String, String> another() {
        return client == null ? cluster.connect().sync() : client.connect().sync();
    }

    StatefulRedisConnection<String, String> connect() {
        return client.connect();
    }

    StatefulRedisPubSubConnection<String, String> connectPubSub() {
        return client == null ? cluster.connectPubSub() : client.connectPubSub();
    }

    @Override
    public void close() {
        AbstractRedisClient either = client == null ? cluster : client;
        either.shutdown(Duration.ZERO, Duration.ofSeconds(5));
    }
}
