package quorate;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Counts what passed. A check that fails ends its test by an exception, and so does a test that takes too long. */
final class Suite {
    /** Nothing waits longer, however slow the machine is. */
    static final int LIMIT_S = 60;

    interface Body {
        void run() throws Exception;
    }

    private static final ExecutorService THREADS =
            Executors.newCachedThreadPool(
                    run -> {
                        Thread thread = new Thread(run);
                        thread.setDaemon(true);
                        return thread;
                    });

    private int passed;
    private int failed;

    int passed() {
        return passed;
    }

    int failed() {
        return failed;
    }

    void test(String name, Body body) {
        Future<Void> run = meanwhile(() -> nothing(body));
        try {
            run.get(LIMIT_S, TimeUnit.SECONDS);
            passed++;
        } catch (Exception reason) {
            run.cancel(true);
            fail(name, reason);
        }
    }

    /** Tests that share clients: one that cannot be made is one failure. */
    void group(String name, Body body) {
        try {
            body.run();
        } catch (Exception reason) {
            fail(name, reason);
        }
    }

    private void fail(String name, Exception reason) {
        failed++;
        StringWriter text = new StringWriter();
        reason.printStackTrace(new PrintWriter(text));
        System.out.println(name + ": " + text);
    }

    /** Runs something in a thread of its own. */
    static <T> Future<T> meanwhile(Callable<T> run) {
        return THREADS.submit(run);
    }

    static <T> T got(Future<T> future) throws Exception {
        return future.get(LIMIT_S, TimeUnit.SECONDS);
    }

    static Void nothing(Body body) throws Exception {
        body.run();
        return null;
    }

    static void equal(Object actual, Object expected) {
        if (!Objects.equals(actual, expected)) {
            throw new AssertionError(actual + " instead of " + expected);
        }
    }

    static void holds(String what, boolean condition) {
        if (!condition) throw new AssertionError("not so: " + what);
    }

    /** Repeats `condition` until it is true. */
    static void waitFor(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (!condition.call()) {
            if (System.nanoTime() > deadline) throw new AssertionError(what + ": not within " + LIMIT_S + " s");
            Thread.sleep(5);
        }
    }

    /** Repeats what a client gave up: its user would, too. */
    static <T> T persistently(Callable<T> run) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        for (; ; ) {
            try {
                return run.call();
            } catch (InterruptedException | ExecutionException | RuntimeException error) {
                if (error instanceof InterruptedException || System.nanoTime() > deadline) throw error;
                Thread.sleep(20);
            }
        }
    }
}
