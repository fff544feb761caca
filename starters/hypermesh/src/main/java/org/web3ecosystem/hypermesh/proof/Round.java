package org.web3ecosystem.hypermesh.proof;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Validator;

/** One question to several members, and who has answered it. */
final class Round<A> {

	private final Roster roster;

	private final List<Validator> asked;

	private final String what;

	private final BiFunction<Validator, byte[], Optional<A>> check;

	private final SortedMap<NodeId, A> answers = new TreeMap<>();

	private final CompletableFuture<SortedMap<NodeId, A>> result = new CompletableFuture<>();

	private final CompletableFuture<Set<NodeId>> over = new CompletableFuture<>();

	private int open;

	private String reason = "";

	/**
	 * @param what the members are to have done
	 * @param check gives the answer if it is one
	 */
	Round(Roster roster, List<Validator> asked, String what, BiFunction<Validator, byte[], Optional<A>> check) {
		this.roster = roster;
		this.asked = asked;
		this.what = what;
		this.check = check;
		this.open = asked.size();
	}

	/** What this node answers itself. */
	static CompletionStage<byte[]> own(Supplier<byte[]> answer) {
		try {
			return CompletableFuture.completedFuture(answer.get());
		}
		catch (RuntimeException refused) {
			return CompletableFuture.failedFuture(refused);
		}
	}

	/**
	 * @param patience for enough answers
	 * @param company how long those that are not needed are waited for
	 */
	void begin(Function<Validator, CompletionStage<byte[]>> ask, Duration patience, Duration company) {
		for (Validator member : asked) {
			asked(ask, member).whenComplete((answer, failure) -> answered(member, answer, failure, company));
		}
		CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS).execute(this::giveUp);
	}

	private static CompletionStage<byte[]> asked(Function<Validator, CompletionStage<byte[]>> ask, Validator member) {
		try {
			return ask.apply(member);
		}
		catch (RuntimeException refused) {
			return CompletableFuture.failedFuture(refused);
		}
	}

	/** The answers, when they are enough; else fails with UnavailableException. */
	CompletionStage<SortedMap<NodeId, A>> result() {
		return result;
	}

	/** Who had answered when all had, or the patience ended. Never fails. */
	CompletionStage<Set<NodeId>> over() {
		return over;
	}

	/** Who has answered so far. */
	synchronized Set<NodeId> answered() {
		return Collections.unmodifiableSet(new TreeSet<>(answers.keySet()));
	}

	private void answered(Validator member, byte @Nullable [] answer, @Nullable Throwable failure, Duration company) {
		Optional<A> right = answer != null ? check.apply(member, answer) : Optional.empty();
		boolean enough;
		synchronized (this) {
			open--;
			right.ifPresent(each -> answers.put(member.id(), each));
			if (failure != null) {
				reason = "; " + member.name() + ": " + Reason.of(failure);
			}
			enough = right.isPresent() && isEnough();
			if (open == 0) {
				over.complete(answered());
			}
			if (open > 0 && !enough) {
				return;
			}
		}
		if (!enough || open() == 0 || company.isZero()) {
			end();
		}
		else {
			CompletableFuture.delayedExecutor(company.toMillis(), TimeUnit.MILLISECONDS).execute(this::end);
		}
	}

	private synchronized int open() {
		return open;
	}

	private boolean isEnough() {
		return TimeProof.isEnough(List.copyOf(answers.keySet()), roster);
	}

	private void giveUp() {
		over.complete(answered());
		if (!result.isDone()) {
			end();
		}
	}

	/** With what there is now. */
	private void end() {
		SortedMap<NodeId, A> taken;
		UnavailableException tooFew;
		synchronized (this) {
			taken = isEnough() ? Collections.unmodifiableSortedMap(new TreeMap<>(answers))
					: Collections.emptySortedMap();
			tooFew = new UnavailableException(
					"only " + answers.size() + " of " + asked.size() + " members " + what + reason);
		}
		if (taken.isEmpty()) {
			result.completeExceptionally(tooFew);
		}
		else {
			result.complete(taken);
		}
	}

}
