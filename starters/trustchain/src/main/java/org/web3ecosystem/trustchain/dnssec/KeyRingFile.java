package org.web3ecosystem.trustchain.dnssec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.DurableFile;
import org.web3ecosystem.trustchain.ca.CaException;
import org.web3ecosystem.trustchain.ca.KeyCustody;
import org.web3ecosystem.trustchain.dnssec.KeyRing.Kept;
import org.web3ecosystem.trustchain.dnssec.ZoneKey.Role;

/**
 * Where the keys of a ring are kept, readable by their owner alone, and encrypted where
 * other keys of the authority are. A ring that lies open is encrypted when it is read.
 */
public final class KeyRingFile {

	private static final int MAX_BYTES = 1 << 14;

	private static final long NEVER = -1;

	private final Path file;

	private final KeyCustody custody;

	/**
	 * @param custody how secrets are kept
	 */
	public KeyRingFile(Path file, KeyCustody custody) {
		this.file = file;
		this.custody = custody;
	}

	/**
	 * What was written last, an empty ring if nothing was.
	 * @throws CaException if the file cannot be read, or is not as it was written
	 */
	public KeyRing read() {
		try {
			if (Files.size(file) > MAX_BYTES) {
				throw new CaException(file + " is damaged: it is too long");
			}
			byte[] kept = Files.readAllBytes(file);
			byte[] opened = custody.opened(kept, file);
			List<Kept> keys = new ArrayList<>();
			for (Cbor item : Cbor.decodeStruct(opened, MAX_BYTES).only("keys").array("keys")) {
				keys.add(decode(((item instanceof Cbor.Bytes bytes) ? bytes.value() : new byte[0])));
			}
			KeyRing ring = new KeyRing(keys);
			byte[] sealed = Arrays.equals(kept, opened) ? custody.sealed(opened) : kept;
			if (!Arrays.equals(kept, sealed)) {
				DurableFile.write(file, sealed);
			}
			return ring;
		}
		catch (NoSuchFileException none) {
			return KeyRing.EMPTY;
		}
		catch (IOException | CborException | GeneralSecurityException | IllegalArgumentException damaged) {
			throw new CaException(
					file + " is damaged: restore it from a backup; or delete it, and the zone is signed with new keys, "
							+ "which whoever trusts the old ones has to be told of",
					damaged);
		}
	}

	/** Durable when it returns. */
	public void write(KeyRing ring) throws IOException {
		DurableFile.write(file, custody.sealed(Cbor
			.struct(Map.entry("keys", Cbor.of(ring.keys().stream().map(KeyRingFile::encode).map(Cbor::of).toList())))
			.encode()));
	}

	private static byte[] encode(Kept kept) {
		return Cbor
			.struct(Map.entry("role", Cbor.of(kept.key().role().name())),
					Map.entry("private", Cbor.of(kept.key().pair().getPrivate().getEncoded())),
					Map.entry("public", Cbor.of(kept.key().pair().getPublic().getEncoded())),
					Map.entry("made", Cbor.of(kept.made().toEpochMilli())),
					Map.entry("shown", Cbor.of(kept.shown().map(Instant::toEpochMilli).orElse(NEVER))),
					Map.entry("replaced", Cbor.of(kept.replaced().map(Instant::toEpochMilli).orElse(NEVER))))
			.encode();
	}

	private static Kept decode(byte[] encoded) throws GeneralSecurityException {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES)
			.only("role", "private", "public", "made", "shown", "replaced");
		KeyFactory factory = KeyFactory.getInstance("EC");
		KeyPair pair = new KeyPair(factory.generatePublic(new X509EncodedKeySpec(map.bytes("public"))),
				factory.generatePrivate(new PKCS8EncodedKeySpec(map.bytes("private"))));
		return new Kept(new ZoneKey(Role.valueOf(map.text("role")), pair), Instant.ofEpochMilli(map.integer("made")),
				instant(map.integer("shown")), instant(map.integer("replaced")));
	}

	private static Optional<Instant> instant(long millis) {
		return (millis == NEVER) ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
	}

}
