package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Nothing here waits longer, however slow the machine is.
const limit = 60 * time.Second

// A suite counts what passed. A check that fails ends its test by a panic.
type suite struct {
	passed, failed int
}

type failure string

func (s *suite) test(name string, run func(ctx context.Context)) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	defer func() {
		reason := recover()
		if reason == nil {
			s.passed++
			return
		}
		s.failed++
		fmt.Printf("%s: %v\n", name, reason)
	}()
	run(ctx)
}

func must(err error) {
	if err != nil {
		panic(failure(err.Error()))
	}
}

func got[T any](value T, err error) T {
	must(err)
	return value
}

func equal[T any](actual, expected T) {
	a, b := fmt.Sprintf("%#v", actual), fmt.Sprintf("%#v", expected)
	if a != b {
		panic(failure(fmt.Sprintf("%s instead of %s", a, b)))
	}
}

// persistently repeats what a client gave up: its user would, too.
func persistently(ctx context.Context, run func() error) {
	for {
		err := run()
		if err == nil {
			return
		}
		select {
		case <-ctx.Done():
			panic(failure(err.Error()))
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// addresses are those of the ports that an environment variable lists.
func addresses(variable string) []string {
	var all []string
	for _, port := range strings.Split(os.Getenv(variable), ",") {
		all = append(all, "127.0.0.1:"+port)
	}
	return all
}

// killLeader ends the process behind the port that the Sentinel dialect names.
func killLeader(ctx context.Context, address string) {
	sentinel := redis.NewSentinelClient(&redis.Options{Addr: address})
	defer sentinel.Close()
	leader := got(sentinel.GetMasterAddrByName(ctx, "mymaster").Result())
	client := redis.NewClient(&redis.Options{Addr: leader[0] + ":" + leader[1]})
	defer client.Close()
	_, rest, _ := strings.Cut(got(client.Info(ctx, "server").Result()), "process_id:")
	text, _, _ := strings.Cut(rest, "\r\n")
	process := got(os.FindProcess(got(strconv.Atoi(text))))
	must(process.Kill())
}
