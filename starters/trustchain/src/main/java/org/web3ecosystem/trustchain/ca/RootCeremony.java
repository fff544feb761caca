package org.web3ecosystem.trustchain.ca;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.spi.DurableFile;

/**
 * Makes a federation's root and, while the root key is at hand, the intermediates of its
 * first validators. Happens once, in {@code init}:
 *
 * <pre>
 * try (RootCeremony ceremony = RootCeremony.begin("local", "local.internal", Instant.now())) {
 *     byte[] root = ceremony.root();                    // for the genesis document
 *     ceremony.equip(home, "node1", id, endpoints);     // once per validator
 *     ceremony.writeRoot(directory.resolve("root.pem"));
 *     ceremony.export(directory.resolve("root-key.p8"), passphrase, CHOSEN);
 * }
 * </pre>
 *
 * After {@link #export} or {@link #close} the object holds no root key. An operator's
 * certificate is not made here: a running node issues it, so that it is in the log like
 * every other leaf.
 */
public final class RootCeremony implements AutoCloseable {

	/** Life of a root. */
	static final Duration ROOT_LIFE = Duration.ofDays(3650);

	/** Life of an intermediate; it never outlives the root. */
	static final Duration INTERMEDIATE_LIFE = Duration.ofDays(1825);

	/** How far back validity begins, for clocks that are behind. */
	static final Duration CLOCK_ALLOWANCE = Duration.ofHours(1);

	/** File name of the node intermediate, without its ending. */
	public static final String NODE_CA = "node-ca";

	/** File name of the server intermediate, without its ending. */
	public static final String SERVER_CA = "server-ca";

	private final String federation;

	private final String zone;

	private final Instant notBefore;

	private final X509Certificate root;

	/** What leads from this root to the one before. */
	private final List<X509Certificate> above;

	private @Nullable PrivateKey rootKey;

	private RootCeremony(String federation, String zone, Instant notBefore, X509Certificate root, PrivateKey rootKey) {
		this(federation, zone, notBefore, root, rootKey, List.of());
	}

	private RootCeremony(String federation, String zone, Instant notBefore, X509Certificate root, PrivateKey rootKey,
			List<X509Certificate> above) {
		this.above = List.copyOf(above);
		this.federation = federation;
		this.zone = zone;
		this.notBefore = notBefore;
		this.root = root;
		this.rootKey = rootKey;
	}

	/**
	 * Makes a root for {@code zone}.
	 * @param federation short name, the O of every name issued
	 * @param now when the ceremony takes place
	 */
	public static RootCeremony begin(String federation, String zone, Instant now) {
		Instant notBefore = now.minus(CLOCK_ALLOWANCE).truncatedTo(ChronoUnit.SECONDS);
		KeyPair keys = Issuer.newKeys();
		X500Name name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, federation)
			.addRDN(BCStyle.CN, federation + " root")
			.build();
		Draft draft = Draft
			.of(name, Draft.keyInfo(keys.getPublic()), name, Draft.keyInfo(keys.getPublic()), notBefore,
					notBefore.plus(ROOT_LIFE))
			.with(Extension.basicConstraints, true, new BasicConstraints(1))
			.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
			.with(Extension.nameConstraints, true,
					new NameConstraints(subtrees(dns(zone), dns("localhost"), uri(zone)), null));
		X509Certificate root = Issuer.sign(draft.unsigned(Issuer.serial()), keys.getPrivate());
		return new RootCeremony(federation, zone, notBefore, root, keys.getPrivate());
	}

	/**
	 * Goes on with a root whose key was exported, to make what is to come.
	 * @param rootKey as {@link #export} wrote it
	 * @throws CaException if the key cannot be read with this passphrase, or is another's
	 */
	public static RootCeremony resume(Genesis genesis, Path rootKey, char[] passphrase, Instant now) {
		X509Certificate root = genesis.rootCertificate();
		try {
			Issuer issuer = Issuer.of(root,
					EncryptedKey.decrypt(Pem.only("ENCRYPTED PRIVATE KEY", rootKey), passphrase));
			if (!issuer.signsForItself()) {
				throw new CaException(rootKey + " is not the key of this federation's root");
			}
			return new RootCeremony(genesis.federation(), genesis.zone(),
					now.minus(CLOCK_ALLOWANCE).truncatedTo(ChronoUnit.SECONDS), root, issuer.key());
		}
		catch (GeneralSecurityException | IllegalArgumentException unreadable) {
			throw new CaException("cannot read " + rootKey + " with this passphrase", unreadable);
		}
	}

	/**
	 * Goes on with a root that has taken another's place, see {@link #succeed}.
	 * @param directory where that root was written
	 */
	public static RootCeremony resume(Genesis genesis, Path directory, char[] passphrase, Instant now,
			Succession succession) {
		Path rootKey = directory.resolve(Succession.KEY);
		try {
			Issuer issuer = Issuer.of(succession.root(),
					EncryptedKey.decrypt(Pem.only("ENCRYPTED PRIVATE KEY", rootKey), passphrase));
			if (!issuer.signsForItself()) {
				throw new CaException(rootKey + " is not the key of the root beside it");
			}
			return new RootCeremony(genesis.federation(), genesis.zone(),
					now.minus(CLOCK_ALLOWANCE).truncatedTo(ChronoUnit.SECONDS), succession.root(), issuer.key(),
					List.of(succession.newWithOld()));
		}
		catch (GeneralSecurityException | IllegalArgumentException unreadable) {
			throw new CaException("cannot read " + rootKey + " with this passphrase", unreadable);
		}
	}

	/**
	 * Makes the root that is to follow this one, of the same name and with another key,
	 * and has each sign the other (RFC 4210, section 4.4): who knows only the one is led
	 * to it from the other. Being of one name, the cross certificates take no place in a
	 * path.
	 * @param directory where everything is written; the key is encrypted like this root's
	 */
	public Succession succeed(Path directory, char[] passphrase, PassphraseOrigin origin, Instant now)
			throws IOException {
		RootCeremony next = begin(federation, zone, now);
		Succession succession = new Succession(next.root, cross(next.root, root, key()),
				cross(root, next.root, next.key()));
		DurableFile.directories(directory);
		succession.write(directory);
		next.export(directory.resolve(Succession.KEY), passphrase, origin);
		return succession;
	}

	/**
	 * A root's key, certified by another of the same name. Its name constraints are the
	 * anchor's: a JDK, which does not look at those of an anchor, would merge them
	 * wrongly with the intermediate's if they stood here too.
	 */
	private static X509Certificate cross(X509Certificate subject, X509Certificate issuer, PrivateKey issuerKey) {
		TBSCertificate of = Certificate.getInstance(Digest.encoded(subject)).getTBSCertificate();
		Instant end = subject.getNotAfter().before(issuer.getNotAfter()) ? subject.getNotAfter().toInstant()
				: issuer.getNotAfter().toInstant();
		Draft draft = Draft.of(X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
				Draft.keyInfo(issuer.getPublicKey()), of.getSubject(), of.getSubjectPublicKeyInfo(),
				subject.getNotBefore().toInstant(), end);
		for (ASN1ObjectIdentifier kept : List.of(Extension.basicConstraints, Extension.keyUsage)) {
			draft.with(kept, true, of.getExtensions().getExtensionParsedValue(kept));
		}
		return Issuer.sign(draft.unsigned(Issuer.serial()), issuerKey);
	}

	/** The root certificate, DER. */
	public byte[] root() {
		return Digest.encoded(root);
	}

	/** Writes the root certificate as PEM. */
	public void writeRoot(Path file) throws IOException {
		DurableFile.write(file, Pem.encode(List.of(root)).getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Makes a validator's two intermediates and writes {@code trustchain/node-ca.key},
	 * {@code node-ca.pem}, {@code server-ca.key} and {@code server-ca.pem} into its home,
	 * readable by the owner alone.
	 * @param home the validator's home directory
	 * @param name its short name
	 * @param endpoints its advertised addresses, which its server certificates may name
	 */
	public void equip(Path home, String name, NodeId id, Endpoints endpoints) throws IOException {
		write(home.resolve("trustchain"), name, id, endpoints);
	}

	/**
	 * Makes the two anew, with other keys, and writes them into a directory; see
	 * {@link #equip}.
	 */
	public void write(Path directory, String name, NodeId id, Endpoints endpoints) throws IOException {
		DurableFile.directories(directory);
		node(name, id).store(directory, NODE_CA);
		server(name, id, endpoints).store(directory, SERVER_CA);
	}

	/**
	 * Writes the root key as encrypted PKCS#8 (RFC 5958; PBES2, AES-256, PBKDF2) in PEM
	 * and forgets it.
	 */
	public void export(Path file, char[] passphrase, PassphraseOrigin origin) throws IOException {
		if (passphrase.length == 0) {
			throw new IllegalArgumentException("the root key is not exported without a passphrase");
		}
		try {
			byte[] encrypted = EncryptedKey.encrypt(key(), passphrase, origin, new SecureRandom());
			DurableFile.write(file, Pem.encode("ENCRYPTED PRIVATE KEY", encrypted).getBytes(StandardCharsets.US_ASCII));
		}
		catch (GeneralSecurityException failure) {
			throw new CaException("could not encrypt the root key", failure);
		}
		close();
	}

	@Override
	public void close() {
		rootKey = null;
	}

	private Issuer node(String name, NodeId id) {
		NameConstraints constraints = new NameConstraints(subtrees(dns(zone), uri(zone)),
				subtrees(ip(new byte[8]), ip(new byte[32])));
		return intermediate(Draft.name(federation, Draft.commonName(name, "node CA"), id), constraints,
				KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth);
	}

	private Issuer server(String name, NodeId id, Endpoints endpoints) {
		List<GeneralName> permitted = new ArrayList<>(List.of(dns(zone), dns("localhost")));
		List<InetAddress> addresses = new ArrayList<>(endpoints.inetAddresses());
		addresses.add(loopback(new byte[] { 127, 0, 0, 1 }));
		addresses.add(loopback(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }));
		addresses.stream().distinct().map(RootCeremony::host).forEach(permitted::add);
		return intermediate(Draft.name(federation, Draft.commonName(name, "server CA"), id),
				new NameConstraints(subtrees(permitted.toArray(GeneralName[]::new)), null),
				KeyPurposeId.id_kp_serverAuth);
	}

	private Issuer intermediate(X500Name name, NameConstraints constraints, KeyPurposeId... purposes) {
		KeyPair keys = Issuer.newKeys();
		PublicKey rootPublic = root.getPublicKey();
		Draft draft = Draft
			.of(X500Name.getInstance(root.getSubjectX500Principal().getEncoded()), Draft.keyInfo(rootPublic), name,
					Draft.keyInfo(keys.getPublic()), notBefore, end())
			.with(Extension.basicConstraints, true, new BasicConstraints(0))
			.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
			.with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes))
			.with(Extension.nameConstraints, true, constraints);
		return Issuer.of(Issuer.sign(draft.unsigned(Issuer.serial()), key()), keys.getPrivate(), above);
	}

	/** No authority outlives the one above it. */
	private Instant end() {
		Instant own = notBefore.plus(INTERMEDIATE_LIFE);
		Instant last = root.getNotAfter().toInstant();
		return own.isAfter(last) ? last : own;
	}

	private PrivateKey key() {
		if (rootKey == null) {
			throw new IllegalStateException("the ceremony is over: the root key has left");
		}
		return rootKey;
	}

	private static GeneralSubtree[] subtrees(GeneralName... names) {
		return Arrays.stream(names).map(GeneralSubtree::new).toArray(GeneralSubtree[]::new);
	}

	private static GeneralName dns(String zone) {
		return new GeneralName(GeneralName.dNSName, zone);
	}

	/** RFC 5280, section 4.2.1.10: without a leading period this host and no other. */
	private static GeneralName uri(String host) {
		return new GeneralName(GeneralName.uniformResourceIdentifier, host);
	}

	private static GeneralName ip(byte[] addressAndMask) {
		return new GeneralName(GeneralName.iPAddress, new DEROctetString(addressAndMask));
	}

	private static GeneralName host(InetAddress address) {
		byte[] bytes = address.getAddress();
		byte[] subtree = Arrays.copyOf(bytes, bytes.length * 2);
		Arrays.fill(subtree, bytes.length, subtree.length, (byte) 0xff);
		return ip(subtree);
	}

	private static InetAddress loopback(byte[] address) {
		try {
			return InetAddress.getByAddress(address);
		}
		catch (java.net.UnknownHostException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

}
