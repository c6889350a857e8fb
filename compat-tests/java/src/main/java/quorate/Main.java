package quorate;

import java.util.List;
import java.util.logging.LogManager;

/**
 * Jedis, Lettuce and Redisson against one node and three, whose ports QUORATE_ONE and QUORATE_THREE list. The last line
 * is `N passed, M failed`. It kills one of the three.
 */
public final class Main {
    public static void main(String[] arguments) {
        LogManager.getLogManager().reset(); // Lettuce tells of each connection that it lost
        Nodes one = Nodes.listed("one node", "QUORATE_ONE");
        Nodes three = Nodes.listed("three nodes", "QUORATE_THREE");
        Suite suite = new Suite();
        for (Nodes nodes : List.of(one, three)) {
            JedisTests.run(suite, nodes);
            LettuceTests.run(suite, nodes);
            RedissonTests.run(suite, nodes);
        }
        Failover.run(suite, three); // the last: it leaves two nodes of three
        System.out.println(suite.passed() + " passed, " + suite.failed() + " failed");
        System.exit(suite.failed() > 0 ? 1 : 0);
    }
}
