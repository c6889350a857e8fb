package quorate;

import java.util.List;
import java.util.logging.LogManager;

/**
 * Jedis, Lettuce and Redisson against the three nodes whose ports QUORATE_THREE lists, and before, where QUORATE_LONG is
 * set, against the one of QUORATE_ONE. The last line is `N passed, M failed`. It kills one of the three.
 */
public final class Main {
    public static void main(String[] arguments) {
        LogManager.getLogManager().reset(); // Lettuce tells of each connection that it lost
        Nodes one = Nodes.listed("one node", "QUORATE_ONE");
        Nodes three = Nodes.listed("three nodes", "QUORATE_THREE");
        Suite suite = new Suite();
        boolean isLong = System.getenv("QUORATE_LONG") != null;
        for (Nodes nodes : isLong ? List.of(one, three) : List.of(three)) {
            JedisTests.run(suite, nodes);
            LettuceTests.run(suite, nodes);
            RedissonTests.run(suite, nodes);
        }
        Failover.run(suite, three); // the last: it leaves two nodes of three
        System.out.println(suite.passed() + " passed, " + suite.failed() + " failed");
        System.exit(suite.failed() > 0 ? 1 : 0);
    }
}
