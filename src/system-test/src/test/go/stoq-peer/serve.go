package main

import (
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"fmt"
	"time"

	"github.com/lucas-clemente/quic-go"
)

// serve admits whoever proves who he is, whoever that may be, and answers each request
// with its own body. It says where it listens, then who came, a line each.
func serve(key ed25519.PrivateKey, leaf tls.Certificate) error {
	config := &tls.Config{
		// whose certificate it is is proven by HELLO, as between nodes
		ClientAuth:   tls.RequireAnyClientCert,
		Certificates: []tls.Certificate{leaf},
		NextProtos:   []string{*protocol},
		MinVersion:   tls.VersionTLS13,
	}
	listener, err := quic.ListenAddr(*listen, config, &quic.Config{})
	if err != nil {
		return err
	}
	fmt.Println("listening at", listener.Addr())
	for {
		conn, err := listener.Accept(context.Background())
		if err != nil {
			return err
		}
		go func() {
			if err := admit(conn, key, leaf); err != nil {
				fmt.Println("failed:", err)
				conn.CloseWithError(0, "")
			}
		}()
	}
}

func admit(conn quic.Connection, key ed25519.PrivateKey, leaf tls.Certificate) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	control, err := conn.AcceptStream(ctx)
	if err != nil {
		return err
	}
	control.SetDeadline(time.Now().Add(patience))
	session, err := bind(conn, leaf)
	if err != nil {
		return err
	}
	kind, body, err := readFrame(control)
	if err != nil {
		return err
	}
	if kind != typeHello {
		return fmt.Errorf("a frame of type %d in place of HELLO", kind)
	}
	id, err := session.verify(body, "client")
	if err != nil {
		return err
	}
	if _, err := control.Write(frame(typeAck, session.hello(key, "server"))); err != nil {
		return err
	}
	control.SetDeadline(time.Time{})
	fmt.Println("admitted", id)
	for {
		stream, err := conn.AcceptStream(context.Background())
		if err != nil {
			fmt.Println("gone", id)
			return nil
		}
		go echo(stream)
	}
}

func echo(stream quic.Stream) {
	defer stream.Close()
	stream.SetDeadline(time.Now().Add(patience))
	kind, body, err := readFrame(stream)
	if err != nil || kind != typeRequest {
		fmt.Println("failed: no request, but type", kind, err)
		return
	}
	request, err := decodeMap(body)
	if err != nil {
		fmt.Println("failed:", err)
		return
	}
	if _, err := stream.Write(frame(typeAnswer, encode(request["body"]))); err != nil {
		fmt.Println("failed:", err)
	}
}
