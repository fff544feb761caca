package org.web3ecosystem.hypermesh.name;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Names on the ledger: {@code name/<name>} what each node contributes,
 * {@code below/<name>} that there are names below, {@code node/<label>} whose the node
 * name is and {@code label/<node id>} the reverse. A node replaces its own contribution
 * only. A validator's name is its own from genesis on, another node's from its first
 * registration on; names of assets follow from the assets and cannot be registered.
 */
public final class NameModule implements LedgerModule {

	/** The module's name in the genesis document. */
	public static final String NAME = "names";

	/** What a name registration proves. */
	static final String REGISTER = "name.register";

	/** The largest entry: the contributions to one name. */
	static final int MAX_ENTRY = 60 * 1024;

	/** For how many names one node may have contributions. */
	static final int MAX_NAMES = 256;

	/** What the name server can be asked for, and host names and services need. */
	private static final Pattern PLAIN = Pattern.compile("[a-z0-9_.-]+");

	private static final Name ROOT = new Name("");

	private static final byte[] MARK = { 1 };

	private final Zone zone;

	private final Genesis genesis;

	public NameModule(Genesis genesis) {
		this.zone = new Zone(genesis.zone());
		this.genesis = genesis;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Verdict check(Command command) {
		try {
			NameRegistration registration = NameRegistration.decode(command.body());
			return where(registration.name()).orElseGet(() -> targets(registration));
		}
		catch (CborException malformed) {
			return Verdict.rejected(String.valueOf(malformed.getMessage()));
		}
	}

	private Optional<Verdict> where(Name name) {
		if (!name.isWithin(zone.apex()) || name.equals(zone.apex())) {
			return Optional.of(Verdict.rejected(name + " is not below the zone " + zone.apex()));
		}
		if (!PLAIN.matcher(name.text()).matches()) {
			return Optional.of(Verdict.rejected("a name has letters, digits, '-' and '_' only: " + name));
		}
		if (zone.isAssetTree(name)) {
			return Optional.of(Verdict.rejected("names of assets follow from the assets: " + name));
		}
		if (name.equals(zone.apex().child("node"))) {
			return Optional.of(Verdict.rejected(name + " belongs to no node"));
		}
		return Optional.empty();
	}

	private Verdict targets(NameRegistration registration) {
		for (ResourceRecord record : registration.records()) {
			Optional<Name> target = target(record);
			if (target.isPresent() && !target.get().isWithin(zone.apex())) {
				return Verdict.rejected("the target " + target.get() + " is not within the zone " + zone.apex());
			}
			if (record instanceof ResourceRecord.Alias(Name itself) && itself.equals(registration.name())) {
				return Verdict.rejected(itself + " cannot be an alias of itself");
			}
		}
		return Verdict.accepted();
	}

	/** Where a record leads, if to somewhere else. */
	private static Optional<Name> target(ResourceRecord record) {
		return switch (record) {
			case ResourceRecord.Service service -> Optional.of(service.target());
			case ResourceRecord.Alias(Name target) -> Optional.of(target);
			case ResourceRecord.Pointer(Name target) -> Optional.of(target);
			case ResourceRecord.ServiceBinding binding ->
				Optional.of(binding.target()).filter(target -> !target.equals(ROOT));
			case ResourceRecord.Address _, ResourceRecord.Text _, ResourceRecord.Authorization _,
					ResourceRecord.CertificateAssociation _ ->
				Optional.empty();
		};
	}

	@Override
	public Optional<Operation> proves(Command command) {
		return Optional.of(operation(command.body()));
	}

	static Operation operation(byte[] body) {
		return new Operation(REGISTER, Sha256.of(body), false);
	}

	@Override
	public Verdict apply(Command command, State state) {
		NameRegistration registration = NameRegistration.decode(command.body());
		Optional<String> label = zone.nodeOf(registration.name());
		if (label.isPresent() && !owner(label.get(), state).equals(Optional.of(command.author()))) {
			if (owner(label.get(), state).isPresent()) {
				return Verdict.rejected("the node name '" + label.get() + "' is another node's");
			}
			Optional<byte[]> other = state.get(label(command.author()));
			if (other.isPresent() || genesis.validator(command.author()).isPresent()) {
				return Verdict.rejected("a node has one name");
			}
		}
		label.ifPresent(name -> claim(name, command.author(), state));
		return contribute(registration, command.author(), state);
	}

	private Verdict contribute(NameRegistration registration, NodeId author, State state) {
		String key = key(registration.name());
		List<Contribution> contributions = new ArrayList<>(
				state.get(key).map(Contribution::decode).orElseGet(List::of));
		Optional<Contribution> before = contributions.stream().filter(c -> c.node().equals(author)).findFirst();
		if (before.isPresent() && before.get().version() >= registration.version()) {
			return Verdict.rejected("version " + registration.version() + " is not newer than the one registered");
		}
		if (before.isEmpty() && !countOne(author, state)) {
			return Verdict.rejected("a node contributes to at most " + MAX_NAMES + " names");
		}
		contributions.removeIf(contribution -> contribution.node().equals(author));
		Set<ResourceRecord> together = new HashSet<>(registration.records());
		contributions.forEach(contribution -> together.addAll(contribution.records()));
		if (together.size() > 1 && together.stream().anyMatch(ResourceRecord.Alias.class::isInstance)) {
			return Verdict
				.rejected("a CNAME has no other record beside it, and another node has one for " + registration.name());
		}
		contributions.add(registration.by(author));
		contributions.sort((a, b) -> a.node().compareTo(b.node()));
		byte[] entry = Contribution.encode(contributions);
		if (entry.length > MAX_ENTRY) {
			return Verdict.rejected("too many contributions to " + registration.name());
		}
		state.put(key, entry);
		zone.ancestors(registration.name()).forEach(ancestor -> state.put(below(ancestor), MARK));
		return Verdict.accepted();
	}

	private Optional<NodeId> owner(String label, State state) {
		return genesis.validators()
			.stream()
			.filter(validator -> validator.name().equals(label))
			.findFirst()
			.map(Validator::id)
			.or(() -> state.get(node(label)).map(NameModule::text).map(NodeId::new));
	}

	private static void claim(String label, NodeId node, State state) {
		state.put(node(label), node.hex().getBytes(StandardCharsets.US_ASCII));
		state.put(label(node), label.getBytes(StandardCharsets.US_ASCII));
	}

	private static boolean countOne(NodeId author, State state) {
		String key = "count/" + author.hex();
		int count = state.get(key).map(NameModule::text).map(Integer::valueOf).orElse(0);
		state.put(key, String.valueOf(count + 1).getBytes(StandardCharsets.US_ASCII));
		return count < MAX_NAMES;
	}

	static String key(Name name) {
		return "name/" + name.text();
	}

	static String below(Name name) {
		return "below/" + name.text();
	}

	static String node(String label) {
		return "node/" + label;
	}

	static String label(NodeId node) {
		return "label/" + node.hex();
	}

	static String text(byte[] value) {
		return new String(value, StandardCharsets.US_ASCII);
	}

}
