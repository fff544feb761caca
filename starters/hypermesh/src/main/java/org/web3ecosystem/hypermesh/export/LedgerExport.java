package org.web3ecosystem.hypermesh.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

import org.web3ecosystem.hypermesh.ledger.LedgerSnapshot;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.spi.UnavailableException;

/** Writes a snapshot of the ledger. Keeps one entry in memory. */
public final class LedgerExport {

	private LedgerExport() {
	}

	/**
	 * Writes all of it.
	 * @param federation its short name
	 * @param goOn asked before each entry
	 * @return how many entries it has
	 * @throws UnavailableException if it may not go on; what was written is worth nothing
	 */
	public static long write(LedgerSnapshot snapshot, String federation, OutputStream target, BooleanSupplier goOn)
			throws IOException {
		target.write(new ExportLine.Header(federation, snapshot.root()).encode());
		for (Handover next : snapshot.rosters()) {
			target.write(new ExportLine.NextRoster(next).encode());
		}
		long[] entries = new long[1];
		snapshot.<IOException>walk((module, key, value, proof) -> {
			if (!goOn.getAsBoolean()) {
				throw new UnavailableException(
						"the ledger took too long to be written, after " + entries[0] + " entries");
			}
			target.write(new ExportLine.Entry(module, key, value, proof).encode());
			entries[0]++;
		});
		target.write(new ExportLine.End(entries[0]).encode());
		return entries[0];
	}

}
