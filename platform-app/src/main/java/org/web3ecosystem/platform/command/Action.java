package org.web3ecosystem.platform.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Payee;
import org.web3ecosystem.caesar.ledger.TransferId;
import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.discovery.Name;

/** What may be asked of a running federation. */
public sealed interface Action {

	/**
	 * Reads a document of the REST interface.
	 *
	 * @param path with its query
	 */
	record Read(String path) implements Action {
	}

	/**
	 * Reads an account.
	 *
	 * @param id the caller's if absent
	 */
	record ReadAccount(Optional<AccountId> id) implements Action {
	}

	/**
	 * Reads an account's transfers.
	 *
	 * @param id the caller's if absent
	 * @param query which of them
	 */
	record ReadTransfers(Optional<AccountId> id, String query) implements Action {
	}

	/** Reads an asset. */
	record ReadAsset(String id) implements Action {
	}

	/** Reads what is bonded: an owner's own, or all. */
	record ReadStake() implements Action {
	}

	/** What changes something, and can be signed by a node or by an owner. */
	sealed interface Write extends Action {

	}

	/** Registers an asset. */
	record Register(String id, AssetKind kind, String description) implements Write {
	}

	/** Gives an asset away. */
	record Give(String id, NodeId to) implements Write {
	}

	/** Leases an asset. */
	record Lease(String id, Duration duration) implements Write {
	}

	/** Prolongs a lease: it ends that long from now. */
	record Renew(String id, long term, Duration duration) implements Write {
	}

	/** Ends a lease. */
	record Release(String id, long term) implements Write {
	}

	/**
	 * Pays.
	 *
	 * @param id names the transfer: sent again it is the same one
	 * @param reserve only reserves, until it is posted, voided or so much time has passed
	 */
	record Pay(TransferId id, Payee to, long amount, int code, Optional<Duration> reserve) implements Write {
	}

	/** Pays what was reserved, or less of it. */
	record Post(TransferId id, TransferId pending, long amount) implements Write {
	}

	/** Returns what was reserved. */
	record Void(TransferId id, TransferId pending) implements Write {
	}

	/** Bonds stake. */
	record Bond(TransferId id, long amount) implements Write {
	}

	/** Takes stake back. */
	record Unbond(TransferId id, long amount) implements Write {
	}

	/**
	 * Uploads what a manifest names and publishes it.
	 *
	 * @param manifest a JSON file; the paths of its blobs are relative to it
	 */
	record Publish(Path manifest) implements Action {
	}

	/** Takes a version out of resolution, or puts it back. */
	record Yank(String name, String version, boolean yanked) implements Action {
	}

	/**
	 * Resolves a package, verifies it and writes its blobs to a directory.
	 *
	 * @param constraint a version or constraint
	 * @param to must not exist or be empty
	 */
	record Fetch(String name, Constraint constraint, Path to) implements Action {
	}

	/**
	 * Reads what the ledger has of a certificate.
	 *
	 * @param leaf its SHA-256, or a PEM file that begins with it
	 */
	record ReadCertificate(String leaf) implements Action {
	}

	/**
	 * Takes a certificate back.
	 *
	 * @param leaf its SHA-256, or a PEM file that begins with it
	 * @param reason as RFC 5280 calls it
	 */
	record Revoke(String leaf, String reason) implements Action {
	}

	/**
	 * Begins to replace this node's key of the zone.
	 *
	 * @param role what it signs: {@code key-signing} or {@code zone-signing}
	 */
	record SucceedZoneKey(String role) implements Action {
	}

	/** Says on the ledger that the node wants to become a validator. */
	record ApplyToValidate() implements Action {
	}

	/**
	 * Asks the validators for another roster.
	 *
	 * @param changes lines such as {@code add node5 1000}, {@code weigh node4 500} or
	 * {@code remove node4}
	 */
	record ProposeRoster(List<String> changes) implements Action {

		public ProposeRoster {
			changes = List.copyOf(changes);
		}

	}

	/**
	 * Has the node agree with one.
	 *
	 * @param proposal the id of the transaction that asked for it
	 */
	record ApproveRoster(String proposal) implements Action {
	}

	/**
	 * Has the node agree that one that contradicted itself may take part again.
	 *
	 * @param node its id
	 */
	record Rehabilitate(String node) implements Action {
	}

	/** Has the intermediates that wait in the node's home issue from now on. */
	record InstallAuthority() implements Action {
	}

	/**
	 * Wants a root to be trusted.
	 *
	 * @param directory where the ceremony wrote it
	 */
	record Anchor(Path directory) implements Action {
	}

	/**
	 * Wants another federation to be believed for its zone.
	 *
	 * @param url where its bundle is
	 * @param pins SHA-256 of its roots
	 * @param endpointId SPIFFE ID of the endpoint, if it is not known by its host
	 */
	record AdmitForeign(String domain, String url, List<String> pins, Optional<String> endpointId) implements Action {

		public AdmitForeign {
			pins = List.copyOf(pins);
		}

	}

	/** Wants it not to be believed any more. */
	record RemoveForeign(String domain) implements Action {
	}

	/**
	 * Has a chain judged that a peer of another federation has shown.
	 *
	 * @param chain a PEM file, leaf first
	 * @param use client or server
	 */
	record ValidateForeign(String domain, Path chain, String use) implements Action {
	}

	/**
	 * Says that an authority's key is known to others.
	 *
	 * @param authority SHA-256 of its certificate, or a file that begins with it
	 * @param validator whose it is; the node's own if absent
	 * @param within how long what it signed may still be shown
	 */
	record Taint(String authority, Optional<String> validator, Duration within) implements Action {
	}

	/**
	 * Writes an entry of the ledger with its proof to a file.
	 *
	 * @param to a file that is not there
	 */
	record Prove(String module, String key, Path to) implements Action {
	}

	/**
	 * Writes the entry that proves a name, or that it is not there, to a file.
	 *
	 * @param to a file that is not there
	 */
	record ProveName(Name name, Path to) implements Action {
	}

}
