package main

import (
	"net"
	"os"
	"syscall"
	"time"
)

const (
	bufferSize = 256 * 1024
	eventsRead = 512

	// look is how often it looks when there was nothing: it never sleeps in the kernel's poll,
	// since a server on the same machine would then spend a third of its time on waking it.
	// Real readers are on other machines.
	look = 300 * time.Microsecond
)

// arrival is when the streams got one event.
type arrival struct {
	first, last time.Time
	count       int
}

// client is the one loop over every stream, and what it counted.
type client struct {
	mark     []byte
	epoll    int
	streams  []*stream
	byFile   map[int32]*stream
	waiting  []*stream // not connected yet: at most atOnce are on their way
	onTheWay int
	atOnce   int
	greeted  int
	arrivals map[int]*arrival
	buffer   []byte
	ready    []syscall.EpollEvent
	typed    []byte

	events, bytes, gaps, repeats, ended int
	why                                 string // what the first stream said that ended
}

func newClient(mark []byte) *client {
	epoll, err := syscall.EpollCreate1(0)
	if err != nil {
		fail("epoll: %v", err)
	}
	c := &client{
		mark: mark, epoll: epoll, atOnce: 100,
		byFile: map[int32]*stream{}, arrivals: map[int]*arrival{},
		buffer: make([]byte, bufferSize), ready: make([]syscall.EpollEvent, eventsRead),
	}
	c.watch(0, syscall.EPOLL_CTL_ADD, syscall.EPOLLIN)
	return c
}

func (c *client) arrival(number int) *arrival {
	found := c.arrivals[number]
	if found == nil {
		found = &arrival{}
		c.arrivals[number] = found
	}
	return found
}

// add makes the streams that a command asks for; they connect as the loop goes on.
func (c *client) add(asked command) {
	address, err := net.ResolveTCPAddr("tcp4", asked.Address)
	if err != nil {
		fail("%v", err)
	}
	if asked.AtOnce > 0 {
		c.atOnce = asked.AtOnce
	}
	to := &syscall.SockaddrInet4{Port: address.Port}
	copy(to.Addr[:], address.IP.To4())
	for number := range asked.Count {
		made := &stream{
			to: to, request: asked.Requests[number%len(asked.Requests)],
			greeting: []byte(asked.Greeting),
		}
		c.streams = append(c.streams, made)
		c.waiting = append(c.waiting, made)
	}
}

func (c *client) hangUp() {
	for _, each := range c.streams {
		if each.file > 0 {
			c.drop(each)
		}
	}
	c.greeted = 0
}

func (c *client) comeBack() {
	c.waiting = append(c.waiting, c.streams...)
}

// reached tells whether every stream has seen an event, or a later one.
func (c *client) reached(number int) bool {
	if c.greeted < len(c.streams) {
		return false
	}
	for _, each := range c.streams {
		if each.number < number {
			return false
		}
	}
	return true
}

// work reads and connects until something holds; false when the time is up before that.
func (c *client) work(until time.Time, holds func() bool) bool {
	for !holds() {
		if time.Now().After(until) {
			return false
		}
		c.turn()
	}
	return true
}

// turn connects who may, and reads what there is to read, or waits a little.
func (c *client) turn() {
	for len(c.waiting) > 0 && c.onTheWay < c.atOnce {
		next := c.waiting[0]
		c.waiting = c.waiting[1:]
		c.connect(next)
	}
	count, err := syscall.EpollWait(c.epoll, c.ready, 0)
	if err != nil && err != syscall.EINTR {
		fail("epoll: %v", err)
	}
	if count <= 0 {
		time.Sleep(look)
	}
	for _, event := range c.ready[:max(count, 0)] {
		if event.Fd == 0 {
			c.listen()
		} else if each := c.byFile[event.Fd]; each != nil {
			c.read(each)
		}
	}
}

// listen takes what was typed on standard input.
func (c *client) listen() {
	count, err := syscall.Read(0, c.buffer)
	if err != nil && err != syscall.EINTR {
		fail("standard input: %v", err)
	}
	if err == nil && count == 0 {
		os.Exit(0) // whoever started this program is done, or gone
	}
	c.typed = append(c.typed, c.buffer[:max(count, 0)]...)
}

// connect opens one stream and sends its request. The servers are on this machine, so that a
// connection is there at once, or its queue is full.
func (c *client) connect(s *stream) {
	file, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		fail("socket: %v", err)
	}
	if err := syscall.Connect(file, s.to); err != nil {
		fail("connect: %v", err)
	}
	request := s.asked()
	if count, err := syscall.Write(file, request); err != nil || count != len(request) {
		fail("request: %v", err)
	}
	if err := syscall.SetNonblock(file, true); err != nil {
		fail("socket: %v", err)
	}
	s.begin(file)
	c.byFile[int32(file)] = s
	c.onTheWay++
	c.watch(file, syscall.EPOLL_CTL_ADD, syscall.EPOLLIN)
}

func (c *client) watch(file, how int, what uint32) {
	event := syscall.EpollEvent{Events: what, Fd: int32(file)}
	if err := syscall.EpollCtl(c.epoll, how, file, &event); err != nil {
		fail("epoll: %v", err)
	}
}

func (c *client) drop(s *stream) {
	delete(c.byFile, int32(s.file))
	if err := syscall.Close(s.file); err != nil {
		fail("close: %v", err)
	}
	if !s.greeted {
		c.onTheWay--
	}
	s.file = 0
}
