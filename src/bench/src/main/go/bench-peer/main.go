// Command bench-peer is quic-go with itself, measured as the peers in Java are: one side
// in one process does what each line of its input says and answers with a line that
// begins with "= ". The first byte of a stream says whether what follows comes back ('e'),
// or whether bytes are poured out for as long as somebody takes them ('p').
package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lucas-clemente/quic-go"
)

const (
	echo     = 'e'
	pour     = 'p'
	protocol = "bare"
	inFlight = 8
	message  = 128
	chunk    = 64 << 10
	patience = 60 * time.Second
)

var config = &quic.Config{
	InitialStreamReceiveWindow:     4 << 20,
	MaxStreamReceiveWindow:         4 << 20,
	InitialConnectionReceiveWindow: 16 << 20,
	MaxConnectionReceiveWindow:     16 << 20,
	MaxIncomingStreams:             512,
	MaxIdleTimeout:                 10 * time.Minute,
	HandshakeIdleTimeout:           patience,
}

// main is given the directory of the federation and, on the dialling side, a port.
func main() {
	var err error
	if len(os.Args) == 2 {
		err = answer(os.Args[1])
	} else {
		err = call(os.Args[1], os.Args[2])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "failed:", err)
		os.Exit(1)
	}
}

func say(items ...any) {
	fmt.Println("= " + strings.TrimSpace(fmt.Sprintln(items...)))
}

// identity is a certificate shown, and one asked for that the root issued.
func identity(directory, side string) (*tls.Config, error) {
	file := filepath.Join(directory, side+".pem")
	leaf, err := tls.LoadX509KeyPair(file, file)
	if err != nil {
		return nil, err
	}
	content, err := os.ReadFile(filepath.Join(directory, "root.pem"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(content) {
		return nil, errors.New("no root")
	}
	return &tls.Config{
		Certificates: []tls.Certificate{leaf},
		NextProtos:   []string{protocol},
		MinVersion:   tls.VersionTLS13,
		ClientAuth:   tls.RequireAndVerifyClientCert,
		ClientCAs:    roots,
		// the leaf names a node and no host, so the chain is verified below
		InsecureSkipVerify: true,
		VerifyPeerCertificate: func(raw [][]byte, _ [][]*x509.Certificate) error {
			peer, err := x509.ParseCertificate(raw[0])
			if err != nil {
				return err
			}
			_, err = peer.Verify(x509.VerifyOptions{Roots: roots, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
			return err
		},
		SessionTicketsDisabled: true,
	}, nil
}

// socket has the buffers that the peers in Java have, as far as the kernel gives them.
func socket() (*net.UDPConn, error) {
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, err
	}
	if err := conn.SetReadBuffer(4 << 20); err != nil {
		return nil, err
	}
	return conn, conn.SetWriteBuffer(4 << 20)
}

func answer(directory string) error {
	shown, err := identity(directory, "server")
	if err != nil {
		return err
	}
	udp, err := socket()
	if err != nil {
		return err
	}
	// the server's certificate of the client is verified by ClientCAs already
	shown.VerifyPeerCertificate = nil
	listener, err := quic.Listen(udp, shown, config)
	if err != nil {
		return err
	}
	say(udp.LocalAddr().(*net.UDPAddr).Port)
	go func() {
		for {
			conn, err := listener.Accept(context.Background())
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		say(released())
	}
	return nil
}

// released is the heap beyond the resident size: none, once the rest was given back.
func released() int {
	debug.FreeOSMemory()
	return 0
}

func serve(conn quic.Connection) {
	for {
		stream, err := conn.AcceptStream(context.Background())
		if err != nil {
			return
		}
		go serveStream(stream)
	}
}

func serveStream(stream quic.Stream) {
	defer stream.Close()
	var kind [1]byte
	if _, err := io.ReadFull(stream, kind[:]); err != nil {
		return
	}
	buffer := make([]byte, chunk)
	for {
		length := chunk
		if kind[0] == echo {
			read, err := stream.Read(buffer[:message])
			if err != nil {
				return
			}
			length = read
		}
		if _, err := stream.Write(buffer[:length]); err != nil {
			return
		}
	}
}

type caller struct {
	udp    *net.UDPConn
	server *net.UDPAddr
	shown  *tls.Config
	held   []quic.Connection
}

func call(directory, port string) error {
	shown, err := identity(directory, "client")
	if err != nil {
		return err
	}
	udp, err := socket()
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return err
	}
	c := &caller{udp: udp, server: &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: number}, shown: shown}
	say("ready")
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		words := append(strings.Fields(input.Text()), "", "")
		first, _ := strconv.Atoi(words[1])
		second, _ := strconv.Atoi(words[2])
		length := time.Duration(first) * time.Millisecond
		switch words[0] {
		case "connect":
			err = c.connect(length)
		case "request":
			err = c.exchange(length)
		case "bulk":
			err = c.download(second, length)
		case "hold":
			err = c.hold(first)
		case "memory":
			say(released())
		default:
			err = fmt.Errorf("not understood: %s", words[0])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// greet makes a connection, which is there when the other side has answered on it.
func (c *caller) greet() (quic.Connection, quic.Stream, error) {
	conn, err := quic.Dial(c.udp, c.server, "", c.shown, config)
	if err != nil {
		return nil, nil, err
	}
	stream, err := conn.OpenStreamSync(context.Background())
	if err != nil {
		return nil, nil, err
	}
	if _, err := stream.Write([]byte{echo, 1}); err != nil {
		return nil, nil, err
	}
	_, err = io.ReadFull(stream, make([]byte, 1))
	return conn, stream, err
}

func (c *caller) connect(length time.Duration) error {
	begun := time.Now()
	var made int64
	var failed atomic.Value
	var slots sync.WaitGroup
	for slot := 0; slot < inFlight; slot++ {
		slots.Add(1)
		go func() {
			defer slots.Done()
			for time.Since(begun) < length {
				conn, _, err := c.greet()
				if err != nil {
					failed.Store(err.Error())
					return
				}
				conn.CloseWithError(0, "")
				atomic.AddInt64(&made, 1)
			}
		}()
	}
	slots.Wait()
	if why := failed.Load(); why != nil {
		return fmt.Errorf("no connection: %v", why)
	}
	say(made, time.Since(begun).Nanoseconds(), 0, 0)
	return nil
}

func (c *caller) exchange(length time.Duration) error {
	conn, stream, err := c.greet()
	if err != nil {
		return err
	}
	defer conn.CloseWithError(0, "")
	buffer := make([]byte, message)
	var nanos []int64
	begun := time.Now()
	for time.Since(begun) < length {
		sent := time.Now()
		if _, err := stream.Write(buffer); err != nil {
			return err
		}
		if _, err := io.ReadFull(stream, buffer); err != nil {
			return err
		}
		nanos = append(nanos, time.Since(sent).Nanoseconds())
	}
	took := time.Since(begun).Nanoseconds()
	sort.Slice(nanos, func(i, j int) bool { return nanos[i] < nanos[j] })
	say(len(nanos), took, nanos[len(nanos)/2], nanos[len(nanos)*99/100])
	return nil
}

func (c *caller) download(streams int, length time.Duration) error {
	conn, _, err := c.greet()
	if err != nil {
		return err
	}
	defer conn.CloseWithError(0, "")
	var bytes int64
	for i := 0; i < streams; i++ {
		stream, err := conn.OpenStreamSync(context.Background())
		if err != nil {
			return err
		}
		if _, err := stream.Write([]byte{pour}); err != nil {
			return err
		}
		go func() {
			buffer := make([]byte, chunk)
			for {
				read, err := stream.Read(buffer)
				if err != nil {
					return
				}
				atomic.AddInt64(&bytes, int64(read))
			}
		}()
	}
	for waited := time.Now(); atomic.LoadInt64(&bytes) == 0; time.Sleep(100 * time.Microsecond) {
		if time.Since(waited) > patience {
			return errors.New("nothing comes")
		}
	}
	before := atomic.LoadInt64(&bytes)
	begun := time.Now()
	time.Sleep(length)
	say(atomic.LoadInt64(&bytes)-before, time.Since(begun).Nanoseconds(), 0, 0)
	return nil
}

func (c *caller) hold(connections int) error {
	for i := 0; i < connections; i++ {
		conn, _, err := c.greet()
		if err != nil {
			return err
		}
		c.held = append(c.held, conn)
	}
	say(0)
	return nil
}
