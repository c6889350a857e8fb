// go-redis, redsync and redislock against one node and three, whose ports QUORATE_ONE and QUORATE_THREE list. The last line is
// `N passed, M failed`. It kills one of the three.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/bsm/redislock"
	"github.com/go-redsync/redsync/v4"
	"github.com/go-redsync/redsync/v4/redis/goredis/v9"
	"github.com/redis/go-redis/v9"
)

// silent takes what go-redis tells of each connection that it lost.
type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

func main() {
	redis.SetLogger(silent{})
	s := &suite{}
	for _, variable := range []string{"QUORATE_ONE", "QUORATE_THREE"} {
		for _, protocol := range []int{2, 3} {
			plain(s, fmt.Sprintf("%s RESP%d", variable, protocol), addresses(variable), protocol)
		}
	}
	failover(s, addresses("QUORATE_THREE"))
	fmt.Printf("%d passed, %d failed\n", s.passed, s.failed)
	if s.failed > 0 {
		os.Exit(1)
	}
}

// plain are the tests of clients that know nothing of other nodes: one writes, another, of another node, sees it.
func plain(s *suite, where string, nodes []string, protocol int) {
	client := redis.NewClient(&redis.Options{Addr: nodes[0], Protocol: protocol})
	other := redis.NewClient(&redis.Options{Addr: nodes[len(nodes)-1], Protocol: protocol})
	defer client.Close()
	defer other.Close()
	test := func(name string, run func(ctx context.Context)) {
		s.test(where+": "+name, func(ctx context.Context) {
			must(client.FlushAll(ctx).Err())
			run(ctx)
		})
	}

	test("types", func(ctx context.Context) {
		must(client.HSet(ctx, "h", "a", "1", "b", "2").Err())
		must(client.ZAdd(ctx, "z", redis.Z{Score: 1.5, Member: "m"}).Err())
		id := got(client.XAdd(ctx, &redis.XAddArgs{Stream: "x", Values: []string{"f", "v"}}).Result())
		equal(got(other.HGetAll(ctx, "h").Result()), map[string]string{"a": "1", "b": "2"})
		equal(got(other.ZRangeWithScores(ctx, "z", 0, -1).Result()), []redis.Z{{Score: 1.5, Member: "m"}})
		equal(got(other.XRange(ctx, "x", "-", "+").Result())[0].ID, id)
		_, err := other.Get(ctx, "none").Result()
		equal(errors.Is(err, redis.Nil), true)
	})
	test("pipelines", func(ctx context.Context) {
		replies := got(client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for range 500 {
				pipe.Incr(ctx, "n")
			}
			return nil
		}))
		for at, reply := range replies {
			equal(reply.(*redis.IntCmd).Val(), int64(at+1))
		}
	})
	test("transactions", func(ctx context.Context) {
		must(client.Set(ctx, "n", 1, 0).Err())
		double := func(meanwhile func()) error {
			return client.Watch(ctx, func(tx *redis.Tx) error {
				n := got(tx.Get(ctx, "n").Int())
				meanwhile()
				_, err := tx.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
					pipe.Set(ctx, "n", n*2, 0)
					return nil
				})
				return err
			}, "n")
		}
		equal(double(func() { must(other.Incr(ctx, "n").Err()) }), error(redis.TxFailedErr))
		must(double(func() {}))
		equal(got(other.Get(ctx, "n").Int()), 4)
	})
	test("pub/sub", func(ctx context.Context) {
		channel := other.Subscribe(ctx, "news")
		defer channel.Close()
		got(channel.Receive(ctx))
		must(client.Publish(ctx, "news", "hello").Err())
		equal(got(channel.ReceiveMessage(ctx)).Payload, "hello")
	})
	test("scripts", func(ctx context.Context) {
		add := redis.NewScript("return redis.call('INCRBY', KEYS[1], ARGV[1])")
		equal(got(add.Run(ctx, client, []string{"n"}, 5).Int()), 5)
		must(client.ScriptFlush(ctx).Err())
		equal(got(add.Run(ctx, other, []string{"n"}, 5).Int()), 10)
	})
	test("blocking commands", func(ctx context.Context) {
		popped := make(chan []string, 1)
		go func() { popped <- other.BLPop(ctx, limit, "a", "b").Val() }()
		must(client.RPush(ctx, "b", "x").Err())
		equal(<-popped, []string{"b", "x"})
		_, err := client.BLPop(ctx, time.Second, "none").Result()
		equal(errors.Is(err, redis.Nil), true)
	})
	test("redsync", func(ctx context.Context) {
		locks := redsync.New(goredis.NewPool(client))
		mine := locks.NewMutex("lock", redsync.WithExpiry(limit), redsync.WithTries(1))
		theirs := locks.NewMutex("lock", redsync.WithExpiry(limit), redsync.WithTries(1))
		must(mine.LockContext(ctx))
		equal(theirs.LockContext(ctx) != nil, true)
		equal(got(mine.ExtendContext(ctx)), true)
		equal(got(mine.UnlockContext(ctx)), true)
		must(theirs.LockContext(ctx))
		gone, err := mine.UnlockContext(ctx)
		equal(gone || err == nil, false)
		equal(got(theirs.UnlockContext(ctx)), true)
	})
	test("redislock", func(ctx context.Context) {
		mine := got(redislock.Obtain(ctx, client, "lock", limit, &redislock.Options{Metadata: "mine"}))
		_, err := redislock.Obtain(ctx, other, "lock", limit, nil)
		equal(errors.Is(err, redislock.ErrNotObtained), true)
		must(mine.Refresh(ctx, 2*limit, nil))
		equal(got(mine.TTL(ctx)) > limit, true)
		again := got(redislock.Obtain(ctx, other, "lock", limit, &redislock.Options{Token: mine.Token()}))
		equal(again.Metadata(), "")
		waiting := make(chan *redislock.Lock, 1)
		go func() {
			every := redislock.LinearBackoff(10 * time.Millisecond)
			theirs, _ := redislock.Obtain(ctx, other, "lock", limit, &redislock.Options{RetryStrategy: every})
			waiting <- theirs
		}()
		must(again.Release(ctx))
		theirs := <-waiting
		equal(errors.Is(mine.Release(ctx), redislock.ErrLockNotHeld), true)
		must(theirs.Release(ctx))
	})
}

// failover comes last: it leaves two nodes of three.
func failover(s *suite, nodes []string) {
	clients := map[string]redis.UniversalClient{
		"Sentinel": redis.NewFailoverClient(&redis.FailoverOptions{MasterName: "mymaster", SentinelAddrs: nodes}),
		// It asks no other node when the one that it takes for the master is dead, but after this time: a minute by default.
		"Cluster": redis.NewClusterClient(&redis.ClusterOptions{Addrs: nodes, ClusterStateReloadInterval: time.Second}),
	}
	write := func(name string, ctx context.Context) {
		for at := range 50 {
			persistently(ctx, func() error { return clients[name].Set(ctx, fmt.Sprint(name, ":", at), at, 0).Err() })
		}
	}
	for name := range clients {
		s.test(name+": finds the leader", func(ctx context.Context) { write(name, ctx) })
	}
	s.test("kill -9 of the leader", func(ctx context.Context) { killLeader(ctx, nodes[0]) })
	for name, client := range clients {
		s.test(name+": finds the next leader", func(ctx context.Context) {
			for at := range 50 {
				persistently(ctx, func() error {
					value, err := client.Get(ctx, fmt.Sprint(name, ":", at)).Int()
					if err == nil {
						equal(value, at)
					}
					return err
				})
			}
			write(name, ctx)
		})
		must(client.Close())
	}
}
