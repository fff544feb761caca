package org.web3ecosystem.trustchain.dns;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.trustchain.dns.Answer.Record;
import org.web3ecosystem.trustchain.dnssec.Denial;
import org.web3ecosystem.trustchain.dnssec.KeyRing;
import org.web3ecosystem.trustchain.dnssec.RecordSet;
import org.web3ecosystem.trustchain.dnssec.ZoneKey;
import org.web3ecosystem.trustchain.dnssec.ZoneSigner;

/**
 * What is added for clients that ask for it (RFC 3225): signatures, and what denies. A
 * name that does not exist is one that exists and has no types (RFC 9824, section 3.1).
 * What is told along is not signed.
 */
public final class SignedZone {

	/** In seconds. */
	static final int KEY_TTL = 300;

	private final ZoneSigner signer;

	private final Supplier<Keys> shown;

	private final BooleanSupplier unsigned;

	/**
	 * What is published of keys, RDATA.
	 *
	 * @param keys DNSKEY, of all that sign for the zone
	 * @param anchors those of them that sign keys
	 * @param delegations DS of these
	 */
	record Keys(List<byte[]> keys, List<byte[]> anchors, List<byte[]> delegations) {
	}

	/**
	 * @param shown all keys that sign for the zone, this node's and the others'
	 */
	SignedZone(ZoneSigner signer, Supplier<Keys> shown) {
		this(signer, shown, () -> shown.get().keys().isEmpty());
	}

	/**
	 * The same.
	 * @param unsigned whether, as far as is known, nobody has keys yet
	 */
	SignedZone(ZoneSigner signer, Supplier<Keys> shown, BooleanSupplier unsigned) {
		this.signer = signer;
		this.shown = shown;
		this.unsigned = unsigned;
	}

	/**
	 * A zone that one server alone signs, with these keys.
	 * @param zone in lower case without the trailing dot
	 */
	public static SignedZone of(String zone, KeyRing ring, InstantSource clock) {
		List<ZoneKey> all = ring.keys().stream().map(KeyRing.Kept::key).toList();
		List<ZoneKey> anchors = all.stream().filter(key -> key.role() == ZoneKey.Role.KEY_SIGNING).toList();
		Keys shown = new Keys(all.stream().map(ZoneKey::data).toList(), anchors.stream().map(ZoneKey::data).toList(),
				anchors.stream().map(key -> key.delegation(zone)).toList());
		return new SignedZone(new ZoneSigner(zone, () -> ring, clock), () -> shown);
	}

	List<byte[]> keys() {
		return shown.get().keys();
	}

	List<byte[]> anchors() {
		return shown.get().anchors();
	}

	List<byte[]> delegations() {
		return shown.get().delegations();
	}

	/**
	 * The same with what proves it. What is no word of the zone, such as a refusal, stays
	 * as it is, and so does everything before anybody has keys. Where there are keys, and
	 * none to sign with, it is a failure: without signatures nobody believes it.
	 * @param asked its question; if it is for a denial itself, that is the answer
	 */
	Answer signed(Answer answer, Query.Asked asked) {
		if (!answer.authoritative()) {
			return answer;
		}
		if (!signer.isReady()) {
			return unsigned.getAsBoolean() ? answer : Answer.failing(Dns.SERVFAIL, Dns.ExtendedError.NOT_READY);
		}
		if (answer.denied().isPresent() && asked.type() == Dns.NSEC) {
			return Answer.positive(denial(answer, answer.denied().orElseThrow(), asked)).from(answer.from());
		}
		List<Record> authority = new ArrayList<>(signed(answer.authority()));
		answer.denied().ifPresent(denied -> authority.addAll(denial(answer, denied, asked)));
		return new Answer((answer.rcode() == Dns.NXDOMAIN && !asked.compactOk()) ? Dns.NOERROR : answer.rcode(), true,
				signed(answer.answers()), authority, answer.additional(), answer.denied(), answer.error(),
				answer.from(), answer.steady());
	}

	/**
	 * Whether it can be told as a whole: with signatures and the keys for them, or,
	 * before anybody has keys, without either.
	 */
	boolean isWhole() {
		return signer.isReady() ? !keys().isEmpty() : unsigned.getAsBoolean();
	}

	/** The keys that sign now; none before there are some. */
	List<ZoneKey> signers() {
		return signer.signers();
	}

	/** Signatures of this moment over a set, none before there are keys. */
	List<Record> signatures(List<Record> set) {
		Record of = set.getFirst();
		return signer.isReady() ? records(of, signer.signAnew(set(set))) : List.of();
	}

	/**
	 * A link to the next name (RFC 4034, section 4).
	 * @param types that the name has
	 */
	static Record link(Name owner, Name next, Collection<Integer> types) {
		RecordSet link = Denial.next(owner.text(), next.text(), Apex.NEGATIVE_TTL, types);
		return new Record(owner, link.type(), Apex.NEGATIVE_TTL, link.data().getFirst());
	}

	/**
	 * What was asked for by an odd name is that name; another may be the end of aliases.
	 */
	private List<Record> denial(Answer answer, Answer.Denied denied, Query.Asked asked) {
		int ttl = answer.authority().getFirst().ttl();
		String name = asked.odd() ? asked.spelled() : denied.name().text();
		RecordSet denial = (answer.rcode() == Dns.NXDOMAIN) ? Denial.name(name, ttl)
				: Denial.types(name, ttl, denied.types());
		Record said = new Record(denied.name(), denial.type(), ttl, denial.data().getFirst(), asked.odd());
		return Stream.concat(Stream.of(said), signatures(said, denial).stream()).toList();
	}

	private List<Record> signed(List<Record> records) {
		Map<List<Object>, List<Record>> sets = new LinkedHashMap<>();
		records.forEach(
				each -> sets.computeIfAbsent(List.of(each.owner(), each.type()), _ -> new ArrayList<>()).add(each));
		List<Record> signed = new ArrayList<>();
		for (List<Record> set : sets.values()) {
			signed.addAll(set);
			signed.addAll(signatures(set.getFirst(), set(set)));
		}
		return signed;
	}

	private static RecordSet set(List<Record> records) {
		Record first = records.getFirst();
		return new RecordSet(first.owner().text(), first.type(), first.ttl(),
				records.stream().map(Record::data).toList());
	}

	private List<Record> signatures(Record of, RecordSet set) {
		return records(of, signer.sign(set));
	}

	private static List<Record> records(Record of, List<byte[]> signatures) {
		return signatures.stream().map(data -> new Record(of.owner(), Dns.RRSIG, of.ttl(), data, of.asked())).toList();
	}

}
