// Command load_client holds many server-sent-event streams open and notes when events arrive.
//
// It reads one command a line on standard input, as JSON, and answers each with one line of JSON:
//
//	open    connect `count` more streams, each with one of `requests` in turn; answers when all
//	        got `greeting`
//	wait    until `count` streams got the event with `number`: {"first", "last"} as Unix seconds
//	close   hang up everywhere; what each stream saw last is kept
//	again   come back with it as Last-Event-ID; answers when every stream got `number`
//	report  what was counted so far, and the seconds of CPU that this program used
//
// It ends with its standard input. One thread does everything, so that its share of one core
// tells whether it was the limit.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"
)

type command struct {
	Do       string   `json:"do"`
	Address  string   `json:"address"`
	Requests []string `json:"requests"`
	Greeting string   `json:"greeting"`
	Count    int      `json:"count"`
	AtOnce   int      `json:"at_once"`
	Number   int      `json:"number"`
	Seconds  float64  `json:"seconds"`
}

func main() {
	mark := flag.String("mark", "", "what stands before the eight digits of an event's number")
	flag.Parse()
	runtime.LockOSThread()
	debug.SetGCPercent(400)
	client := newClient([]byte(*mark))
	encoder := json.NewEncoder(os.Stdout)
	for {
		line := client.nextCommand()
		var asked command
		if err := json.Unmarshal(line, &asked); err != nil {
			fail("command not understood: %v", err)
		}
		if err := encoder.Encode(client.obey(asked)); err != nil {
			fail("nobody listens: %v", err)
		}
	}
}

func (c *client) obey(asked command) map[string]any {
	began := time.Now()
	until := began.Add(time.Duration(asked.Seconds * float64(time.Second)))
	var whole bool
	switch asked.Do {
	case "open":
		c.add(asked)
		whole = c.work(until, func() bool { return c.greeted == len(c.streams) })
	case "wait":
		whole = c.work(until, func() bool { return c.arrival(asked.Number).count >= asked.Count })
	case "close":
		c.hangUp()
		return map[string]any{}
	case "again":
		c.comeBack()
		whole = c.work(until, func() bool { return c.reached(asked.Number) })
	case "report":
		return c.report()
	default:
		fail("no command %q", asked.Do)
	}
	arrived := c.arrival(asked.Number)
	return map[string]any{
		"whole": whole, "began": seconds(began), "seconds": time.Since(began).Seconds(),
		"first": seconds(arrived.first), "last": seconds(arrived.last), "count": arrived.count,
	}
}

// report says what all streams saw, and what it cost this program.
func (c *client) report() map[string]any {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		fail("getrusage: %v", err)
	}
	cpu := time.Duration(used.Utime.Nano() + used.Stime.Nano())
	return map[string]any{
		"streams": len(c.streams), "greeted": c.greeted, "events": c.events, "bytes": c.bytes,
		"gaps": c.gaps, "repeats": c.repeats, "ended": c.ended, "cpu_seconds": cpu.Seconds(),
		"why": c.why,
	}
}

func seconds(moment time.Time) float64 { return float64(moment.UnixNano()) / 1e9 }

func fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "load_client: "+format+"\n", values...)
	os.Exit(1)
}

// nextCommand returns a line of standard input; streams are read meanwhile.
func (c *client) nextCommand() []byte {
	for {
		if end := bytes.IndexByte(c.typed, '\n'); end >= 0 {
			line := c.typed[:end]
			c.typed = c.typed[end+1:]
			return line
		}
		c.turn()
	}
}
