package org.web3ecosystem.simulation;

/** A known mistake, made on purpose, that the simulator has to find. */
enum Planted {

	/** Half of the members are enough. */
	QUORUM_OF_HALF,
	/** Members are counted, not their weights. */
	HEADS_NOT_WEIGHT,
	/** The first roster counts in every epoch. */
	EPOCH_NOT_CHECKED,
	/** Nobody remembers which transactions were executed. */
	NO_NONCE_CACHE,
	/** After a restart the queue begins with the newest. */
	QUEUE_UNSORTED,
	/** An entry leaves the disk when it is handed in, before its receipt. */
	QUEUE_FORGETS_EARLY,
	/** What the queue writes is not synced. */
	QUEUE_NOT_SYNCED,
	/** The signed transaction is not kept, and made anew after a crash. */
	SIGNED_NOT_KEPT,
	/** That an entry was taken back is not kept. */
	WITHDRAWAL_NOT_KEPT,
	/** What the phase journal writes is not synced. */
	JOURNAL_NOT_SYNCED,
	/** A node that has retreated asks for less when it starts again. */
	MARKS_LOWERED,
	/** The phase goes on though its gate is not met. */
	GATE_IGNORED,
	/** Who is rejected is taken to the next offer. */
	REJECTED_MOVES_ON,
	/** That a certificate is no good any more is lost in a crash. */
	REVOCATION_NOT_DURABLE,
	/** A node that is cut off says that it knows the newest. */
	STALE_NOT_MARKED,
	/** An observer believes without proof. */
	READS_NOT_VERIFIED

}
