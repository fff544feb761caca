package org.web3ecosystem.platform.command;

/** The text that {@code help} prints. */
public final class Help {

	/** One line, for under an error. */
	public static final String USAGE = "usage: java -jar platform-app.jar [local|node|init|status|check|token create|join|reset|backup|restore|export|verify-export|kubernetes|key|asset|lease|account|transfer|stake|package|proof|certificate|authority|zone|validator|version|help] [--option=value …]";

	/** All of it. */
	public static final String TEXT = USAGE
			+ """


					local (default)   four nodes in this process, from nothing to phase 3
					    --dir=data/local      where they live; a second run resumes
					    --fresh               start over
					    --port-offset=0       added to every port

					node --web3.node.home=DIR          one node; same as --spring.profiles.active=node

					init              a new federation on disk: genesis, root, one home per validator
					    --validators=4 --federation=local --zone=<federation>.internal --dir=data/<federation>
					    --host=localhost      all nodes on one host, ports 100 apart
					    --hosts=A,B,C,D       a host each, same ports everywhere
					                          a host is an IP address, or several joined by + (10.0.0.1+fd00::1);
					                          localhost is 127.0.0.1 and, where there is IPv6, ::1
					    --port-offset=0       added to every port
					    --passphrase-file=F   protects the exported root key; made up if absent

					status            how far a node is
					    --url=http://127.0.0.1:8080   or --home=DIR or --port-offset=0
					    --wait --for=phase=3|complete --timeout=60s      -o text|json
					    exit code: 0 ready, 1 not ready in time, 2 degraded, 3 retreated

					check             what this machine lacks: ports, buffers, disk, clock, native QUIC
					    --home=DIR            a node's home or a federation's directory
					    --port-offset=0

					token create --home=DIR --ttl=15m  a join token, from a running validator's operator
					join --token=T --home=DIR --name=node5 --host=localhost --port-offset=400
					                  a fifth node that does not validate; then run it with node
					reset --home=DIR [--yes]           lower a stopped node's durable marks

					backup --home=DIR|--dir=DIR --to=FILE [--passphrase-file=F]
					                  one file of a stopped node, or of a whole stopped federation: it holds private keys
					restore --from=FILE --home=DIR|--dir=DIR [--passphrase-file=F]
					                  into an empty place; --verify instead of a place only checks the file
					    --node=node3          one node out of a federation's backup
					    --every-node          all nodes go back to this moment together: keep the engine's state
					    --new-logs            and begin new transparency logs, if anything ran after the backup
					export --home=DIR --to=FILE        the ledger as JSON lines with proofs, from a running validator
					verify-export --file=FILE --genesis=FILE|DIR
					                  checks that file with nothing but the genesis document; exit code 1 if it is wrong

					kubernetes found --name=STATEFULSET --hosts=A,B,C,D [--validators=4 --federation=local --zone=… --passphrase-file=F]
					                  init in a cluster, once: into the chart's Secrets and its ConfigMap
					kubernetes move-in --pod=NAME --home=DIR
					                  a validator's home out of its Secret, which is empty then; both are for the chart's pods

					What a running federation is asked for. By a node's operator, the node signs:
					    --home=DIR
					By an owner, who signs here with a key of its own (account, asset and stake show proven state):
					    --store=FILE --passphrase-file=F  --home=DIR of a node here,
					                          or --genesis=FILE --url=https://HOST:8443[,…]
					As a node that does not serve what is asked for: its key signs here, the other is asked:
					    --member=DIR of that node  --home=DIR of a node here
					All, key and proof verify too: -o text|json

					key create|show --store=FILE --passphrase-file=F     an owner's key, in PKCS#12
					account show [--id=A]              account transfers [--id=A --after=N --limit=N]
					transfer send --to=ACCOUNT|OWNER --amount=N [--id=T --code=N --reserve=60s]
					transfer post --pending=T --amount=N   transfer void --pending=T   transfer show --id=T
					stake show | bond --amount=N | unbond --amount=N
					asset list | show --id=N | register --id=N --kind=storage [--description=…] | give --id=N --to=OWNER
					lease take --id=N --for=10m | renew --id=N --term=N --for=10m | release --id=N --term=N
					package list [--keyword=W] | show --name=N [--version=V] | get --name=N [--version=V] --to=DIR
					package publish --file=manifest.json (as in starters/catalog/README.md) | yank --name=N --version=V [--undo]    by an operator
					certificate list [--limit=N] | show --leaf=SHA-256|FILE | revoke --leaf=… [--reason=keyCompromise]    by an operator
					authority list | install | anchor --root=DIR | taint --authority=SHA-256|FILE [--validator=node2 --within=5m]    by an operator
					authority renew --home=DIR --root-key=FILE|--root=DIR --passphrase-file=F       a validator's next intermediates, made offline
					authority foreign list | add --domain=ZONE --endpoint=https://… --pin=SHA-256[,…] | remove --domain=ZONE | validate --domain=ZONE --chain=FILE    other federations
					authority root --home=DIR --root-key=FILE --passphrase-file=F --to=DIR       the root that is to follow, made offline
					validator list | apply | propose --change='add node5 1000'|'weigh node4 500'|'remove node4'|'protocol 12'|rekey[,…]|'proofs three for 6h'|'emergency for 1h' | approve --id=T    who agrees; all but list by an operator
					validator conduct | rehabilitate --node=ID       who contradicted itself, and that it may take part again; the latter by an operator
					zone keys | roll --role=zone-signing|key-signing       the keys by which names are signed; the latter by an operator
					proof get --module=M --key=K --to=FILE       an entry of the ledger with its proof
					proof get --name=NAME --to=FILE              the entry that proves what a name is, or that it is not there
					proof verify --file=FILE --genesis=FILE      checks it offline; --name=NAME [--max-age=1h] prints the records proven

					Settings of a node are given as --section.name=value, for local and node.""";

	private Help() {
	}

}
