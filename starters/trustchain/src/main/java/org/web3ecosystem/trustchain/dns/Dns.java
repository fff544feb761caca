package org.web3ecosystem.trustchain.dns;

/** Numbers of RFC 1035 and its successors, as far as this server knows them. */
final class Dns {

	static final int HEADER = 12;

	static final int CLASS_IN = 1;

	static final int A = 1;

	static final int NS = 2;

	static final int CNAME = 5;

	static final int SOA = 6;

	static final int PTR = 12;

	static final int HINFO = 13;

	static final int TXT = 16;

	static final int AAAA = 28;

	static final int SRV = 33;

	static final int OPT = 41;

	/** RFC 4034. */
	static final int RRSIG = 46;

	static final int NSEC = 47;

	/** RFC 4034. */
	static final int DNSKEY = 48;

	/** RFC 6698. */
	static final int TLSA = 52;

	/** RFC 7344. */
	static final int CDS = 59;

	/** RFC 7344. */
	static final int CDNSKEY = 60;

	/** RFC 9460. */
	static final int SVCB = 64;

	/** RFC 9460. */
	static final int HTTPS = 65;

	static final int IXFR = 251;

	static final int AXFR = 252;

	static final int ANY = 255;

	/** RFC 8659. */
	static final int CAA = 257;

	/** The opcode of RFC 2136. */
	static final int UPDATE = 5;

	static final int NOERROR = 0;

	static final int FORMERR = 1;

	static final int SERVFAIL = 2;

	static final int NXDOMAIN = 3;

	static final int NOTIMP = 4;

	static final int REFUSED = 5;

	/** RFC 6891. */
	static final int BADVERS = 16;

	/** RFC 7873. */
	static final int BADCOOKIE = 23;

	/** The option of RFC 7873. */
	static final int COOKIE = 10;

	/** The least payload every client takes over UDP. */
	static final int MIN_UDP = 512;

	/** DNS flag day 2020: what passes without fragments. */
	static final int MAX_UDP = 1232;

	static final int MAX_TCP = 65535;

	private Dns() {
	}

	/** Codes of extended errors (RFC 8914). */
	enum ExtendedError {

		STALE_ANSWER(3), DNSSEC_BOGUS(6), NOT_READY(14), NOT_AUTHORITATIVE(20), NOT_SUPPORTED(21),
		NO_REACHABLE_AUTHORITY(22), NETWORK_ERROR(23), INVALID_QUERY_TYPE(30);

		private final int code;

		ExtendedError(int code) {
			this.code = code;
		}

		int code() {
			return code;
		}

	}

	/** Types that ask for more than records (RFC 6895, section 3.1). */
	static boolean isMeta(int type) {
		return type >= 128 && type <= 255;
	}

}
