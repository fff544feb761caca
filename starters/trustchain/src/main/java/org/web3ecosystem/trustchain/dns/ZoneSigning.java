package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.health.Criterion.Finding;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.ca.CaException;
import org.web3ecosystem.trustchain.dnssec.KeyRing;
import org.web3ecosystem.trustchain.dnssec.KeyRing.Kept;
import org.web3ecosystem.trustchain.dnssec.KeyRingFile;
import org.web3ecosystem.trustchain.dnssec.ZoneKey;
import org.web3ecosystem.trustchain.dnssec.ZoneKey.Role;
import org.web3ecosystem.trustchain.dnssec.ZoneSigner;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.ZoneSigned;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;

/**
 * The keys by which the zone is signed. Each validator has its own and tells the others
 * of them in the ledger, so that all show the keys of all (RFC 8901, model 2): whoever
 * asks one for the keys and another for a name finds that they fit. Nothing is signed
 * before the own keys are in the ledger. Thread-safe; only {@link #look} blocks.
 */
public final class ZoneSigning implements Supplier<Finding>, AutoCloseable {

	private static final Duration PERIOD = Duration.ofSeconds(5);

	/** While keys of a validator are not known. */
	private static final Duration WHILE_WAITING = Duration.ofSeconds(1);

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	private static final Duration KEY_LIFE = Duration.ofDays(365);

	private static final Duration ZONE_LIFE = Duration.ofDays(30);

	private static final int FLAGS_LOW = 1;

	private static final Logger logger = LoggerFactory.getLogger(ZoneSigning.class);

	private final NodeId self;

	private final Genesis genesis;

	private final CertificateLedger ledger;

	private final KeyRingFile file;

	private final InstantSource clock;

	/** All that is known, or nothing: never the keys of some that were heard first. */
	private volatile Map<NodeId, List<byte[]>> told = Map.of();

	private volatile KeyRing ring = KeyRing.EMPTY;

	private volatile boolean read;

	private volatile @Nullable Thread following;

	public ZoneSigning(NodeId self, Genesis genesis, CertificateLedger ledger, KeyRingFile file, InstantSource clock) {
		this.self = self;
		this.genesis = genesis;
		this.ledger = ledger;
		this.file = file;
		this.clock = clock;
	}

	/**
	 * What adds signatures to answers. A node that is no validator has no keys that
	 * anybody would believe.
	 */
	public Optional<SignedZone> zone() {
		return genesis.validator(self)
			.map(validator -> new SignedZone(new ZoneSigner(genesis.zone(), () -> ring, clock), this::shown,
					() -> read && told.isEmpty()));
	}

	/** Whether the zone is signed by all that serve it. */
	@Override
	public Finding get() {
		List<String> missing = genesis.validators()
			.stream()
			.filter(validator -> !told.containsKey(validator.id()))
			.map(Validator::name)
			.toList();
		return missing.isEmpty() ? Finding.met("the zone is signed by " + genesis.validators().size() + " validators")
				: Finding.waitingFor("keys of the zone of " + String.join(", ", missing));
	}

	/**
	 * DS records of all keys that sign keys, a line each, for who is to trust the zone.
	 */
	public String anchors() {
		StringBuilder lines = new StringBuilder();
		for (byte[] data : shown().delegations()) {
			lines.append(genesis.zone()).append(". IN DS ").append(new DSText(data)).append('\n');
		}
		return lines.toString();
	}

	/** The same as BIND's tools read them, {@code delv} among them. */
	public String bindAnchors() {
		StringBuilder lines = new StringBuilder("trust-anchors {\n");
		for (byte[] data : shown().delegations()) {
			String[] fields = new DSText(data).toString().split(" ");
			lines.append('\t')
				.append(genesis.zone())
				.append(". static-ds ")
				.append(String.join(" ", List.of(fields).subList(0, 3)))
				.append(" \"")
				.append(fields[3])
				.append("\";\n");
		}
		return lines.append("};\n").toString();
	}

	/** All keys that this node shows, and how far its own have come. */
	public List<Map<String, Object>> state() {
		KeyRing now = ring;
		List<Map<String, Object>> all = new ArrayList<>();
		for (Validator validator : genesis.validators()) {
			for (byte[] data : told.getOrDefault(validator.id(), List.of())) {
				Map<String, Object> key = new LinkedHashMap<>();
				key.put("validator", validator.name());
				key.put("role", ((data[1] == FLAGS_LOW) ? Role.KEY_SIGNING : Role.ZONE_SIGNING).toString());
				key.put("tag", ZoneKey.tag(data));
				if (validator.id().equals(self)) {
					now.find(data).ifPresent(kept -> put(key, kept, now));
				}
				all.add(key);
			}
		}
		return all;
	}

	private static void put(Map<String, Object> key, Kept kept, KeyRing ring) {
		key.put("state", kept.replaced().isPresent() ? "replaced" : ring.isSigning(kept.key()) ? "signing" : "shown");
		key.put("made", kept.made().toString());
		kept.replaced().ifPresent(since -> key.put("replacedAt", since.toString()));
	}

	/**
	 * Begins to replace the key of this role: its successor is shown from now on. Blocks.
	 * @return all keys
	 * @throws UnavailableException if the ledger does not answer, or this node has no
	 * keys
	 */
	public synchronized List<Map<String, Object>> succeed(Role role) throws IOException {
		if (ring.keys().isEmpty()) {
			throw new UnavailableException("this node has no keys of the zone");
		}
		keep(ring.succeeded(role, clock.instant(), ZoneKey::generate));
		look();
		return state();
	}

	/** RFC 4034, section 5.3. */
	private record DSText(byte[] data) {

		@Override
		public String toString() {
			return ((data[0] & 0xff) << 8 | data[1] & 0xff) + " " + data[2] + " " + data[3] + " "
					+ HexFormat.of().withUpperCase().formatHex(data, 4, data.length);
		}

	}

	/** In the order of the genesis document; this node's are those of its ring. */
	private SignedZone.Keys shown() {
		List<byte[]> all = genesis.validators()
			.stream()
			.map(Validator::id)
			.flatMap(id -> told.getOrDefault(id, List.of()).stream())
			.toList();
		List<byte[]> anchors = all.stream().filter(data -> data[1] == FLAGS_LOW).toList();
		return new SignedZone.Keys(all, anchors,
				anchors.stream().map(data -> ZoneKey.delegation(genesis.zone(), data)).toList());
	}

	/**
	 * Begins to look after them. The own ones are read before anything is answered, so
	 * that nothing of a signed zone is told unsigned.
	 * @throws CaException if their file cannot be read
	 */
	public synchronized void start() {
		if (genesis.validator(self).isPresent()) {
			readOnce();
		}
		if (following == null && ledger.isPresent() && genesis.validator(self).isPresent()) {
			following = Thread.ofVirtual().name("trustchain-zone-keys").start(this::follow);
		}
	}

	@Override
	public synchronized void close() {
		Thread thread = following;
		following = null;
		if (thread != null) {
			thread.interrupt();
		}
	}

	private void follow() {
		while (!Thread.currentThread().isInterrupted()) {
			try {
				look();
			}
			catch (UnavailableException notNow) {
				logger.atDebug().setCause(notNow).log("keys of the zone were not looked after");
			}
			catch (IOException | RuntimeException failure) {
				logger.atError().setCause(failure).log("looking after keys of the zone failed");
			}
			LockSupport.parkNanos((told.size() < genesis.validators().size() ? WHILE_WAITING : PERIOD).toNanos());
		}
	}

	/**
	 * Does what is due, and reads what others told. Blocks.
	 * @throws UnavailableException if the ledger does not answer
	 */
	synchronized void look() throws IOException {
		readOnce();
		Instant now = clock.instant();
		keep(ring.at(now, ZoneSigning::life, ZoneKey::generate));
		Map<NodeId, List<byte[]>> heard = new HashMap<>(told);
		for (Validator validator : genesis.validators()) {
			Async.await(ledger.zoneKeys(validator.id()), DEADLINE, "the ledger")
				.ifPresent(keys -> heard.put(validator.id(), keys.keys()));
		}
		told = Map.copyOf(heard);
		List<byte[]> own = new ArrayList<>(ring.keys().stream().map(kept -> kept.key().data()).toList());
		if (!same(own, told.getOrDefault(self, List.of()))) {
			tell(own);
		}
		if (ring.hasNews()) {
			keep(ring.shown(clock.instant()));
		}
	}

	private void tell(List<byte[]> own) {
		Optional<ZoneSigned> before = Async.await(ledger.zoneKeys(self), DEADLINE, "the ledger");
		long number = Math.max(clock.millis(), before.map(ZoneSigned::number).orElse(0L) + 1);
		if (Async.await(ledger.submit(new ZoneSigned(number, own)), DEADLINE, "the ledger")
			.verdict() instanceof Verdict.Rejected(String reason, boolean revoked)) {
			throw new UnavailableException("the ledger refused the keys of the zone: " + reason);
		}
		Map<NodeId, List<byte[]>> more = new HashMap<>(told);
		more.put(self, own);
		told = Map.copyOf(more);
	}

	private synchronized void readOnce() {
		if (!read) {
			ring = file.read();
			read = true;
		}
	}

	private void keep(KeyRing next) throws IOException {
		if (!next.equals(ring)) {
			file.write(next);
			ring = next;
			logger.atInfo()
				.addKeyValue("keys", next.keys().stream().map(kept -> kept.key().toString()).toList())
				.log("keys of the zone changed");
		}
	}

	private static boolean same(List<byte[]> one, List<byte[]> other) {
		HexFormat hex = HexFormat.of();
		return one.stream().map(hex::formatHex).toList().equals(other.stream().map(hex::formatHex).toList());
	}

	private static Duration life(Role role) {
		return switch (role) {
			case KEY_SIGNING -> KEY_LIFE;
			case ZONE_SIGNING -> ZONE_LIFE;
		};
	}

}
