package org.web3ecosystem.spi;

import java.util.List;

import org.web3ecosystem.spi.transport.FalconDemand;

/**
 * Told after a seat changed hands, or a setting beside a seat changed. A component that
 * obtained something from a seat (a certificate, say) obtains it again now; it does not
 * ask which phase it is.
 */
@FunctionalInterface
public interface SeatListener {

	/**
	 * Called on the thread that made the switch; must return quickly and never throw.
	 * @param seat the SPI type of the seat
	 * @param offers the names of the offers that now sit there, first asked first
	 */
	void seated(Class<?> seat, List<String> offers);

	/**
	 * How much the transport asks of Falcon signatures from now on. Called once before
	 * any component starts and then at each change, on the same thread and under the same
	 * rules as {@link #seated}.
	 */
	default void demanded(FalconDemand demand) {
		// of interest to the transport only
	}

}
