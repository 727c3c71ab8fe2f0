package main

import (
	"bytes"
	"strconv"
	"syscall"
	"time"
)

const digits = 8

var (
	blockEnd = []byte("\n\n")
	idField  = []byte("id: ")
	idLine   = []byte("\nid: ")
	headEnd  = []byte("\r\n\r\n")
)

// stream is one connection and what it saw.
type stream struct {
	to       *syscall.SockaddrInet4
	request  string
	greeting []byte
	file     int
	greeted  bool
	opened   bool   // the head of the answer is over
	number   int    // of the last event
	lastID   []byte // what it comes back with
	rest     []byte // the beginning of a block whose end has not come
}

// asked returns the request, with the last id when something was seen.
func (s *stream) asked() []byte {
	request := []byte(s.request)
	if len(s.lastID) == 0 {
		return request
	}
	head := bytes.TrimSuffix(request, []byte("\r\n"))
	return append(append(append(head, "Last-Event-ID: "...), s.lastID...), "\r\n\r\n"...)
}

func (s *stream) begin(file int) {
	s.file, s.greeted, s.opened, s.rest = file, false, false, nil
}

// read takes what a stream has, and looks at each block of it (WHATWG HTML, server-sent events).
func (c *client) read(s *stream) {
	count, err := syscall.Read(s.file, c.buffer)
	if err == syscall.EAGAIN || err == syscall.EINTR {
		return
	}
	if err != nil || count == 0 {
		if c.ended == 0 {
			c.why = string(s.rest)
		}
		c.ended++
		c.drop(s)
		return
	}
	now, data := time.Now(), c.buffer[:count]
	c.bytes += count
	if len(s.rest) > 0 {
		data = append(s.rest, data...)
		s.rest = nil
	}
	if !s.greeted && bytes.Contains(data, s.greeting) {
		s.greeted = true
		c.greeted++
		c.onTheWay--
	}
	if !s.opened {
		end := bytes.Index(data, headEnd)
		if end < 0 {
			s.rest = bytes.Clone(data)
			return
		}
		s.opened, data = true, data[end+len(headEnd):]
	}
	for {
		end := bytes.Index(data, blockEnd)
		if end < 0 {
			break
		}
		c.block(s, data[:end], now)
		data = data[end+len(blockEnd):]
	}
	if len(data) > 0 {
		s.rest = bytes.Clone(data)
	}
}

// block notes an event's id and number. A number that jumps is a gap, one that was there a repeat.
func (c *client) block(s *stream, data []byte, now time.Time) {
	if id, found := idOf(data); found {
		s.lastID = append(s.lastID[:0], id...)
	}
	begin := bytes.Index(data, c.mark)
	if begin < 0 || len(data) < begin+len(c.mark)+digits {
		return
	}
	begin += len(c.mark)
	number, err := strconv.Atoi(string(data[begin : begin+digits]))
	if err != nil {
		fail("no number: %v", err)
	}
	c.events++
	switch {
	case s.number > 0 && number <= s.number:
		c.repeats++
	case s.number > 0 && number > s.number+1:
		c.gaps++
	}
	s.number = max(s.number, number)
	arrived := c.arrival(number)
	if arrived.count == 0 {
		arrived.first = now
	}
	arrived.last = now
	arrived.count++
}

// idOf returns the id that a block says; a proxy may have put the length of a chunk before it.
func idOf(data []byte) ([]byte, bool) {
	id, found := bytes.CutPrefix(data, idField)
	if !found {
		_, id, found = bytes.Cut(data, idLine)
	}
	id, _, _ = bytes.Cut(id, idLine[:1])
	return bytes.TrimSuffix(id, []byte("\r")), found
}
