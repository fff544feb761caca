package org.web3ecosystem.caesar.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.caesar.Accounts.Numbered;
import org.web3ecosystem.caesar.ledger.Account;
import org.web3ecosystem.caesar.ledger.Transfer;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;

/** Accounts and transfers as JSON. */
final class Shown {

	private Shown() {
	}

	static Map<String, Object> account(Account account) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", account.id().hex());
		account.owner().map(NodeId::hex).ifPresent(owner -> json.put("owner", owner));
		json.put("flags", List.of(account.limit().text()));
		json.put("debitsPending", account.debitsPending());
		json.put("debitsPosted", account.debitsPosted());
		json.put("creditsPending", account.creditsPending());
		json.put("creditsPosted", account.creditsPosted());
		json.put("balance", account.balance());
		json.put("available", account.available());
		json.put("transfers", account.transfers());
		return json;
	}

	static Map<String, Object> numbered(Numbered numbered) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("number", numbered.number());
		json.putAll(transfer(numbered.transfer()));
		return json;
	}

	static Map<String, Object> transfer(Transfer transfer) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", transfer.id().hex());
		json.put("kind", transfer.kind().text());
		transfer.author().map(NodeId::hex).ifPresent(author -> json.put("author", author));
		json.put("debit", transfer.debit().hex());
		json.put("credit", transfer.credit().hex());
		json.put("amount", transfer.amount());
		json.put("code", transfer.code());
		transfer.about().ifPresent(other -> json.put("about", other.hex()));
		if (!transfer.reference().isEmpty()) {
			json.put("reference", transfer.reference());
		}
		json.put("at", transfer.at().toString());
		transfer.expiresAt().ifPresent(end -> json.put("expiresAt", end.toString()));
		return json;
	}

	/** A transfer with what became of it, if it had to be settled. */
	static Map<String, Object> transfer(Transfer transfer, Optional<Transfer> settledBy) {
		Map<String, Object> json = transfer(transfer);
		if (transfer.kind() == Transfer.Kind.PENDING) {
			json.put("state", settledBy.map(by -> switch (by.kind()) {
				case POST -> "posted";
				case VOID -> "voided";
				default -> "expired";
			}).orElse("pending"));
			settledBy.ifPresent(by -> json.put("settledBy", by.id().hex()));
		}
		return json;
	}

	static Map<String, Object> receipt(Receipt receipt) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("transaction", receipt.transactionId());
		json.put("height", receipt.height().number());
		json.put("consensusTime", receipt.consensusTime().toString());
		return json;
	}

}
