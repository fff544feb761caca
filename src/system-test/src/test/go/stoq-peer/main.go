// Command stoq-peer knocks at a STOQ port with a QUIC and TLS that are nobody's of this
// project: quic-go and Go's own cryptography. It says HELLO by the book (the README of the
// starter stoq) and prints one line about what came back.
package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/big"
	"net/url"
	"os"
	"time"

	"github.com/lucas-clemente/quic-go"
)

const (
	exporterLabel = "EXPORTER-web3-stoq-hello/1"
	helloDomain   = "web3:stoq-hello/1\x00"
	patience      = 10 * time.Second
	maxFrame      = 1<<20 + 4096

	typeHello   = 1
	typeAck     = 2
	typeNack    = 3
	typeRequest = 16
	typeAnswer  = 17
)

var (
	address  = flag.String("address", "", "host:port of the STOQ listener")
	protocol = flag.String("alpn", "stoq/1", "ALPN protocol to offer")
	chain    = flag.String("chain", "", "chain id of the federation")
	zone     = flag.String("zone", "", "zone of the federation, for a certificate of one's own")
	identity = flag.String("identity", "", "PEM file with leaf key and chain; empty: self-signed")
	nodeKey  = flag.String("node-key", "", "PEM file with the node key; empty: a fresh one")
	naked    = flag.Bool("no-certificate", false, "show no certificate")
	listen   = flag.String("listen", "", "host:port to listen at and answer, in place of knocking")
)

func main() {
	flag.Parse()
	line, err := run()
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	fmt.Println(line)
}

func run() (string, error) {
	key, err := readNodeKey()
	if err != nil {
		return "", err
	}
	leaf, err := readIdentity(key)
	if err != nil {
		return "", err
	}
	if *listen != "" {
		return "", serve(key, leaf)
	}
	config := &tls.Config{
		// who is there is proven by HELLO, as between nodes
		InsecureSkipVerify: true,
		NextProtos:         []string{*protocol},
		MinVersion:         tls.VersionTLS13,
	}
	if !*naked {
		config.Certificates = []tls.Certificate{leaf}
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := quic.DialAddrContext(ctx, *address, config, &quic.Config{})
	if err != nil {
		return ending(err)
	}
	defer conn.CloseWithError(0, "")
	control, err := conn.OpenStreamSync(ctx)
	if err != nil {
		return ending(err)
	}
	control.SetDeadline(time.Now().Add(patience))
	session, err := bind(conn, leaf)
	if err != nil {
		return "", err
	}
	if _, err := control.Write(frame(typeHello, session.hello(key, "client"))); err != nil {
		return ending(err)
	}
	kind, body, err := readFrame(control)
	if err != nil {
		return ending(err)
	}
	switch kind {
	case typeAck:
		id, err := session.verify(body, "server")
		if err != nil {
			return "", err
		}
		return ping(ctx, conn, id)
	case typeNack:
		return refused(session, body)
	}
	return "", fmt.Errorf("a frame of type %d", kind)
}

// ending tells how the other side ended the connection.
func ending(err error) (string, error) {
	var transport *quic.TransportError
	if errors.As(err, &transport) && transport.Remote {
		return fmt.Sprintf("ended with transport error %d", uint64(transport.ErrorCode)), nil
	}
	var application *quic.ApplicationError
	if errors.As(err, &application) && application.Remote {
		return fmt.Sprintf("ended with close code %d", uint64(application.ErrorCode)), nil
	}
	return "", err
}

func refused(session *session, body []byte) (string, error) {
	nack, err := decodeMap(body)
	if err != nil {
		return "", err
	}
	by, _ := nack["by"].([]byte)
	if len(by) == 0 {
		return fmt.Sprintf("refused as %v by nobody: %v", nack["code"], nack["reason"]), nil
	}
	id, err := session.verify(by, "server")
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("refused as %v by %s: %v", nack["code"], id, nack["reason"]), nil
}

func ping(ctx context.Context, conn quic.Connection, id string) (string, error) {
	stream, err := conn.OpenStreamSync(ctx)
	if err != nil {
		return ending(err)
	}
	stream.SetDeadline(time.Now().Add(patience))
	request := encodeMap(map[string]any{"method": "stoq.ping", "deadline": uint64(5000), "body": []byte{}})
	if _, err := stream.Write(frame(typeRequest, request)); err != nil {
		return ending(err)
	}
	stream.Close()
	kind, body, err := readFrame(stream)
	if err != nil {
		return ending(err)
	}
	if kind != typeAnswer {
		return "", fmt.Errorf("a ping was answered with a frame of type %d", kind)
	}
	answer, rest, err := decode(body)
	if err != nil || len(rest) != 0 {
		return "", fmt.Errorf("the answer cannot be read: %v", err)
	}
	pong, err := decodeMap(answer.([]byte))
	if err != nil {
		return "", err
	}
	if _, ok := pong["time"].(uint64); !ok {
		return "", fmt.Errorf("a pong without a time: %v", pong)
	}
	return fmt.Sprintf("admitted by %s, ping answered", id), nil
}

// session is what both signatures of a connection are over.
type session struct {
	exporter, own, peer []byte
}

func bind(conn quic.Connection, leaf tls.Certificate) (*session, error) {
	state := conn.ConnectionState().TLS.ConnectionState
	exporter, err := state.ExportKeyingMaterial(exporterLabel, nil, 32)
	if err != nil {
		return nil, err
	}
	own := sha256.Sum256(leaf.Certificate[0])
	peer := sha256.Sum256(state.PeerCertificates[0].Raw)
	return &session{exporter, own[:], peer[:]}, nil
}

func (s *session) statement(role string, own, peer []byte, time uint64) []byte {
	return append([]byte(helloDomain), encodeMap(map[string]any{"chainId": *chain, "epoch": uint64(0), "role": role,
		"own": own, "peer": peer, "exporter": s.exporter, "time": time})...)
}

func (s *session) hello(key ed25519.PrivateKey, role string) []byte {
	now := uint64(time.Now().UnixMilli())
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		panic(err)
	}
	return encodeMap(map[string]any{"version": uint64(1), "chainId": *chain, "epoch": uint64(0), "nodeKey": public,
		"time": now, "signature": ed25519.Sign(key, s.statement(role, s.own, s.peer, now))})
}

// verify finds out who said a HELLO as the other side of this session, in that role.
func (s *session) verify(body []byte, role string) (string, error) {
	hello, err := decodeMap(body)
	if err != nil {
		return "", err
	}
	encoded, _ := hello["nodeKey"].([]byte)
	signature, _ := hello["signature"].([]byte)
	said, _ := hello["time"].(uint64)
	public, err := x509.ParsePKIXPublicKey(encoded)
	if err != nil {
		return "", err
	}
	key, ok := public.(ed25519.PublicKey)
	if !ok || !ed25519.Verify(key, s.statement(role, s.peer, s.own, said), signature) {
		return "", errors.New("the HELLO is not signed for this session")
	}
	id := sha256.Sum256(encoded)
	return hex.EncodeToString(id[:]), nil
}

func readNodeKey() (ed25519.PrivateKey, error) {
	if *nodeKey == "" {
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return key, err
	}
	content, err := os.ReadFile(*nodeKey)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, errors.New("the node key file has no PEM block")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	node, ok := key.(ed25519.PrivateKey)
	if !ok {
		return nil, errors.New("the node key is not an Ed25519 key")
	}
	return node, nil
}

func readIdentity(node ed25519.PrivateKey) (tls.Certificate, error) {
	if *identity != "" {
		return tls.LoadX509KeyPair(*identity, *identity)
	}
	public, err := x509.MarshalPKIXPublicKey(node.Public())
	if err != nil {
		return tls.Certificate{}, err
	}
	id := sha256.Sum256(public)
	name, err := url.Parse("spiffe://" + *zone + "/node/" + hex.EncodeToString(id[:]))
	if err != nil {
		return tls.Certificate{}, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		Subject:      pkix.Name{CommonName: "stoq-peer"},
		NotBefore:    time.Now().Add(-time.Minute),
		NotAfter:     time.Now().Add(time.Hour),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
		URIs:         []*url.URL{name},
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	return tls.Certificate{Certificate: [][]byte{certificate}, PrivateKey: key}, err
}

// frame is u32 length, u8 version, u8 flags, u16 type, body.
func frame(kind uint16, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(out, 1, 0)
	out = binary.BigEndian.AppendUint16(out, kind)
	return append(out, body...)
}

func readFrame(from io.Reader) (uint16, []byte, error) {
	var header [8]byte
	if _, err := io.ReadFull(from, header[:]); err != nil {
		return 0, nil, err
	}
	length := binary.BigEndian.Uint32(header[:4])
	if length > maxFrame || header[4] != 1 || header[5] != 0 {
		return 0, nil, fmt.Errorf("a frame that begins with %x", header)
	}
	body := make([]byte, length)
	_, err := io.ReadFull(from, body)
	return binary.BigEndian.Uint16(header[6:]), body, err
}
