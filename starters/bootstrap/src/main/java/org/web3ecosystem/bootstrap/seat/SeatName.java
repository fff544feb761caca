package org.web3ecosystem.bootstrap.seat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.bootstrap.table.PhaseRow;
import org.web3ecosystem.bootstrap.table.PhaseTable;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateProvider;

/** The columns of the table. */
public enum SeatName {

	TRANSPORT("transport", TransportProvider.class), CERTIFICATES("certificates", CertificateProvider.class),
	CONSENSUS("consensus", ConsensusProvider.class), DISCOVERY("discovery", ServiceDiscovery.class);

	private final String key;

	private final Class<?> type;

	SeatName(String key, Class<?> type) {
		this.key = key;
		this.type = type;
	}

	/** As in URLs, metrics and JSON. */
	public String key() {
		return key;
	}

	public Class<?> type() {
		return type;
	}

	/** Who sits here according to a row. */
	List<String> offers(PhaseRow row) {
		return switch (this) {
			case TRANSPORT -> PhaseTable.TRANSPORT;
			case CERTIFICATES -> row.certificates().offers();
			case CONSENSUS -> row.consensus().offers();
			case DISCOVERY -> row.dns().offers();
		};
	}

	static Optional<SeatName> of(Class<?> type) {
		return Arrays.stream(values()).filter(seat -> seat.type == type).findFirst();
	}

}
