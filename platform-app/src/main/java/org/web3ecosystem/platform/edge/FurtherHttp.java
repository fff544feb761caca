package org.web3ecosystem.platform.edge;

import java.net.InetAddress;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import reactor.netty.http.server.HttpServer;

/**
 * HTTP at the addresses where Boot's own server, which has only one, does not listen;
 * over the same handlers.
 */
final class FurtherHttp implements SmartLifecycle {

	private final List<InetAddress> addresses;

	private final int port;

	private final HttpHandler handler;

	private final ReactorResourceFactory resources;

	private final HttpLimits limits;

	private volatile @Nullable WebPorts ports;

	FurtherHttp(List<InetAddress> addresses, int port, HttpHandler handler, ReactorResourceFactory resources,
			HttpLimits limits) {
		this.addresses = List.copyOf(addresses);
		this.port = port;
		this.handler = handler;
		this.resources = resources;
		this.limits = limits;
	}

	@Override
	public void start() {
		ports = WebPorts.bind(limits.apply(HttpServer.create())
			.runOn(resources.getLoopResources())
			.handle(new ReactorHttpHandlerAdapter(handler)), addresses, port);
	}

	@Override
	public void stop() {
		WebPorts open = ports;
		if (open != null) {
			open.close();
			ports = null;
		}
	}

	@Override
	public boolean isRunning() {
		return ports != null;
	}

}
