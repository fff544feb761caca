package org.web3ecosystem.hypermesh.name;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.Height;
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
 * {@code below/<name>} how many names there are below, {@code node/<label>} whose the
 * node name is and {@code label/<node id>} the reverse, {@code count/<node id>} to how
 * many names it contributes, and the calendar of {@link Ends}. A node replaces and
 * withdraws its own contribution only, and each ends with its lease, in consensus time. A
 * validator's name is its own from genesis on, another node's from its first registration
 * on, and stays its own when the lease is over; names of assets follow from the assets
 * and cannot be registered.
 */
public final class NameModule implements LedgerModule {

	/** The module's name in the genesis document. */
	public static final String NAME = "names";

	/** What a name registration proves. */
	static final String REGISTER = "name.register";

	/** What a withdrawal proves. */
	static final String WITHDRAW = "name.withdraw";

	/** The largest entry: the contributions to one name. */
	static final int MAX_ENTRY = 60 * 1024;

	/** For how many names one node may have contributions. */
	static final int MAX_NAMES = 256;

	/** What the name server can be asked for, and host names and services need. */
	private static final Pattern PLAIN = Pattern.compile("[a-z0-9_.-]+");

	private final Zone zone;

	private final Genesis genesis;

	private final FoundingNames founding;

	public NameModule(Genesis genesis) {
		this.zone = new Zone(genesis.zone());
		this.genesis = genesis;
		this.founding = new FoundingNames(genesis);
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Verdict check(Command command) {
		try {
			NameCommand wanted = NameCommand.decode(command.body());
			return where(wanted.name()).orElseGet(() -> switch (wanted) {
				case NameRegistration registration -> targets(registration);
				case NameCommand.Withdrawal _ -> Verdict.accepted();
			});
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
			Optional<Name> target = record.leadsTo();
			if (target.isPresent() && !target.get().isWithin(zone.apex())) {
				return Verdict.rejected("the target " + target.get() + " is not within the zone " + zone.apex());
			}
			if (record instanceof ResourceRecord.Alias(Name itself) && itself.equals(registration.name())) {
				return Verdict.rejected(itself + " cannot be an alias of itself");
			}
		}
		return Verdict.accepted();
	}

	@Override
	public Optional<Operation> proves(Command command) {
		return Optional.of(operation(NameCommand.decode(command.body())));
	}

	static Operation operation(NameCommand wanted) {
		return new Operation(wanted instanceof NameRegistration ? REGISTER : WITHDRAW, Sha256.of(wanted.encode()),
				false);
	}

	/** A node keeps what it has, and comes back under its own name. */
	@Override
	public boolean goesOnInEmergency(Command command, State state) {
		return switch (NameCommand.decode(command.body())) {
			case NameRegistration registration -> isOwn(registration.name(), command.author(), state)
					|| new NameBook(zone, founding, state).renews(registration, command.author());
			case NameCommand.Withdrawal _ -> true;
		};
	}

	private boolean isOwn(Name name, NodeId author, State state) {
		return zone.nodeOf(name).flatMap(label -> owner(label, state)).filter(author::equals).isPresent();
	}

	@Override
	public Verdict apply(Command command, State state) {
		NameBook book = new NameBook(zone, founding, state);
		return switch (NameCommand.decode(command.body())) {
			case NameRegistration registration -> claim(registration, command.author(), state)
				.orElseGet(() -> book.register(registration, command.author(), command.consensusTime()));
			case NameCommand.Withdrawal withdrawal ->
				book.withdraw(withdrawal, command.author(), command.consensusTime());
		};
	}

	/** What ended by now goes. */
	@Override
	public void end(Instant consensusTime, Height height, State state) {
		new NameBook(zone, founding, state).end(consensusTime);
	}

	/** Why the author may not have the name; of a node's name it becomes the owner. */
	private Optional<Verdict> claim(NameRegistration registration, NodeId author, State state) {
		Optional<String> label = zone.nodeOf(registration.name());
		if (label.isEmpty()) {
			return Optional.empty();
		}
		Optional<NodeId> owner = owner(label.get(), state);
		if (owner.isPresent() && !owner.get().equals(author)) {
			return Optional.of(Verdict.rejected(NameRefusal.ANOTHER_NODES.about(label.get())));
		}
		if (owner.isEmpty() && (state.get(label(author)).isPresent() || genesis.validator(author).isPresent())) {
			return Optional.of(Verdict.rejected(NameRefusal.ONE_NAME.about()));
		}
		claim(label.get(), author, state);
		return Optional.empty();
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
