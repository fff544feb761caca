package org.web3ecosystem.trustchain.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.trustchain.dns.Answer.Record;

/**
 * Puts a question to discovery. Aliases are followed while they stay in the zone, and
 * where services are is told along. Fails as discovery does.
 */
final class Lookup {

	/** The most aliases on the way; more are a loop, or as good as one. */
	static final int MAX_ALIASES = 8;

	/** The most targets whose addresses are told along. */
	static final int MAX_TARGETS = 8;

	private static final int MAX_TTL = 3600;

	/** RFC 8767, section 4: what is stale is told for 30 seconds. */
	private static final int STALE_TTL = 30;

	private final Apex apex;

	private final ServiceDiscovery discovery;

	Lookup(Apex apex, ServiceDiscovery discovery) {
		this.apex = apex;
		this.discovery = discovery;
	}

	/** A stage of its own, so that whose patience ends ends nobody else's. */
	CompletionStage<Answer> answer(Name name, int type) {
		return follow(name, type, List.of());
	}

	private CompletionStage<Answer> follow(Name name, int type, List<Record> aliases) {
		if (apex.makes(name, type)) {
			return now(apex.answer(type).after(aliases));
		}
		return discovery.resolve(name).thenCompose(resolution -> {
			int ttl = ttl(resolution);
			return alias(resolution, type).map(target -> {
				List<Record> longer = new ArrayList<>(aliases);
				longer.add(Record.of(name, new ResourceRecord.Alias(target), ttl));
				return aliased(target, type, longer).thenApply(answer -> marked(answer, resolution));
			}).orElseGet(() -> said(name, type, resolution, ttl).thenApply(answer -> answer.after(aliases)));
		});
	}

	private CompletionStage<Answer> aliased(Name target, int type, List<Record> aliases) {
		if (!target.isWithin(apex.zone())) {
			return now(Answer.positive(aliases));
		}
		return aliases.size() > MAX_ALIASES ? now(Answer.refusing(Dns.SERVFAIL)) : follow(target, type, aliases);
	}

	/** RFC 1034, section 3.6.2: who asks for the alias itself is told it. */
	private static Optional<Name> alias(Resolution resolution, int type) {
		if (type == Dns.CNAME || type == Dns.ANY || !(resolution instanceof Resolution.Found found)) {
			return Optional.empty();
		}
		return found.records()
			.stream()
			.filter(ResourceRecord.Alias.class::isInstance)
			.map(record -> ((ResourceRecord.Alias) record).target())
			.findFirst();
	}

	private CompletionStage<Answer> said(Name name, int type, Resolution resolution, int ttl) {
		return switch (resolution) {
			case Resolution.NotFound _ -> now(marked(apex.absent(name, ttl), resolution));
			case Resolution.Found _ when type == Dns.ANY -> now(marked(apex.any(name), resolution));
			case Resolution.Found found -> {
				List<ResourceRecord> matching = found.records()
					.stream()
					.filter(record -> RecordData.type(record) == type)
					.toList();
				if (matching.isEmpty()) {
					Set<Integer> types = found.records().stream().map(RecordData::type).collect(Collectors.toSet());
					yield now(marked(apex.noData(name, ttl, types), resolution));
				}
				Answer answer = Answer.positive(records(name, matching, ttl));
				yield toldAlong(marked(answer, resolution), name, matching, found);
			}
		};
	}

	private static List<Record> records(Name owner, List<ResourceRecord> records, int ttl) {
		return records.stream().map(record -> Record.of(owner, record, ttl)).toList();
	}

	/** A courtesy: where it fails, the answer is what it was, but is not kept. */
	private CompletionStage<Answer> toldAlong(Answer answer, Name owner, List<ResourceRecord> services,
			Resolution.Found found) {
		CompletionStage<Answer> told = now(answer);
		for (Name target : targets(services, owner)) {
			CompletionStage<Resolution> where = target.equals(owner) ? CompletableFuture.completedStage(found)
					: resolve(target);
			told = told.thenCombine(where.handle((resolution, failure) -> Optional.ofNullable(resolution)),
					(before, resolution) -> resolution.map(known -> with(before, target, known))
						.orElseGet(() -> before.from(Source.NOBODY)));
		}
		return told;
	}

	private CompletionStage<Resolution> resolve(Name target) {
		try {
			return discovery.resolve(target);
		}
		catch (RuntimeException failure) {
			return CompletableFuture.failedFuture(failure);
		}
	}

	/** RFC 2782, and RFC 9460, section 4.1; the root there stands for the owner. */
	private List<Name> targets(List<ResourceRecord> services, Name owner) {
		return services.stream().flatMap(record -> switch (record) {
			case ResourceRecord.Service service -> Stream.of(service.target());
			case ResourceRecord.ServiceBinding binding when binding.target().equals(Name.ROOT) ->
				binding.priority() == 0 ? Stream.<Name>empty() : Stream.of(owner);
			case ResourceRecord.ServiceBinding binding -> Stream.of(binding.target());
			default -> Stream.<Name>empty();
		}).filter(target -> target.isWithin(apex.zone())).distinct().limit(MAX_TARGETS).toList();
	}

	private static Answer with(Answer answer, Name target, Resolution resolution) {
		if (!(resolution instanceof Resolution.Found found) || found.stale()) {
			return answer.from(resolution);
		}
		List<Record> additional = new ArrayList<>(answer.additional());
		found.records()
			.stream()
			.filter(ResourceRecord.Address.class::isInstance)
			.forEach(address -> additional.add(Record.of(target, address, ttl(resolution))));
		return answer.withAdditional(additional).from(resolution);
	}

	private static Answer marked(Answer answer, Resolution resolution) {
		Answer whose = answer.from(resolution);
		return isStale(resolution) ? whose.with(Dns.ExtendedError.STALE_ANSWER) : whose;
	}

	private static int ttl(Resolution resolution) {
		return isStale(resolution) ? Math.clamp(resolution.ttl().toSeconds(), 0, STALE_TTL) : ttl(resolution.ttl());
	}

	/** In seconds, as it is told. */
	static int ttl(Duration ttl) {
		return Math.clamp(ttl.toSeconds(), 0, MAX_TTL);
	}

	private static boolean isStale(Resolution resolution) {
		return resolution instanceof Resolution.Found found && found.stale();
	}

	private static CompletionStage<Answer> now(Answer answer) {
		return CompletableFuture.completedFuture(answer);
	}

}
