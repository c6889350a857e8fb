package quorate;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** The servers of one deployment; their ports come from the program that starts the tests. */
record Nodes(String name, List<Integer> ports) {
    static final String HOST = "127.0.0.1";
    static final String MASTER = "mymaster";

    static Nodes listed(String name, String variable) {
        String[] ports = System.getenv(variable).split(",");
        return new Nodes(name, Arrays.stream(ports).map(Integer::valueOf).toList());
    }

    int first() {
        return ports.get(0);
    }

    /** Another node than the first, where there is one. */
    int last() {
        return ports.get(ports.size() - 1);
    }

    Set<HostAndPort> addresses() {
        return ports.stream().map(port -> new HostAndPort(HOST, port)).collect(Collectors.toSet());
    }

    /** One that waits for an answer however slow the machine is. */
    static Jedis connect(int port) {
        return new Jedis(HOST, port, Suite.LIMIT_S * 1000);
    }

    void flush() {
        try (Jedis jedis = connect(first())) {
            jedis.flushAll();
        }
    }

    /** The port of the leader, as a node names it in the dialect of Sentinel. */
    int leader() {
        try (Jedis jedis = connect(first())) {
            return Integer.parseInt(jedis.sentinelGetMasterAddrByName(MASTER).get(1));
        }
    }

    /** `kill -9` of the process that serves clients on `port`. */
    static void kill(int port) {
        try (Jedis jedis = connect(port)) {
            Matcher found = Pattern.compile("process_id:(\\d+)").matcher(jedis.info("server"));
            if (!found.find()) throw new AssertionError("INFO server without process_id");
            ProcessHandle.of(Long.parseLong(found.group(1))).orElseThrow().destroyForcibly();
        }
    }
}
