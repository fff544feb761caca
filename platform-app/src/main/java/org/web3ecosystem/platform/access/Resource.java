package org.web3ecosystem.platform.access;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import static org.web3ecosystem.platform.access.Where.ANYWHERE;
import static org.web3ecosystem.platform.access.Where.BY_CHOICE;
import static org.web3ecosystem.platform.access.Where.HERE;
import static org.web3ecosystem.platform.access.Where.NOWHERE;
import static org.web3ecosystem.platform.access.Where.SECURELY;

/**
 * The table: what there is, on which paths, and from where each role may read and write
 * it, in the order reader, owner, operator. A path belongs to the resource that names the
 * longest part of it. {@link Role#VALIDATOR} and {@link Role#FEDERATION_ADMIN} act
 * through STOQ and by signatures: over HTTP they are nobody special.
 */
public enum Resource {

	/** The page that shows the walk. */
	DASHBOARD(paths("/", "/index.html", "/favicon.ico", "/dashboard/**"), read(ANYWHERE, NOWHERE, ANYWHERE),
			write(NOWHERE, NOWHERE, ANYWHERE)),

	/** Health and its groups. */
	HEALTH(paths("/actuator/health/**", "/livez/**", "/readyz/**"), read(ANYWHERE, NOWHERE, ANYWHERE),
			write(NOWHERE, NOWHERE, ANYWHERE)),

	/** Figures for monitoring. */
	METRICS(paths("/actuator/metrics/**", "/actuator/prometheus/**"), read(ANYWHERE, NOWHERE, ANYWHERE),
			write(NOWHERE, NOWHERE, ANYWHERE)),

	/** What this node is and how far it has walked. */
	WALK(paths("/actuator", "/actuator/info/**", "/actuator/bootstrap/**", "/bootstrap/events"),
			read(ANYWHERE, NOWHERE, ANYWHERE), write(NOWHERE, NOWHERE, ANYWHERE)),

	/** What else Actuator shows. */
	MANAGEMENT(paths("/actuator/**"), read(NOWHERE, NOWHERE, ANYWHERE), write(NOWHERE, NOWHERE, ANYWHERE)),

	/** The root and the transparency log, and having a certificate issued. */
	TRUST(paths("/trustchain/**"), read(ANYWHERE, NOWHERE, ANYWHERE), write(NOWHERE, NOWHERE, ANYWHERE)),

	/**
	 * Whether a certificate is revoked. A POST here only asks (RFC 6960, appendix A.1),
	 * and the answer is signed, so both are as good over plain HTTP.
	 */
	REVOCATION_STATUS(paths("/trustchain/ocsp/**"), read(ANYWHERE, NOWHERE, ANYWHERE),
			write(NOWHERE, NOWHERE, ANYWHERE)),

	/**
	 * Names of the federation over HTTPS alone (RFC 8484). A POST here only asks, too.
	 */
	NAMES(paths("/dns-query"), read(SECURELY, NOWHERE, ANYWHERE), write(NOWHERE, NOWHERE, ANYWHERE)),

	/**
	 * The log as outside clients know logs. What is handed in is a certificate of this
	 * federation: it proves itself, whoever brings it.
	 */
	LOG(paths("/ct/**"), read(ANYWHERE, NOWHERE, ANYWHERE), write(NOWHERE, ANYWHERE, ANYWHERE)),

	/** What lets a node in. */
	JOIN_TOKENS(paths("/trustchain/tokens/**"), read(NOWHERE, NOWHERE, ANYWHERE), write(NOWHERE, NOWHERE, ANYWHERE)),

	/** Certificates for servers: every order is signed by the account whose it is. */
	ORDERS(paths("/acme/**"), read(ANYWHERE, NOWHERE, ANYWHERE), write(NOWHERE, ANYWHERE, ANYWHERE)),

	/** Transactions that their owner has signed, and what became of them. */
	TRANSACTIONS(paths("/hypermesh/transactions/**"), read(HERE, BY_CHOICE, ANYWHERE),
			write(NOWHERE, BY_CHOICE, ANYWHERE)),

	/** What an owner must know to sign, and can check. */
	LEDGER(paths("/hypermesh/ledger/**", "/hypermesh/blocks"), read(HERE, BY_CHOICE, ANYWHERE),
			write(NOWHERE, NOWHERE, ANYWHERE)),

	/** Writes of this node's operator that wait, and what became of them. */
	QUEUE(paths("/hypermesh/queue/**"), read(NOWHERE, NOWHERE, ANYWHERE), write(NOWHERE, NOWHERE, ANYWHERE)),

	/** Assets, leases and names; this node signs what its operator writes. */
	ASSETS(paths("/hypermesh/**"), read(HERE, NOWHERE, ANYWHERE), write(NOWHERE, NOWHERE, ANYWHERE)),

	/** Packages and their blobs; this node signs what its operator writes. */
	PACKAGES(paths("/catalog/**"), read(HERE, NOWHERE, ANYWHERE), write(NOWHERE, NOWHERE, ANYWHERE)),

	/** Accounts, transfers and stake; this node signs what its operator writes. */
	ECONOMY(paths("/caesar/**"), read(HERE, NOWHERE, ANYWHERE), write(NOWHERE, NOWHERE, ANYWHERE)),

	/** Who wrote what. */
	AUDIT(paths("/audit/**"), read(NOWHERE, NOWHERE, ANYWHERE), write(NOWHERE, NOWHERE, ANYWHERE)),

	/** What this interface offers. */
	API(paths("/v3/api-docs/**"), read(HERE, NOWHERE, ANYWHERE), write(NOWHERE, NOWHERE, ANYWHERE)),

	/** Where there is nothing; no route may be here. */
	NOTHING(paths("/**"), read(HERE, NOWHERE, ANYWHERE), write(NOWHERE, NOWHERE, ANYWHERE));

	private static final String ROOM = "/**";

	private final List<String> paths;

	private final Cells reading;

	private final Cells writing;

	Resource(List<String> paths, Cells reading, Cells writing) {
		this.paths = paths;
		this.reading = reading;
		this.writing = writing;
	}

	/** To which resource a path belongs, decoded as the handlers read it. */
	public static Resource of(String path) {
		return Arrays.stream(values())
			.max(Comparator.comparingInt(resource -> resource.lengthOf(path)))
			.orElse(NOTHING);
	}

	/** Whether a POST changes nothing. */
	boolean isAskedByPost() {
		return this == REVOCATION_STATUS || this == NAMES;
	}

	/** Its paths; one that ends with {@code /**} stands for itself and all below it. */
	public List<String> paths() {
		return paths;
	}

	/** The cell. */
	public Where cell(Role role, Verb verb) {
		Cells cells = (verb == Verb.READ) ? reading : writing;
		return switch (role) {
			case READER -> cells.reader;
			case OWNER -> cells.owner;
			case OPERATOR -> cells.operator;
			case VALIDATOR, FEDERATION_ADMIN -> NOWHERE;
		};
	}

	/** How much of the path this resource names, -1 if nothing. */
	private int lengthOf(String path) {
		return paths.stream().mapToInt(pattern -> lengthOf(pattern, path)).max().orElse(-1);
	}

	private static int lengthOf(String pattern, String path) {
		if (!pattern.endsWith(ROOM)) {
			// all of a path is more than every room in which it is
			return pattern.equals(path) ? pattern.length() + 1 : -1;
		}
		String room = pattern.substring(0, pattern.length() - ROOM.length());
		return path.equals(room) || path.startsWith(room + "/") ? room.length() : -1;
	}

	private static List<String> paths(String... paths) {
		return List.of(paths);
	}

	private static Cells read(Where reader, Where owner, Where operator) {
		return new Cells(reader, owner, operator);
	}

	private static Cells write(Where reader, Where owner, Where operator) {
		return new Cells(reader, owner, operator);
	}

	private record Cells(Where reader, Where owner, Where operator) {
	}

}
