package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
)

// The part of deterministic CBOR (RFC 8949 section 4.2.1) that HELLO and requests need.

var errShort = errors.New("CBOR ends in the middle")

func encodeMap(entries map[string]any) []byte {
	keys := make([][]byte, 0, len(entries))
	values := map[string][]byte{}
	for key, value := range entries {
		encoded := append(head(3, uint64(len(key))), key...)
		keys = append(keys, encoded)
		values[string(encoded)] = encode(value)
	}
	sort.Slice(keys, func(i, j int) bool { return bytes.Compare(keys[i], keys[j]) < 0 })
	out := head(5, uint64(len(keys)))
	for _, key := range keys {
		out = append(append(out, key...), values[string(key)]...)
	}
	return out
}

func encode(value any) []byte {
	switch v := value.(type) {
	case uint64:
		return head(0, v)
	case []byte:
		return append(head(2, uint64(len(v))), v...)
	case string:
		return append(head(3, uint64(len(v))), v...)
	}
	panic(fmt.Sprintf("no CBOR for %T", value))
}

func head(major byte, argument uint64) []byte {
	major <<= 5
	switch {
	case argument < 24:
		return []byte{major | byte(argument)}
	case argument <= 0xff:
		return []byte{major | 24, byte(argument)}
	case argument <= 0xffff:
		return binary.BigEndian.AppendUint16([]byte{major | 25}, uint16(argument))
	case argument <= 0xffffffff:
		return binary.BigEndian.AppendUint32([]byte{major | 26}, uint32(argument))
	}
	return binary.BigEndian.AppendUint64([]byte{major | 27}, argument)
}

func decodeMap(in []byte) (map[string]any, error) {
	value, rest, err := decode(in)
	if err != nil {
		return nil, err
	}
	entries, ok := value.(map[string]any)
	if !ok || len(rest) != 0 {
		return nil, errors.New("not one map")
	}
	return entries, nil
}

// decode reads one item: a uint64, []byte, string, []any or map[string]any.
func decode(in []byte) (any, []byte, error) {
	major, argument, rest, err := decodeHead(in)
	if err != nil {
		return nil, nil, err
	}
	switch major {
	case 0:
		return argument, rest, nil
	case 2, 3:
		if argument > uint64(len(rest)) {
			return nil, nil, errShort
		}
		if major == 3 {
			return string(rest[:argument]), rest[argument:], nil
		}
		return rest[:argument], rest[argument:], nil
	case 4:
		items := []any{}
		for ; argument > 0; argument-- {
			var item any
			if item, rest, err = decode(rest); err != nil {
				return nil, nil, err
			}
			items = append(items, item)
		}
		return items, rest, nil
	case 5:
		entries := map[string]any{}
		for ; argument > 0; argument-- {
			var key, value any
			if key, rest, err = decode(rest); err != nil {
				return nil, nil, err
			}
			if value, rest, err = decode(rest); err != nil {
				return nil, nil, err
			}
			name, ok := key.(string)
			if !ok {
				return nil, nil, errors.New("a key that is no text")
			}
			entries[name] = value
		}
		return entries, rest, nil
	}
	return nil, nil, fmt.Errorf("CBOR of major type %d", major)
}

func decodeHead(in []byte) (byte, uint64, []byte, error) {
	if len(in) == 0 {
		return 0, 0, nil, errShort
	}
	major, info, rest := in[0]>>5, in[0]&31, in[1:]
	if info < 24 {
		return major, uint64(info), rest, nil
	}
	if info > 27 {
		return 0, 0, nil, errors.New("an indefinite length")
	}
	size := 1 << (info - 24)
	if len(rest) < size {
		return 0, 0, nil, errShort
	}
	var argument uint64
	for _, octet := range rest[:size] {
		argument = argument<<8 | uint64(octet)
	}
	return major, argument, rest[size:], nil
}
