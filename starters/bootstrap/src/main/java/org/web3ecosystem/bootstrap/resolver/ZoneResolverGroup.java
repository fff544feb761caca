package org.web3ecosystem.bootstrap.resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;

import org.web3ecosystem.spi.Reason;

/**
 * Netty's way to the zone's names, without a thread that waits. Other hosts are for the
 * resolvers that were there before.
 */
public final class ZoneResolverGroup extends AddressResolverGroup<InetSocketAddress> {

	private final ZoneAddresses zone;

	private final Supplier<AddressResolverGroup<InetSocketAddress>> others;

	/**
	 * @param others asked for hosts outside the zone, not before there is one; not closed
	 * here
	 */
	public ZoneResolverGroup(ZoneAddresses zone, Supplier<AddressResolverGroup<InetSocketAddress>> others) {
		this.zone = zone;
		this.others = others;
	}

	@Override
	protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
		return new ZoneResolver(executor);
	}

	private final class ZoneResolver extends AbstractAddressResolver<InetSocketAddress> {

		private final EventExecutor executor;

		ZoneResolver(EventExecutor executor) {
			super(executor, InetSocketAddress.class);
			this.executor = executor;
		}

		@Override
		protected boolean doIsResolved(InetSocketAddress address) {
			return !address.isUnresolved();
		}

		@Override
		protected void doResolve(InetSocketAddress unresolved, Promise<InetSocketAddress> promise) {
			if (zone.has(unresolved.getHostString())) {
				complete(zone.of(unresolved.getHostString()),
						found -> new InetSocketAddress(found.getFirst(), unresolved.getPort()), promise);
			}
			else {
				others.get().getResolver(executor).resolve(unresolved, promise);
			}
		}

		@Override
		protected void doResolveAll(InetSocketAddress unresolved, Promise<List<InetSocketAddress>> promise) {
			if (zone.has(unresolved.getHostString())) {
				complete(zone.of(unresolved.getHostString()),
						found -> found.stream()
							.map(address -> new InetSocketAddress(address, unresolved.getPort()))
							.toList(),
						promise);
			}
			else {
				others.get().getResolver(executor).resolveAll(unresolved, promise);
			}
		}

		private static <T> void complete(CompletionStage<List<InetAddress>> addresses,
				Function<List<InetAddress>, T> answer, Promise<T> promise) {
			addresses.whenComplete((found, failure) -> {
				if (failure == null) {
					promise.trySuccess(answer.apply(found));
				}
				else {
					promise.tryFailure(Reason.cause(failure));
				}
			});
		}

	}

}
