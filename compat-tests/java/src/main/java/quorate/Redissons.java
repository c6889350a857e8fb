package quorate;

import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Clients of Redisson, as its manual says for a server, for one with sentinels and for a cluster. */
final class Redissons {
    private static final int POOL = 8;

    /** The lease of a lock without an end, which its holder renews. It is what a waiter that missed a release waits. */
    static final int LEASE_MS = 10_000;

    private Redissons() {}

    static RedissonClient plain(int port) {
        Config config = new Config().setLockWatchdogTimeout(LEASE_MS);
        config.useSingleServer()
                .setAddress(address(port))
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(POOL);
        return Redisson.create(config);
    }

    static RedissonClient sentinel(Nodes nodes) {
        Config config = new Config().setLockWatchdogTimeout(LEASE_MS);
        config.useSentinelServers()
                .setMasterName(Nodes.MASTER)
                .addSentinelAddress(addresses(nodes))
                .setCheckSentinelsList(nodes.ports().size() > 1)
                .setMasterConnectionMinimumIdleSize(1)
                .setMasterConnectionPoolSize(POOL);
        return Redisson.create(config);
    }

    static RedissonClient cluster(Nodes nodes) {
        Config config = new Config().setLockWatchdogTimeout(LEASE_MS);
        config.useClusterServers()
                .addNodeAddress(addresses(nodes))
                .setMasterConnectionMinimumIdleSize(1)
                .setMasterConnectionPoolSize(POOL)
                .setSlaveConnectionMinimumIdleSize(1);
        return Redisson.create(config);
    }

    static void close(RedissonClient client) {
        client.shutdown(0, 5, TimeUnit.SECONDS);
    }

    private static String[] addresses(Nodes nodes) {
        return nodes.ports().stream().map(Redissons::address).toArray(String[]::new);
    }

    private static String address(int port) {
        return "redis://" + Nodes.HOST + ":" + port;
    }
}
