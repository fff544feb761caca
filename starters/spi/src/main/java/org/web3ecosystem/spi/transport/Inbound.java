package org.web3ecosystem.spi.transport;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an admitted peer can reach.
 *
 * @param requests by distinct method
 * @param streams by distinct protocol
 * @param datagrams by distinct protocol
 */
public record Inbound(List<RequestHandler> requests, List<StreamHandler> streams, List<DatagramHandler> datagrams) {

	/** Without datagrams. */
	public Inbound(List<RequestHandler> requests, List<StreamHandler> streams) {
		this(requests, streams, List.of());
	}

	public Inbound {
		requests = List.copyOf(requests);
		streams = List.copyOf(streams);
		datagrams = List.copyOf(datagrams);
		if (requests.stream().map(RequestHandler::method).distinct().count() != requests.size()) {
			throw new IllegalArgumentException("two handlers for one method");
		}
		if (streams.stream().map(StreamHandler::protocol).distinct().count() != streams.size()) {
			throw new IllegalArgumentException("two handlers for one protocol");
		}
		if (datagrams.stream().map(DatagramHandler::protocol).distinct().count() != datagrams.size()) {
			throw new IllegalArgumentException("two handlers for the datagrams of one protocol");
		}
	}

	/** The same and these feeds, of distinct methods. They are reached over streams. */
	public Inbound with(List<FeedHandler> feeds) {
		return feeds.isEmpty() ? this : new Inbound(requests,
				Stream.concat(streams.stream(), Stream.<StreamHandler>of(FeedStreams.of(feeds))).toList(), datagrams);
	}

}
