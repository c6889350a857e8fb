package quorate;

import static quorate.Suite.equal;
import static quorate.Suite.got;
import static quorate.Suite.holds;
import static quorate.Suite.meanwhile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RFencedLock;
import org.redisson.api.RLock;
import org.redisson.api.RReadWriteLock;
import org.redisson.api.RedissonClient;

/** Redisson's locks, between two clients. A lock belongs to a thread. */
final class RedissonLocks {
    interface Tests {
        void test(String name, Suite.Body body);
    }

    private final Tests tests;
    private final RedissonClient client;
    private final RedissonClient other;

    RedissonLocks(Tests tests, RedissonClient client, RedissonClient other) {
        this.tests = tests;
        this.client = client;
        this.other = other;
    }

    void all() {
        tests.test("RLock", this::lock);
        tests.test("RLock that ends by itself", this::leased);
        tests.test("RLock under contention", this::contended);
        tests.test("RFencedLock", this::fenced);
        tests.test("RFairLock", this::fair);
        tests.test("RReadWriteLock", this::readWrite);
        tests.test("RedissonMultiLock", this::multi);
    }

    private void lock() throws Exception {
        RLock mine = client.getLock("lock");
        RLock theirs = other.getLock("lock");
        mine.lock();
        mine.lock();
        equal(mine.getHoldCount(), 2);
        holds("renewed by its watchdog", mine.remainTimeToLive() > Redissons.LEASE_MS / 2);
        holds("held by another", !theirs.tryLock() && theirs.isLocked() && !theirs.isHeldByCurrentThread());
        Future<Boolean> waiting = meanwhile(() -> taken(theirs));
        mine.unlock();
        holds("still held", mine.isHeldByCurrentThread());
        mine.unlock();
        holds("handed over", got(waiting));
        try {
            mine.unlock();
            throw new AssertionError("freed what it does not hold");
        } catch (IllegalMonitorStateException expected) {
            holds("free", !mine.isLocked());
        }
    }

    private static boolean taken(RLock lock) throws InterruptedException {
        boolean taken = lock.tryLock(Suite.LIMIT_S, TimeUnit.SECONDS);
        if (taken) lock.unlock();
        return taken;
    }

    private void leased() throws Exception {
        RLock mine = client.getLock("lock");
        mine.lock(100, TimeUnit.MILLISECONDS);
        holds("waits for its end", taken(other.getLock("lock")));
        holds("lost", !mine.isHeldByCurrentThread());
    }

    /** A counter that is read and written in two steps: only the lock keeps its increments apart. */
    private void contended() throws Exception {
        List<Future<Void>> all = new ArrayList<>();
        for (int worker = 0; worker < 6; worker++) {
            RedissonClient redisson = worker % 2 == 0 ? client : other;
            all.add(meanwhile(() -> Suite.nothing(() -> increments(redisson, 5))));
        }
        for (Future<Void> each : all) got(each);
        equal(client.getBucket("count").get(), 30);
    }

    private static void increments(RedissonClient redisson, int times) {
        RLock lock = redisson.getLock("lock");
        for (int time = 0; time < times; time++) {
            lock.lock();
            try {
                Integer count = redisson.<Integer>getBucket("count").get();
                redisson.getBucket("count").set(count == null ? 1 : count + 1);
            } finally {
                lock.unlock();
            }
        }
    }

    private void fenced() {
        RFencedLock lock = client.getFencedLock("fenced");
        long first = lock.lockAndGetToken();
        lock.unlock();
        RFencedLock next = other.getFencedLock("fenced");
        long second = next.lockAndGetToken();
        next.unlock();
        holds("a later token is larger", second > first);
    }

    /** Whoever came first is served first, whichever node it came through. */
    private void fair() throws Exception {
        RLock mine = client.getFairLock("fair");
        mine.lock();
        ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
        List<Future<Void>> waiting = new ArrayList<>();
        for (int each = 0; each < 4; each++) {
            int turn = each;
            RLock theirs = (turn % 2 == 0 ? other : client).getFairLock("fair");
            waiting.add(
                    meanwhile(
                            () -> {
                                theirs.lock();
                                order.add(turn);
                                theirs.unlock();
                                return null;
                            }));
            Suite.waitFor(
                    "its place in the line",
                    () -> client.getDeque("redisson_lock_queue:{fair}").size() == turn + 1);
        }
        mine.unlock();
        for (Future<Void> each : waiting) got(each);
        equal(List.copyOf(order), List.of(0, 1, 2, 3));
    }

    private void readWrite() throws Exception {
        RReadWriteLock mine = client.getReadWriteLock("rw");
        RReadWriteLock theirs = other.getReadWriteLock("rw");
        mine.readLock().lock();
        holds("two readers", got(meanwhile(() -> taken(theirs.readLock()))));
        holds("no writer beside a reader", !theirs.writeLock().tryLock());
        Future<Boolean> writer = meanwhile(() -> taken(theirs.writeLock()));
        mine.readLock().unlock();
        holds("the writer after it", got(writer));
        mine.writeLock().lock();
        mine.readLock().lock();
        holds("no reader beside a writer", !theirs.readLock().tryLock());
        mine.readLock().unlock();
        mine.writeLock().unlock();
    }

    private void multi() throws Exception {
        RLock all = client.getMultiLock(client.getLock("{m}a"), client.getLock("{m}b"));
        all.lock();
        holds("one of them is held", !other.getLock("{m}b").tryLock());
        all.unlock();
        holds("and free again", taken(other.getLock("{m}b")));
    }
}
