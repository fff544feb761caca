package org.web3ecosystem.stoq.tcp;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;

import org.web3ecosystem.stoq.wire.Limits;

/** HTTP/2 as it is used here: the same windows as QUIC has, and next to no headers. */
final class Http2Codecs {

	private static final int CONNECTION_WINDOW = 16 << 20;

	private static final int STREAM_WINDOW = 4 << 20;

	private static final int FRAME = 64 << 10;

	/** CONNECT or a status, and nothing else. */
	private static final int HEADERS = 512;

	/** Streams may end later here than there, so twice what is used at once. */
	private static final int STREAM_CREDIT_FACTOR = 2;

	/** A caller that gives up resets; this often is an attack (CVE-2023-44487). */
	private static final int RESETS_PER_STREAM = 4;

	private static final int RESET_SECONDS = 5;

	private Http2Codecs() {
	}

	/**
	 * @param dials whether this is the side that opens streams; the other opens none
	 */
	static Http2FrameCodec of(Limits limits, boolean dials) {
		int streams = STREAM_CREDIT_FACTOR * (limits.requests() + limits.streams()) + 1;
		Http2Settings settings = Http2Settings.defaultSettings()
			.initialWindowSize(STREAM_WINDOW)
			.maxFrameSize(FRAME)
			.maxHeaderListSize(HEADERS)
			.headerTableSize(0)
			.maxConcurrentStreams(dials ? 0 : streams);
		if (dials) {
			settings.pushEnabled(false);
		}
		Http2FrameCodecBuilder builder = dials ? Http2FrameCodecBuilder.forClient()
				: Http2FrameCodecBuilder.forServer();
		return builder.initialSettings(settings)
			// ends are said by GOAWAY codes of our own
			.decoupleCloseAndGoAway(true)
			.decoderEnforceMaxRstFramesPerWindow(RESETS_PER_STREAM * streams, RESET_SECONDS)
			.build();
	}

	/** SETTINGS cannot set the window of the connection (RFC 9113 section 6.9.2). */
	static void widen(Http2FrameCodec codec) throws Http2Exception {
		Http2Connection connection = codec.connection();
		connection.local()
			.flowController()
			.incrementWindowSize(connection.connectionStream(), CONNECTION_WINDOW - (1 << 16) + 1);
	}

}
