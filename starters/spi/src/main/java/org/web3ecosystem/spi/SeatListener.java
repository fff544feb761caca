package org.web3ecosystem.spi;

import java.util.List;

/**
 * Told after a seat changed hands. A component that obtained something from a seat (a
 * certificate, say) obtains it again now; it does not ask which phase it is.
 */
@FunctionalInterface
public interface SeatListener {

	/**
	 * Called on the thread that made the switch; must return quickly and never throw.
	 * @param seat the SPI type of the seat
	 * @param offers the names of the offers that now sit there, first asked first
	 */
	void seated(Class<?> seat, List<String> offers);

}
